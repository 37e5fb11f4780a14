#include "app/named_conversion.hpp"

#include <boost/json.hpp>

#include "app/answer_rows.hpp"
#include "app/terminal.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

constexpr std::string_view order_prefix = "order:";

result<json::object> ask(client& hub, std::string target) {
  const auto answer = get(hub, std::move(target));
  if (!answer) return answer.error();
  boost::system::error_code broken;
  auto document = json::parse(answer->body, broken);
  if (broken || !document.is_object())
    return fail("answer-malformed", "the server's answer is no JSON; is it a Conversion Hub?");
  return std::move(document.get_object());
}

/// `cv_… (purchase, 2026-03-01T00:00:00Z, shop)`.
std::string described(const json::object& conversion) {
  return text_of(conversion, "conversion_id") + " (" + text_of(conversion, "type") + ", " +
         text_of(conversion, "occurred_at") + ", " + text_of(conversion, "sources") + ")";
}

}  // namespace

result<std::string> conversion_named(client& hub, const std::string& word) {
  if (word.starts_with("cv_")) return word;
  const auto name = word.starts_with(order_prefix) ? word.substr(order_prefix.size()) : word;
  const auto found = ask(hub, target_of("/v1/conversions", {{"q", name}, {"limit", "10"}}));
  if (!found) return found.error();
  const auto* data = found->if_contains("data");
  if (data == nullptr || !data->is_array())
    return fail("answer-malformed", "the server's answer lists no conversions; is it a Conversion Hub?");
  std::string all;
  for (const auto& each : data->get_array())
    if (each.is_object()) all += "\n  " + printable(described(each.get_object()));
  const auto hits = data->get_array().size();
  if (hits == 0)
    return fail("conversion-unknown", "no conversion has the order id or external id '" + printable(name) +
                                          "'; 'convhub conversions' lists them");
  if (hits > 1 || !data->get_array().front().is_object())
    return fail("conversion-ambiguous", "several conversions have the order id or external id '" + printable(name) +
                                            "'; name the one that is meant:" + all);
  return text_of(data->get_array().front().get_object(), "conversion_id");
}

result<std::string> contact_named(client& hub, const std::string& word) {
  const bool told = word.starts_with(order_prefix) || word.starts_with("cv_");
  if (!told && (word.find_first_of(":@") != word.npos || word.starts_with("ct_"))) return word;
  const auto id = conversion_named(hub, word);
  if (!id && !told && id.error().code == "conversion-unknown")
    return fail("contact-unknown",
                "'" + printable(word) +
                    "' names no contact and no order; give an e-mail address, a contact id (ct_…), "
                    "an identifier as kind:value, such as phone:+491701234567, or an order's number");
  if (!id) return id.error();
  const auto conversion = ask(hub, "/v1/conversions/" + percent_encoded(*id));
  if (!conversion) return conversion.error();
  const auto* contacts = conversion->if_contains("contacts");
  if (contacts == nullptr || !contacts->is_array() || contacts->get_array().empty())
    return fail("answer-malformed", "the server does not say whose conversion " + *id + " is; is it a Conversion Hub?");
  if (contacts->get_array().size() > 1)
    return fail("contact-ambiguous", *id + " is of several contacts, whose reports were merged; name one: " +
                                         printable(text_of(*conversion, "contacts")));
  return cell_of(contacts->get_array().front());
}

}  // namespace hub::app
