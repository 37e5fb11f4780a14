#include "tests/sources/describe.hpp"

#include "sources/registry.hpp"

namespace hub::sources {
namespace {

constexpr std::string_view kind_names[] = {"email",  "phone", "external_id", "crm_contact_id", "anonymous_id", "fbp",
                                           "fbclid", "gclid", "msclkid",     "ttclid",         "atclid",       "click"};

struct lines {
  std::string text;

  void put(std::string_view name, std::string_view value) {
    if (!value.empty()) text.append("  ").append(name).append(": ").append(value).append("\n");
  }
  void flag(std::string_view name, bool value) {
    if (value) put(name, std::string_view("yes"));
  }
  void put(std::string_view name, const std::optional<instant>& time) {
    if (time) put(name, std::string_view(format_instant(*time)));
  }
  void put(std::string_view name, const std::optional<money>& value) {
    if (value) put(name, format_amount(value->minor, value->currency) + " " + to_string(value->currency));
  }
  void put(std::string_view name, const std::string& value) { put(name, std::string_view(value)); }
  void put(const std::vector<identifier>& identifiers) {
    for (const auto& id : identifiers) put(kind_names[static_cast<std::size_t>(id.kind)], id.value);
  }
  void put(const campaign_context& c) {
    put("channel", c.channel);
    put("utm_source", c.source);
    put("utm_medium", c.medium);
    put("campaign_id", c.campaign_id);
    put("campaign_name", c.campaign_name);
    put("adset_id", c.adset_id);
    put("ad_id", c.ad_id);
    put("click_id", c.click_id);
  }

  void operator()(const conversion_event& e) {
    text += e.outcome ? "conversion\n" : "event\n";
    put("source", e.source);
    put("external_id", e.external_id);
    put("type", e.type);
    put("original_type", e.original_type);
    put("occurred_at", std::optional(e.occurred_at));
    put("updated_at", e.updated_at);
    put("value", e.value);
    put("order_key", e.order_key);
    put("event_name", e.event_name);
    put("event_id", e.event_id);
    put("dataset", e.dataset);
    put(e.identifiers);
    put(e.context);
    put("clicked_at", e.clicked_at);
    flag("offline", e.offline);
    put("country", e.country);
    put("url", e.url);
    put("metadata", e.metadata);
    put("user_agent", e.user_agent);
    flag("timed_by_receipt", e.timed_by_receipt);
  }
  void operator()(const touch_event& e) {
    static constexpr std::string_view interactions[] = {"click", "engaged_view", "view", "impression"};
    text += "touch\n";
    put("source", e.source);
    put("external_id", e.external_id);
    put("occurred_at", std::optional(e.occurred_at));
    put("interaction", interactions[static_cast<std::size_t>(e.kind)]);
    put(e.identifiers);
    put(e.context);
    put("country", e.country);
    put("url", e.url);
    put("user_agent", e.user_agent);
    put("metadata", e.metadata);
    flag("timed_by_receipt", e.timed_by_receipt);
  }
  void operator()(const adjustment_event& e) {
    static constexpr std::string_view kinds[] = {"refund", "chargeback", "adjustment", "reversal"};
    text += "adjustment\n";
    put("source", e.source);
    put("external_id", e.external_id);
    put("kind", kinds[static_cast<std::size_t>(e.kind)]);
    put("conversion_id", e.conversion_id);
    put("sale_source", e.sale_source);
    put("sale_external_id", e.sale_external_id);
    put("order_key", e.order_key);
    if (e.amount) put("amount", std::optional(money{*e.amount, *e.currency}));
    if (!e.amount && e.currency) put("currency", to_string(*e.currency));
    put("occurred_at", std::optional(e.occurred_at));
    put("metadata", e.metadata);
    flag("timed_by_receipt", e.timed_by_receipt);
  }
  void operator()(const spend_event& e) {
    text += "spend\n";
    put("day", format_day(e.day));
    put("platform", e.platform);
    put("account", e.account);
    put("campaign_id", e.campaign_id);
    put("campaign_name", e.campaign_name);
    put("adset_id", e.adset_id);
    put("ad_id", e.ad_id);
    put("cost", std::optional(e.cost));
    put("impressions", std::to_string(e.impressions));
    put("clicks", std::to_string(e.clicks));
    put("platform_conversions", e.platform_conversions.value_or(""));
    if (e.platform_value) put("platform_value", std::optional(money{*e.platform_value, e.cost.currency}));
    put("tz", e.tz);
  }
  void operator()(const fx_rate_event& e) {
    text += "rate\n";
    put("day", format_day(e.day));
    put("pair", to_string(e.base) + "/" + to_string(e.quote));
    put("rate", e.rate);
  }
  void operator()(const identity_event& e) {
    text += "identity\n";
    put("source", e.source);
    put("external_id", e.external_id);
    put("occurred_at", std::optional(e.occurred_at));
    put(e.identifiers);
    flag("timed_by_receipt", e.timed_by_receipt);
  }
  void operator()(const crm_change& c) {
    text += c.object == crm_object::deal ? "deal changed\n" : "contact changed\n";
    put("source", c.source);
    put("external_id", c.external_id);
    put("account", c.account);
    put("record", c.record);
    put("occurred_at", std::optional(c.occurred_at));
    for (const auto& p : c.properties) put(p.name, p.value.empty() ? std::string_view("(none)") : p.value);
  }
  /// What somebody decided. No adapter says such a thing; were one to, its golden would show it.
  template <class Decision>
  requires(std::is_same_v<Decision, merge_verdict> || std::is_same_v<Decision, identity_verdict> ||
           std::is_same_v<Decision, dedup_rules> || std::is_same_v<Decision, campaign_alias> ||
           std::is_same_v<Decision, person_erasure>) void
  operator()(const Decision& d) {
    text += "decision\n";
    put("source", d.source);
    put("external_id", d.external_id);
    put("occurred_at", std::optional(d.occurred_at));
  }
  void operator()(const rejection& r) {
    text += "rejected\n";
    for (const auto& e : r.errors) put(e.pointer + " " + e.code, e.detail);
    put("raw", r.raw);
  }
  void operator()(const ignored& i) {
    text += "ignored\n";
    put(i.why.pointer + " " + i.why.code, i.why.detail);
  }
};

}  // namespace

std::string describe(const parsed& items) {
  lines out;
  const auto put = [&](const auto& one) {
    if constexpr (std::is_same_v<std::decay_t<decltype(one)>, fact_body>)
      std::visit(out, one);
    else
      out(one);
  };
  for (const auto& one : items.items) std::visit(put, one);
  for (const auto& one : items.companions) {
    out.text += "beside item " + std::to_string(one.of) + ": ";
    std::visit(out, one.fact);
  }
  return out.text;
}

parse_function parser_of(std::string_view name) {
  const auto* found = find_native(name);
  if (found == nullptr) found = find_adapter(name);
  return found == nullptr ? nullptr : found->parse;
}

}  // namespace hub::sources
