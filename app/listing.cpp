#include "app/listing.hpp"

#include "app/answer_rows.hpp"

namespace hub::app {

namespace json = boost::json;

result<void> each_listed(client& hub, std::string_view path, parameters query,
                         const std::function<result<void>(const json::object&)>& take) {
  query.emplace_back("limit", "1000");
  for (auto page = query;;) {
    const auto answer = get(hub, target_of(path, page));
    if (!answer) return answer.error();
    boost::system::error_code broken;
    const auto document = json::parse(answer->body, broken);
    const auto* data = !broken && document.is_object() ? document.get_object().if_contains("data") : nullptr;
    if (data == nullptr || !data->is_array())
      return fail("answer-malformed",
                  "the server's answer to " + std::string(path) + " lists no 'data'; is it a Conversion Hub?");
    for (const auto& each : data->get_array())
      if (each.is_object())
        if (const auto taken = take(each.get_object()); !taken) return taken;
    const auto next = text_of(document.get_object(), "next_cursor");
    if (next.empty()) return {};
    page = query;
    page.emplace_back("cursor", next);
  }
}

}  // namespace hub::app
