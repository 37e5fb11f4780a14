#include "sources/hubspot/hubspot_words.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "domain/crm_landing.hpp"
#include "domain/crm_words.hpp"
#include "domain/normalise.hpp"
#include "domain/text.hpp"
#include "sources/attribution_url.hpp"
#include "sources/channels.hpp"
#include "sources/json_write.hpp"

namespace hub::sources {
namespace {

constexpr std::size_t longest_id = 64;

constexpr auto& first = crm::visits[0];
constexpr auto& latest = crm::visits[1];

/// The property being translated.
struct translation {
  json_value value;
  item_reader& reader;
  std::vector<crm_property>& to;
  std::string_view word;

  std::string_view given() const { return value.is(json_kind::null) ? std::string_view() : reader.raw_text(value); }
  void tell(std::string_view name, std::string text) const { to.push_back({std::string(name), std::move(text)}); }
  void tell(std::string text) const { tell(word, std::move(text)); }
  /// What a contact lacks says nothing.
  void tell_if(std::string text) const {
    if (!text.empty()) tell(std::move(text));
  }
  std::string as_text() const { return value.is(json_kind::null) ? std::string() : reader.text(value); }
};

bool names(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// Pipelines of one's own have numbered stages, of which nothing is known unless the settings say so.
void read_stage(const translation& t) {
  const auto stage = t.given();
  const auto& settings = t.reader.request().settings->hubspot;
  const bool numbered = !stage.empty() && stage.find_first_not_of("0123456789") == stage.npos;
  std::string meaning = numbered && !names(settings.open_stages, stage) ? "unknown" : "open";
  if (names(settings.lost_stages, stage)) meaning = "lost";
  if (names(settings.won_stages, stage)) meaning = "won";
  t.tell(stage.empty() ? "" : std::move(meaning));
}

void read_flag(const translation& t) {
  if (t.given().empty()) return;
  if (const auto flag = t.reader.flag(t.value)) t.tell(*flag ? "true" : "false");
}

void read_amount(const translation& t) {
  static const auto finest = parse_currency("CLF").value();  // four decimals: whatever fits here fits anywhere
  const auto text = t.given();
  const auto minor = text.empty() ? std::nullopt : t.reader.amount(t.value, finest);
  if (!text.empty() && !minor) return;
  if (minor && *minor < 0)
    return t.reader.refuse("amount-negative", "a deal cannot be worth less than nothing; correct its amount",
                           t.value.key());
  t.tell(std::string(text));
  const auto& currency = t.reader.request().settings->hubspot.currency;
  if (!currency.empty()) t.tell(crm::default_currency, currency);
}

void read_currency(const translation& t) {
  if (t.given().empty()) return t.tell("");
  if (const auto currency = t.reader.currency(t.value, t.value.key())) t.tell(to_string(*currency));
}

void read_deal_date(const translation& t) {
  if (t.given().empty()) return t.tell("");
  if (const auto at = hubspot_time(t.value, t.reader)) t.tell(format_instant(*at));
}

void read_date(const translation& t) {
  if (t.given().empty()) return;
  if (const auto at = hubspot_time(t.value, t.reader)) t.tell(format_instant(*at));
}

void read_metadata(const translation& t) {
  std::string json;
  if (const auto text = t.as_text(); !text.empty()) append_json_string(json, text);
  t.tell(std::move(json));
}

void read_email(const translation& t) { t.tell_if(normalise_email(t.given())); }
void read_phone(const translation& t) { t.tell_if(normalise_phone(t.given())); }

void read_emails(const translation& t) {
  std::string hashes;
  for (auto rest = t.given(); !rest.empty();) {
    const auto end = std::min(rest.find(';'), rest.size());
    const auto hash = normalise_email(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!hash.empty()) hashes.append(hashes.empty() ? "" : " ").append(hash);
  }
  t.tell_if(std::move(hashes));
}

void read_click(const translation& t) { t.tell_if(t.as_text()); }

/// HubSpot's own view of where a visit came from.
void read_channel(const translation& t) {
  static constexpr std::pair<std::string_view, std::string_view> channels[] = {{"PAID_SEARCH", "Paid Search"},
                                                                               {"PAID_SOCIAL", "Paid Social"},
                                                                               {"ORGANIC_SEARCH", "Organic Search"},
                                                                               {"ORGANIC_SOCIAL", "Organic Social"},
                                                                               {"SOCIAL_MEDIA", "Organic Social"},
                                                                               {"EMAIL_MARKETING", "Email"},
                                                                               {"REFERRALS", "Referral"},
                                                                               {"AI_REFERRALS", "Referral"},
                                                                               {"DIRECT_TRAFFIC", "Direct"},
                                                                               {"OTHER_CAMPAIGNS", "Paid Other"},
                                                                               {"OFFLINE", "Offline"}};
  const auto given = t.given();
  if (given.empty()) return;
  const auto known = std::find_if(std::begin(channels), std::end(channels), [&](auto& c) { return c.first == given; });
  t.tell(std::string(known == std::end(channels) ? "Unassigned" : known->second));
}

void read_landing(const translation& t) {
  crm_landing landing;
  landing.url = t.as_text();
  if (landing.url.empty()) return;
  auto found = read_url(landing.url);
  landing.host = url_host(landing.url);
  landing.context = std::move(found.context);
  landing.context.channel = choose_channel(landing.context, found.network_channel, t.reader.channels());
  landing.clicks = std::move(found.clicks);
  t.tell(pack(landing));
}

void read_referrer(const translation& t) {
  auto host = url_host(t.given());
  if (host.empty() || is_excluded_referrer(host, t.reader.channels())) return;
  crm_referrer referrer{host, std::string(referral_channel(host, t.reader.channels()))};
  t.tell(pack(referrer));
}

struct known_property {
  std::string_view name;
  std::string word;
  void (*read)(const translation&);
};

std::span<const known_property> known_properties(crm_object object) {
  static const known_property of_deals[] = {
      {"amount", std::string(crm::amount), read_amount},
      {"closedate", std::string(crm::closed_at), read_deal_date},
      {"createdate", std::string(crm::created_at), read_date},
      {"deal_currency_code", std::string(crm::currency), read_currency},
      {"dealname", crm::word(crm::meta, "dealname"), read_metadata},
      {"dealstage", std::string(crm::stage), read_stage},
      {"dealstage", crm::word(crm::meta, "dealstage"), read_metadata},
      {"dealtype", crm::word(crm::meta, "dealtype"), read_metadata},
      {"hs_closed_won_date", std::string(crm::won_at), read_deal_date},
      {"hs_is_closed_won", std::string(crm::closed_won), read_flag},
      {"pipeline", crm::word(crm::meta, "pipeline"), read_metadata},
  };
  static const known_property of_contacts[] = {
      {"createdate", std::string(crm::created_at), read_date},
      {"email", std::string(crm::email), read_email},
      {"hs_additional_emails", std::string(crm::emails), read_emails},
      {"hs_analytics_first_referrer", std::string(first.referrer), read_referrer},
      {"hs_analytics_first_timestamp", std::string(first.at), read_date},
      {"hs_analytics_first_url", std::string(first.landing), read_landing},
      {"hs_analytics_first_visit_timestamp", std::string(first.or_at), read_date},
      {"hs_analytics_last_referrer", std::string(latest.referrer), read_referrer},
      {"hs_analytics_last_timestamp", std::string(latest.or_at), read_date},
      {"hs_analytics_last_url", std::string(latest.landing), read_landing},
      {"hs_analytics_last_visit_timestamp", std::string(latest.or_else_at), read_date},
      {"hs_analytics_source", std::string(first.channel), read_channel},
      {"hs_facebook_click_id", std::string(crm::fbclid), read_click},
      {"hs_google_click_id", std::string(crm::gclid), read_click},
      {"hs_latest_source", std::string(latest.channel), read_channel},
      {"hs_latest_source_timestamp", std::string(latest.at), read_date},
      {"mobilephone", std::string(crm::mobile), read_phone},
      {"phone", std::string(crm::phone), read_phone},
  };
  return object == crm_object::deal ? std::span<const known_property>(of_deals)
                                    : std::span<const known_property>(of_contacts);
}

}  // namespace

bool translate_property(crm_object object, std::string_view name, json_value value, item_reader& reader,
                        std::vector<crm_property>& to) {
  bool used = false;
  for (const auto& known : known_properties(object)) {
    if (known.name != name) continue;
    known.read({value, reader, to, known.word});
    used = true;
  }
  if (object == crm_object::deal && !name.empty() && name == reader.request().settings->hubspot.order_property) {
    const translation t{value, reader, to, crm::order_id};
    t.tell(t.as_text());
    used = true;
  }
  return used;
}

std::optional<crm_object> hubspot_object_of(std::string_view type) {
  const auto word = lower_ascii(type);
  if (word == "deal" || word == "deals" || word == "0-3") return crm_object::deal;
  if (word == "contact" || word == "contacts" || word == "0-1") return crm_object::contact;
  return std::nullopt;
}

std::optional<instant> hubspot_time(json_value field, item_reader& reader) {
  const auto text = reader.raw_text(field);
  if (text.empty()) return std::nullopt;
  if (field.is(json_kind::number) || text.find_first_not_of("0123456789") == text.npos) return reader.unix_time(field);
  constexpr std::size_t date_length = 10;
  if (text.size() > date_length) return reader.time(field);
  const auto day = reader.day(field);
  return day ? std::optional(*day * day_us) : std::nullopt;
}

std::string hubspot_id(json_value field, std::string_view name, item_reader& reader) {
  if (!reader.require(field, name, "which record it is")) return {};
  const auto id = reader.raw_text(field);
  const auto is_id = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  if (!id.empty() && id.size() <= longest_id && std::all_of(id.begin(), id.end(), is_id)) return std::string(id);
  if (!id.empty()) reader.refuse("id-malformed", "'" + std::string(name) + "' is no id of a HubSpot record", name);
  return {};
}

std::string hubspot_account(json_value portal, item_reader& reader) {
  if (blank(portal)) return reader.request().settings->hubspot.account;
  return hubspot_id(portal, "portalId", reader);
}

std::string hubspot_record(std::string_view account, std::string_view id, const item_reader& reader) {
  const auto& own = reader.request().settings->hubspot.account;
  if (account.empty() || own.empty() || account == own) return std::string(id);
  return std::string(account).append(":").append(id);
}

crm_change hubspot_change(const item_reader& reader, crm_object object, std::string account, std::string_view id,
                          instant at) {
  crm_change change;
  change.source = reader.request().source;
  change.object = object;
  change.record = hubspot_record(account, id, reader);
  change.account = std::move(account);
  change.occurred_at = at;
  return change;
}

hubspot_link hubspot_link_of(const item_reader& reader, const std::string& account, const std::string& deal,
                             const std::string& contact, instant at, bool linked) {
  const std::string word = linked ? "true" : "false";
  hubspot_link link{hubspot_change(reader, crm_object::deal, account, deal, at),
                    hubspot_change(reader, crm_object::contact, account, contact, at)};
  link.deal.properties = {{crm::word(crm::contact, link.contact.record), word}};
  link.contact.properties = {{crm::word(crm::deal, link.deal.record), word}};
  return link;
}

}  // namespace hub::sources
