#include "sources/event_types.hpp"

#include <algorithm>

#include "domain/text.hpp"
#include "sources/folded_name.hpp"

namespace hub::sources {
namespace {

struct known_event {
  std::string_view folded;  ///< lower case without spaces, `_`, `-`
  std::string_view name;
  bool outcome;
};

// What ends a journey is an outcome; what only leads to it (views, searches, carts, check-outs begun) or takes it back is
// kept as an event.
constexpr known_event known_events[] = {
    {"purchase", "purchase", true},
    {"ordercompleted", "purchase", true},
    {"orderplaced", "purchase", true},
    {"order", "purchase", true},
    {"sale", "purchase", true},
    {"transaction", "purchase", true},
    {"closeconvertlead", "close_convert_lead", true},
    {"closedwon", "close_convert_lead", true},
    {"dealwon", "close_convert_lead", true},
    {"closeunconvertlead", "close_unconvert_lead", false},
    {"closedlost", "close_unconvert_lead", false},
    {"generatelead", "generate_lead", true},
    {"lead", "generate_lead", true},
    {"leadcaptured", "generate_lead", true},
    {"leadgenerated", "generate_lead", true},
    {"leadsubmitted", "generate_lead", true},
    {"qualifylead", "qualify_lead", true},
    {"qualifiedlead", "qualify_lead", true},
    {"signup", "sign_up", true},
    {"signedup", "sign_up", true},
    {"completeregistration", "sign_up", true},
    {"registration", "sign_up", true},
    {"accountcreated", "sign_up", true},
    {"subscribe", "subscribe", true},
    {"subscription", "subscribe", true},
    {"subscriptionstarted", "subscribe", true},
    {"starttrial", "start_trial", true},
    {"trialstarted", "start_trial", true},
    {"submitapplication", "submit_application", true},
    {"schedule", "schedule", true},
    {"contact", "contact", true},
    {"donate", "donate", true},
    {"other", "other", true},
    {"refund", "refund", false},
    {"refunded", "refund", false},
    {"orderrefunded", "refund", false},
    {"chargeback", "chargeback", false},
    {"pageview", "page_view", false},
    {"viewcontent", "view_content", false},
    {"productviewed", "view_content", false},
    {"search", "search", false},
    {"productssearched", "search", false},
    {"findlocation", "find_location", false},
    {"customizeproduct", "customize_product", false},
    {"addtowishlist", "add_to_wishlist", false},
    {"productaddedtowishlist", "add_to_wishlist", false},
    {"addtocart", "add_to_cart", false},
    {"productadded", "add_to_cart", false},
    {"initiatecheckout", "begin_checkout", false},
    {"begincheckout", "begin_checkout", false},
    {"checkoutstarted", "begin_checkout", false},
    {"addpaymentinfo", "add_payment_info", false},
    {"paymentinfoentered", "add_payment_info", false},
};

bool is_separator(char c) { return c == ' ' || c == '_' || c == '-'; }

/// `MyCustomEvent`, `my custom-event` → `my_custom_event`.
std::string snake_case(std::string_view text) {
  std::string out;
  char before = '_';
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool begins_word = upper && ((before >= 'a' && before <= 'z') || (before >= '0' && before <= '9'));
    if ((is_separator(c) || begins_word) && !out.empty() && out.back() != '_') out.push_back('_');
    if (!is_separator(c)) out.push_back(c);
    before = c;
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  return lower_utf8(out);
}

}  // namespace

event_type classify_event(std::string_view given) {
  given = trim(given);
  const auto key = folded_name(given);
  const auto found =
      std::find_if(std::begin(known_events), std::end(known_events), [&](const auto& e) { return e.folded == key; });
  if (found != std::end(known_events)) return {std::string(found->name), found->outcome, true};
  auto name = snake_case(given);
  return {name.empty() ? std::string(given) : std::move(name), true, false};
}

}  // namespace hub::sources
