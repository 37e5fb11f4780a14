// Reports as values: the merged partials of the shards with names, spend and totals. How they look as JSON, CSV or a
// table is decided elsewhere.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/conversion_scan.hpp"
#include "domain/credit.hpp"
#include "domain/data_findings.hpp"
#include "domain/known_names.hpp"
#include "domain/paths.hpp"
#include "domain/spend.hpp"

namespace hub {

/// What report actors know besides the journeys: names, shown campaign names, spend and rates.
struct report_book {
  dictionary names;
  boost::unordered_flat_map<name_id, name_id> labels;  ///< campaign → shown name
  spend_book spend;
  std::shared_ptr<rate_table> rates = std::make_shared<rate_table>();
  std::shared_ptr<value_limits> limits = std::make_shared<value_limits>();
  known_names known;
  campaign_joins joins;  ///< aliases in force
  std::uint64_t data_seq = 0;

  /// Takes the aliases in force. @pre `names` has their names
  void take(const alias_map& aliases);

  /// The text of a group value, `(not set)` and `(direct)` included.
  std::string value_text(dimension d, std::uint32_t value) const;
  /// The shown name of a campaign; its key where no name is known.
  std::string campaign_name(const std::string& key) const;
};

/// The key of the campaign that *name* means: a key as aliases join it, or what the only campaign shown so is keyed by.
/// *name* itself where nothing or more than one campaign is called so.
std::string campaign_meant(const std::string& name, const report_book& book);

/// The keys of the campaigns shown as *name*, as aliases join them, in order.
std::vector<std::string> campaigns_shown_as(const std::string& name, const report_book& book);

/// *query* with its campaign by its key, as aliases have it. Every question goes through here first.
report_query in_joined_names(report_query query, const report_book& book);

/// The part of *query* that shards need. A name never heard of matches nothing.
credit_query resolve(const report_query& query, const report_book& book);

/// What *policy* must know of the names that there are. The texts are those of *book*.
things_named things_named_in(const report_book& book, const touch_policy& policy);

/// The names in filters and rules of *query* that no fact ever had, with what may have been meant.
std::vector<unknown_name> unknown_names(const report_query& query, const report_book& book);

/// What *name*, that nobody has, may have been meant to be; empty: nothing is near. A campaign may be meant by its key or
/// its shown name.
std::string meant_by(dimension d, const std::string& name, const report_book& book);

struct report_row {
  std::vector<std::string> group;   ///< parallel to the query's group_by
  std::vector<std::string> names;   ///< shown names, for campaigns; else empty
  std::vector<credit_cell> models;  ///< parallel to the query's models
  std::optional<spend_sum> spend;   ///< only in ROAS reports
};

/// Attribution, comparison and ROAS are one report; ROAS has spend.
struct attribution_report {
  report_query query;
  std::uint64_t data_seq = 0;
  std::vector<report_row> rows;  ///< most revenue first, then by name
  std::vector<credit_cell> attributed;
  std::vector<credit_cell> unattributed;
  std::vector<std::int64_t> booked;  ///< parallel to the query's models
  unconverted_sums unconverted;
  left_out_sum left_out;
  data_findings findings;              ///< of the data-driven models among the query's
  std::vector<unknown_name> unknown;   ///< filters that nothing can pass
  std::vector<foreign_days> foreign;   ///< accounts whose days of spend are not the report's
  std::optional<spend_sum> spend;      ///< of the rows' scope
  std::optional<spend_sum> all_spend;  ///< blended: everything in range

  bool complete() const { return unconverted.empty(); }
  /// Rows + unattributed = booked, for every model.
  bool reconciles() const;
};

/// The spend in the query's range, with `ad_spend` in place of that campaign's own.
spend_report spend_in_range(const report_query& query, const report_book& book);

attribution_report make_attribution(const report_query& query, const report_book& book, credit_partial&& partial,
                                    std::optional<spend_report> spend);

struct path_row {
  std::vector<std::string> path;
  std::uint64_t conversions = 0;
  std::uint64_t without = 0;
  std::int64_t revenue = 0;
};

struct path_report {
  report_query query;
  std::uint64_t data_seq = 0;
  std::uint64_t total_paths = 0;
  std::uint64_t no_touch = 0;
  std::uint64_t unique_patterns = 0;
  std::vector<path_row> top_patterns;
  std::vector<std::pair<std::string, std::uint64_t>> top_channels;
  std::uint64_t touches = 0;
  std::uint32_t median = 0, p90 = 0;                                    ///< touches
  std::int64_t median_seconds = 0, p90_seconds = 0, total_seconds = 0;  ///< time to convert
  std::vector<std::pair<std::string, std::uint64_t>> length_histogram;
  std::vector<std::pair<std::string, std::uint64_t>> lag_histogram;
  std::vector<std::pair<std::pair<std::string, std::string>, std::uint64_t>> transitions;
  std::vector<std::pair<std::string, path_role>> roles;
  unconverted_sums unconverted;
  left_out_sum left_out;
  std::vector<unknown_name> unknown;
};

/// What a step is called: a campaign by its shown name; `(start)` and `(conversion)` are the ends.
std::string path_text(dimension by, name_id value, const report_book& book);

/// The last bar of the length histogram: so many touches or more.
inline constexpr std::uint32_t longest_bar = 11;

/// Bars of the lag histogram with the first of their whole days from the first touch to the conversion.
inline constexpr std::array<std::pair<const char*, std::int64_t>, 9> lag_bars = {
    {{"0", 0}, {"1", 1}, {"2", 2}, {"3-7", 3}, {"8-14", 8}, {"15-30", 15}, {"31-60", 31}, {"61-90", 61}, {"91+", 91}}};

path_report make_paths(const report_query& query, const report_book& book, path_partial&& partial);

}  // namespace hub
