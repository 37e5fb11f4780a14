// Questions that name the conversions behind a report: the cells of a report and the ids of the touches in them; and those
// that look at a report over time: series and cohorts.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/cell_report.hpp"
#include "domain/cohort_report.hpp"
#include "domain/figure_reports.hpp"
#include "domain/listing.hpp"
#include "domain/series_report.hpp"
#include "messages/caf.hpp"

namespace hub {

/// net → report, or historian: a page of the conversions in a cell of a report. Without a group: in all of the report,
/// and then without sums.
struct cell_request {
  report_query query;
  std::vector<std::string> group;
  bool with_spend = false;
  std::optional<page_position> after;
  std::size_t limit = 100;
};
struct cell_answer {
  std::optional<cell_report> report;
  std::optional<error> refusal;  ///< where there is no report: why the report has no such cell
};

/// net → dedup, or historian: which orders are these conversions, and which touches stand in these places of their journeys?
struct touch_ids_request {
  std::vector<touch_places> places;
  std::optional<log_moment> as_of = {};  ///< of the historian
};
struct touch_ids_answer {
  std::vector<placed_touches> journeys;  ///< parallel to the places
};

/// net → report, or historian.
struct series_request {
  report_query query;  ///< grouped by one date dimension
};
struct series_answer {
  series_report report;
};

/// net → report, or historian.
struct cohorts_request {
  report_query query;  ///< one model; grouped by campaign or channel
  instant now = 0;
};
struct cohorts_answer {
  cohort_report report;
};

/// net → report, or historian: a page of the conversions that a figure of a path report counts.
struct path_cell_request {
  report_query query;
  path_figure figure;
  std::optional<page_position> after;
  std::size_t limit = 100;
};
struct path_cell_answer {
  std::optional<path_cell_report> report;
  std::optional<error> refusal;  ///< where there is no report: why it has no such figure
};

/// net → report, or historian: a page of the customers of a cohort.
struct cohort_cell_request {
  report_query query;  ///< as of cohorts_request
  cohort_figure figure;
  instant now = 0;
  std::optional<page_position> after;
  std::size_t limit = 100;
};
struct cohort_cell_answer {
  std::optional<cohort_cell_report> report;
  std::optional<error> refusal;  ///< where there is no report: why it has no such cohort
};

}  // namespace hub

HUB_LOCAL_MESSAGE(hub::cell_request)
HUB_LOCAL_MESSAGE(hub::cell_answer)
HUB_LOCAL_MESSAGE(hub::touch_ids_request)
HUB_LOCAL_MESSAGE(hub::touch_ids_answer)
HUB_LOCAL_MESSAGE(hub::series_request)
HUB_LOCAL_MESSAGE(hub::series_answer)
HUB_LOCAL_MESSAGE(hub::cohorts_request)
HUB_LOCAL_MESSAGE(hub::cohorts_answer)
HUB_LOCAL_MESSAGE(hub::path_cell_request)
HUB_LOCAL_MESSAGE(hub::path_cell_answer)
HUB_LOCAL_MESSAGE(hub::cohort_cell_request)
HUB_LOCAL_MESSAGE(hub::cohort_cell_answer)
