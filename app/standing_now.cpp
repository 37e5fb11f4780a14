#include "app/standing_now.hpp"

#include <algorithm>
#include <set>

#include "app/answer_rows.hpp"
#include "app/terminal.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

json::array ids_in(const json::object& receipt) {
  const auto* ids = receipt.if_contains("conversions");
  return ids == nullptr || !ids->is_array() ? json::array() : ids->get_array();
}

json::object conversion_of(client& hub, const std::string& id) {
  const auto answer = get(hub, "/v1/conversions/" + percent_encoded(id));
  if (!answer) return {};
  boost::system::error_code broken;
  auto document = json::parse(answer->body, broken);
  return broken || !document.is_object() ? json::object() : std::move(document.get_object());
}

/// Whose word the value is.
std::string teller_of(const json::object& conversion) {
  const auto* fields = conversion.if_contains("fields");
  const auto* value = fields == nullptr || !fields->is_object() ? nullptr : fields->get_object().if_contains("value");
  return value == nullptr || !value->is_object() ? std::string() : text_of(value->get_object(), "source");
}

/// Which of the values that its reports name counts; empty where they name one.
std::string worth_of(const json::object& conversion) {
  const auto worth = text_of(conversion, "gross"), teller = teller_of(conversion);
  const auto* events = conversion.if_contains("events");
  if (worth.empty() || events == nullptr || !events->is_array()) return {};
  std::string others;
  std::size_t count = 0;
  std::set<std::string> told{worth};
  for (const auto& each : events->get_array()) {
    if (!each.is_object()) continue;
    const auto value = text_of(each.get_object(), "value");
    if (value.empty() || !told.insert(value).second) continue;
    others += (count++ == 0 ? "" : ", ") + value + " of " + text_of(each.get_object(), "source");
  }
  if (count == 0) return {};
  return printable("It is worth " + worth + " from now on" + (teller.empty() ? "" : ", as " + teller + " says") + "; " +
                   others + (count == 1 ? " does" : " do") + " not count.") +
         "\n";
}

}  // namespace

std::string standing_now(client& hub, const json::object& receipt) {
  constexpr std::size_t most = 20;
  const auto ids = ids_in(receipt);
  std::string lines, worth_now;
  for (std::size_t i = 0; i < std::min(ids.size(), most); ++i) {
    const auto conversion = conversion_of(hub, cell_of(ids[i]));
    if (text_of(conversion, "conversion_id").empty()) continue;
    const auto order = text_of(conversion, "order_id"), worth = text_of(conversion, "gross");
    if (ids.size() == 1) worth_now = worth_of(conversion);
    lines +=
        printable("  " + (order.empty() ? "without an order number" : order) + (worth.empty() ? "" : ", " + worth) +
                  ", told by " + text_of(conversion, "sources") + " (" + text_of(conversion, "conversion_id") + ")") +
        "\n";
  }
  return lines.empty() ? "" : "What stands now:\n" + lines + worth_now;
}

}  // namespace hub::app
