#include "app/quarantine_reasons.hpp"

#include <algorithm>
#include <map>

#include "app/answer_rows.hpp"
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
  std::string cursor;
  do {
    auto page_query = query;
    page_query.emplace_back("limit", "1000");
    if (!cursor.empty()) page_query.emplace_back("cursor", cursor);
    const auto answer = get(hub, target_of("/v1/quarantine", page_query));
    if (!answer) return answer.error();
    boost::system::error_code broken;
    const auto document = json::parse(answer->body, broken);
    const auto* data = !broken && document.is_object() ? document.get_object().if_contains("data") : nullptr;
    if (data == nullptr || !data->is_array())
      return fail("answer-malformed", "the server's answer lists no quarantine; is it a Conversion Hub?");
    for (const auto& item : data->get_array())
      if (item.is_object()) count(item.get_object(), counted);
    far.rows += static_cast<std::int64_t>(data->get_array().size());
    bar.show(far);
    cursor = text_of(document.get_object(), "next_cursor");
  } while (!cursor.empty());
  return rows_of(counted);
}

}  // namespace hub::app
