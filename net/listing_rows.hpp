// Touchpoints, source events, spend and credits as rows of an export: one object a line, or CSV.
#pragma once

#include <string>
#include <vector>

#include "domain/cell_report.hpp"
#include "domain/facts.hpp"
#include "domain/listing.hpp"
#include "domain/spend.hpp"
#include "net/export_format.hpp"

namespace hub::net {

/// A source event with what it says.
struct told_event {
  listed_event listed;
  conversion_event event;
};

std::string touch_rows(export_format format, const std::vector<listed_touch>& touches, bool heading);
std::string event_rows(export_format format, const std::vector<told_event>& events, bool heading);
std::string spend_rows(export_format format, const std::vector<listed_spend>& rows, bool heading);
/// One row for each conversion, model and touch; without a touch where there is none to thank. Their credits add up to the
/// report's revenue, those of a touch's campaign to the row of that campaign. Where an entry has no rate, the credit is
/// empty.
std::string credit_rows(export_format format, const cell_report& page, bool heading);

}  // namespace hub::net
