#include "app/quarantine_reasons.hpp"

#include <algorithm>
#include <map>

#include "app/answer_rows.hpp"
#include "app/listing.hpp"
#include "app/progress.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

struct reason {
  std::int64_t items = 0;
  std::string latest;   ///< when the latest came
  std::string example;  ///< the latest
  std::string detail;
};

using reasons = std::map<std::pair<std::string, std::string>, reason>;

void count(const json::object& item, reasons& into) {
  std::string code, detail;
  const auto* errors = item.if_contains("errors");
  if (errors != nullptr && errors->is_array() && !errors->get_array().empty() &&
      errors->get_array().front().is_object()) {
    code = text_of(errors->get_array().front().get_object(), "code");
    detail = text_of(errors->get_array().front().get_object(), "detail");
  }
  auto& r = into[{text_of(item, "source"), code}];
  if (r.items++ > 0) return;  // the hub lists the latest first
  r.latest = text_of(item, "at");
  r.example = text_of(item, "reject_id");
  r.detail = detail;
}

json::array rows_of(const reasons& counted) {
  std::vector<reasons::const_iterator> order;
  for (auto at = counted.begin(); at != counted.end(); ++at) order.push_back(at);
  std::stable_sort(order.begin(), order.end(), [](auto a, auto b) { return a->second.items > b->second.items; });
  json::array rows;
  for (const auto at : order)
    rows.push_back(json::object{{"source", at->first.first},
                                {"code", at->first.second},
                                {"items", at->second.items},
                                {"latest", at->second.latest},
                                {"example", at->second.example},
                                {"detail", at->second.detail}});
  return rows;
}

}  // namespace

result<json::array> quarantine_reasons(client& hub, const parameters& query, console& c) {
  reasons counted;
  progress bar(c);
  progress_state far;
  far.unit = "items";
  const auto listed = each_listed(hub, "/v1/quarantine", query, [&](const json::object& item) -> result<void> {
    count(item, counted);
    ++far.rows;
    bar.show(far);
    return {};
  });
  if (!listed) return listed.error();
  return rows_of(counted);
}

}  // namespace hub::app
