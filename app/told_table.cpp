#include "app/told_table.hpp"

#include "app/answer_table.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

/// What the figures say together. A source alone need not tell of all that was sold, so its difference says little.
std::string sentence_of(const json::object& report) {
  const auto* totals = report.if_contains("totals");
  const auto* meta = report.if_contains("meta");
  if (totals == nullptr || meta == nullptr || !totals->is_object() || !meta->is_object()) return {};
  const auto& t = totals->get_object();
  const auto currency = " " + text_of(meta->get_object(), "currency");
  const auto twice = text_of(t, "difference");
  const bool more = twice.find_first_of("123456789") != twice.npos && !twice.starts_with('-');
  return "Together the sources claim " + text_of(t, "claimed") + currency + "; sold was " + text_of(t, "value") +
         currency + " before refunds" +
         (more ? ", so " + twice + currency + " would be counted more than once\n" : "\n");
}

}  // namespace

std::string show_told(const json::value& report, const look& l) {
  if (!report.is_object()) return show_report(report, l);
  auto shown = report.get_object();
  const auto rows = shown.find("rows");
  if (rows != shown.end() && rows->value().is_array())
    for (auto& row : rows->value().get_array())
      if (row.is_object()) row.get_object().erase("difference");
  if (auto* totals = shown.if_contains("totals"); totals != nullptr && totals->is_object())
    for (const auto* in_sentence : {"difference", "value"}) totals->get_object().erase(in_sentence);
  return show_report(json::value(std::move(shown)), l) + sentence_of(report.get_object());
}

}  // namespace hub::app
