// What the report actor knows, and the questions it answers besides the reports themselves.
#pragma once

#include <vector>

#include "domain/report.hpp"
#include "messages/actors.hpp"

namespace hub {

struct report_desk {
  std::vector<attribution_actor> shards;
  archive_actor archive;
  report_book book;
  bool ready = false;
};

/// The conversions behind a cell. @pre *desk* lives as long as *self*, here and below
caf::result<cell_answer> explain_cell(report_actor::pointer self, report_desk& desk, cell_request r);
/// Revenue and spend over time.
caf::result<series_answer> answer_series(report_actor::pointer self, report_desk& desk, series_request r);
/// Customers by the month of their first conversion.
caf::result<cohorts_answer> answer_cohorts(report_actor::pointer self, report_desk& desk, const cohorts_request& r);
/// The conversions that a figure of a path report counts.
caf::result<path_cell_answer> explain_path_figure(report_actor::pointer self, report_desk& desk,
                                                  const path_cell_request& r);
/// The customers of a cohort.
caf::result<cohort_cell_answer> explain_cohort(report_actor::pointer self, report_desk& desk,
                                               const cohort_cell_request& r);
/// Campaigns of spend against campaigns of touches.
caf::result<match_answer> answer_match(report_actor::pointer self, report_desk& desk, const match_request& r);
/// A page of spend.
caf::result<spend_page_answer> list_spend(const report_desk& desk, const spend_page_request& r);

}  // namespace hub
