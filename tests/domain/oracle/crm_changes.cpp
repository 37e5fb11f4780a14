#include "crm_changes.hpp"

#include "domain/crm_landing.hpp"
#include "domain/time.hpp"

namespace hub::oracle {
namespace {

class changes {
 public:
  changes(std::mt19937_64& random, int people, const std::function<instant()>& time)
      : random_(random), people_(people), time_(time) {}

  crm_change any() {
    crm_change c;
    c.source = "hubspot";
    c.object = pick({0, 0, 1}) == 0 ? crm_object::deal : crm_object::contact;
    c.record = c.object == crm_object::deal ? text({"0", "1", "11"}) : person();
    c.occurred_at = time_();
    c.external_id = c.record + "/" + std::to_string(random_());
    for (auto words = pick({1, 2, 3}); words > 0; --words)
      c.properties.push_back(c.object == crm_object::deal ? word_of_deal() : word_of_contact());
    return c;
  }

 private:
  int pick(std::initializer_list<int> from) { return *(from.begin() + random_() % from.size()); }
  std::string text(std::initializer_list<const char*> from) { return *(from.begin() + random_() % from.size()); }
  std::string no() { return std::to_string(random_() % static_cast<unsigned>(people_)); }
  std::string person() { return "crm" + no(); }
  std::string date() { return format_instant(time_()); }

  crm_property word_of_deal() {
    switch (random_() % 16) {
      case 0:
      case 1:
      case 2: return {"stage", text({"won", "won", "lost", "open", "unknown"})};
      case 3:
      case 4: return {"closed_won", text({"true", "true", "false"})};
      case 5:
      case 6: return {"amount", text({"49.00", "49.00", "50.00", "49.01", ""})};
      case 7: return {"currency", text({"USD", "USD", "EUR", ""})};
      case 8: return {"default_currency", "USD"};
      case 9: return {"closed_at", date()};
      case 10: return {"won_at", date()};
      case 11: return {"order_id", text({"A-1", "A-2", ""})};
      case 12: return {"contacts", "told"};
      case 13: return {"archived", text({"true", "false"})};
      case 14: return random_() % 3 == 0 ? crm_property{"merged_into", "1"} : crm_property{"currency", "USD"};
      default: return {"contact:" + person(), text({"true", "true", "false"})};
    }
  }

  crm_property word_of_contact() {
    const auto which = text({"first", "latest"});
    switch (random_() % 12) {
      case 0: return {"email", "mail" + no()};
      case 1: return {"emails", "mail" + no() + " mail" + no()};
      case 2: return {text({"phone", "mobile"}), "phone" + no()};
      case 3: return {"absorbed:" + person(), text({"true", "true", "false"})};
      case 4: return {"fbclid", text({"g1", "b1"})};
      case 5: return {"gclid", text({"g1", "g2"})};
      case 6: return {which + "_channel", text({"Paid Social", "Email", "direct", ""})};
      case 7: return {which + "_referrer", pack(crm_referrer{text({"search.example", "shop.example"}), "Referral"})};
      case 8:
      case 9: return {which + "_landing", landing()};
      case 10: return {text({"first_visit_at", "created_at", "last_at", "last_visit_at"}), date()};
      default: return {which + "_at", date()};
    }
  }

  std::string landing() {
    crm_landing page;
    page.url = "https://shop.example/";
    page.host = "shop.example";
    page.context.channel = text({"", "Paid Social"});
    page.context.campaign_id = text({"", "spring", "summer"});
    page.context.ad_id = text({"", "ad"});
    page.context.click_id = text({"", "", "k1"});
    if (random_() % 3 == 0) page.clicks.push_back({identifier_kind::gclid, text({"g1", "g2"}), true});
    return pack(page);
  }

  std::mt19937_64& random_;
  int people_;
  const std::function<instant()>& time_;
};

}  // namespace

crm_change any_change(std::mt19937_64& random, int people, const std::function<instant()>& time) {
  return changes(random, people, time).any();
}

}  // namespace hub::oracle
