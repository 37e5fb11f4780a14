// Figures of path and cohort reports, explained: the conversions or customers that they count, with their names, and the sum
// over all of them beside what the report shows.
#pragma once

#include <string>
#include <vector>

#include "domain/cohort_cell.hpp"
#include "domain/path_cell.hpp"
#include "domain/report.hpp"

namespace hub {

/// A figure of a path report as it is asked for, in the report's own words. One of them is given.
struct path_figure {
  std::vector<std::string> path;  ///< its steps
  std::string opener, assist, closer;
  std::string from, to;     ///< both: a transition
  std::string touchpoints;  ///< a bar of the length histogram: `3`, `11+`
  std::string days;         ///< of the lag histogram: `0`, `8-14`, `91+`
  bool everything() const;  ///< none is given
};

struct explained_path {
  path_cell_conversion conversion;
  std::string type, source;
  std::vector<std::string> path;
};

struct path_cell_report {
  report_query query;
  std::uint64_t data_seq = 0;
  path_figure figure;
  std::vector<explained_path> data;
  path_cell_partial sums;  ///< without its page
  std::vector<unknown_name> unknown;
  std::optional<page_position> next;

  /// What is listed adds up to what the report shows.
  bool reconciles() const;
};

/// The conversions that *figure* counts. Errors: `group-unknown`, `group-ambiguous`, `figure-unknown`; their place is the parameter's name.
result<path_part> find_figure(const report_query& query, const report_book& book, const path_figure& figure);

path_cell_report make_path_cell(const report_query& query, const report_book& book, const path_figure& figure,
                                path_cell_partial&& partial, std::size_t limit);

/// A figure of a cohort report as it is asked for.
struct cohort_figure {
  std::string cohort;                ///< YYYY-MM
  std::optional<std::string> group;  ///< as the report's rows call it, or `(unattributed)`; absent: all of the month
  std::optional<std::int32_t> days;  ///< revenue by that day after the first conversion; absent: so far
};

struct explained_customer {
  cohort_customer customer;
  std::string type, source;
};

struct cohort_cell_report {
  report_query query;
  std::uint64_t data_seq = 0;
  cohort_figure figure;
  std::string name;  ///< shown name of a campaign; else empty
  std::vector<explained_customer> data;
  cohort_cell_partial sums;  ///< without its page
  std::vector<unknown_name> unknown;
  std::optional<page_position> next;

  std::int32_t days() const { return figure.days.value_or(std::numeric_limits<std::int32_t>::max()); }
  bool reconciles() const;
};

/// Month and group of *figure*, as a cohort has them. Errors: `group-malformed`, `group-unknown`.
result<cohort_key> find_cohort(const report_query& query, const report_book& book, const cohort_figure& figure);

cohort_cell_report make_cohort_cell(const report_query& query, const report_book& book, const cohort_figure& figure,
                                    cohort_cell_partial&& partial, std::size_t limit);

}  // namespace hub
