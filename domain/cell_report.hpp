// A cell of a report, explained: the conversions whose credits add up to it, with their names, and the sum over all of
// them beside what the report shows.
#pragma once

#include "domain/cell_scan.hpp"
#include "domain/report.hpp"

namespace hub {

/// `(unattributed)`: in place of a group, the money that no touch earned.
inline constexpr std::string_view unattributed_text = "(unattributed)";

struct explained_cell_touch {
  cell_touch credit;
  std::string channel, campaign, campaign_name;
  std::string id;  ///< added by who knows the touches
};

struct explained_conversion {
  cell_conversion credit;
  std::string type, source;
  std::string order;                          ///< its order id, or empty; added by who knows the orders
  std::vector<explained_cell_touch> touches;  ///< parallel to credit.touches, whose content moved here
};

struct cell_report {
  report_query query;
  std::uint64_t data_seq = 0;
  report_cell cell;
  std::vector<std::string> group;  ///< as asked, parallel to the query's group_by; or `(unattributed)` alone
  std::vector<std::string> names;  ///< shown names of campaigns, else empty
  std::vector<explained_conversion> conversions;
  std::uint64_t all_conversions = 0;
  std::vector<credit_cell> explained;  ///< over all pages, parallel to the query's models
  std::vector<credit_cell> reported;
  std::optional<spend_sum> spend;  ///< of the cell, in a ROAS report
  unconverted_sums unconverted;
  left_out_sum left_out;
  std::vector<unknown_name> unknown;
  std::optional<page_position> next;

  /// What the conversions add up to is what the report shows.
  bool reconciles() const;
};

/// The value that a group of a report stands for, called *text* there. Errors: `group-unknown`, `group-malformed`, at
/// *place*.
result<std::uint32_t> find_group(dimension d, const std::string& text, const report_book& book, std::string_view place);

/// The cell that *group* (a value for each dimension, or `(unattributed)`) names. Errors: `group-missing`,
/// `group-unknown`, `group-malformed`; their place is `group` or `group2`.
result<report_cell> find_cell(const report_query& query, const report_book& book,
                              const std::vector<std::string>& group);

/// Puts names to *partial*, which holds a conversion more than *limit* where there is another page.
cell_report make_cell(const report_query& query, const report_book& book, const report_cell& cell,
                      const std::vector<std::string>& group, cell_partial&& partial, std::size_t limit);

/// Leaves at most *limit* on *page*, for which one more was asked; answers where the next page begins, if there is one.
template <class Conversion>
std::optional<page_position> cut_page(std::vector<Conversion>& page, std::size_t limit) {
  if (page.size() <= limit) return std::nullopt;
  page.resize(limit);
  return page_position{page.back().at, page.back().id};
}

}  // namespace hub
