// Stories for tests of the truth: facts of few people, sources, orders and campaigns, so that everything meets; and
// the state a story leads to, told in the facts' own names, so that two tellings can be compared.
#pragma once

#include <rapidcheck.h>
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "domain/report.hpp"
#include "domain/truth.hpp"

namespace hub::told {

inline const currency usd = parse_currency("USD").value();
inline const currency eur = parse_currency("EUR").value();
inline constexpr instant start = 20'000 * day_us;

template <class T>
T pick(std::initializer_list<T> from) {
  return *rc::gen::elementOf(std::vector<T>(from));
}
inline std::string text_of(std::initializer_list<const char*> from) { return pick(from); }

/// Who it was: now and then nobody, often one of three people or one of three devices.
inline std::vector<identifier> any_identifiers() {
  std::vector<identifier> ids;
  const auto maybe = [&](identifier_kind kind, std::initializer_list<const char*> values) {
    const auto value = text_of(values);
    if (!value.empty()) ids.push_back({kind, value, true});
  };
  maybe(identifier_kind::email, {"", "ann", "ann", "ben"});
  maybe(identifier_kind::phone, {"", "", "", "1", "2"});
  maybe(identifier_kind::anonymous_id, {"", "", "tablet", "laptop"});
  maybe(identifier_kind::gclid, {"", "", "", "g1"});
  return ids;
}

inline campaign_context any_context() {
  campaign_context c;
  c.campaign_id = text_of({"", "spring", "spring", "summer"});
  if (c.campaign_id.empty()) return c;
  c.campaign_name = text_of({"", "Spring sale", "Renamed"});
  c.channel = text_of({"Paid Social", "Email", "direct"});
  c.ad_id = text_of({"", "ad"});
  c.click_id = text_of({"", "", "k1", "k2"});
  return c;
}

inline instant any_time() { return start + *rc::gen::inRange<instant>(0, 12) * 8 * hour_us; }

/// @param no names the event within its source
inline conversion_event any_sale(int no) {
  conversion_event e;
  e.source = text_of({"manual", "hubspot", "meta_capi", "meta_pixel", "anytrack"});
  e.external_id = std::to_string(no);
  e.type = text_of({"purchase", "purchase", "close_convert_lead", "generate_lead"});
  e.occurred_at = any_time();
  if (*rc::gen::inRange(0, 6) != 0) e.value = money{pick<std::int64_t>({4900, 4900, 5000}), pick({usd, usd, usd, eur})};
  e.order_key = text_of({"", "", "", "A-1", "A-2"});
  if (e.source.starts_with("meta")) {
    e.event_name = "Purchase";
    e.event_id = text_of({"x1", "x2", "x3"});
    e.external_id = e.event_name + "/" + e.event_id + "/" + e.external_id;
    e.dataset = text_of({"", "d1", "d2"});
  }
  e.identifiers = any_identifiers();
  e.context = any_context();
  if (*rc::gen::inRange(0, 3) == 0) e.clicked_at = e.occurred_at - *rc::gen::inRange<instant>(-1, 3) * hour_us;
  e.offline = *rc::gen::arbitrary<bool>();
  e.country = text_of({"", "DE", "US"});
  return e;
}

inline touch_event any_touch(int no) {
  touch_event t;
  t.source = "touchpoints";
  t.external_id = std::to_string(no);
  t.occurred_at = any_time() - 12 * hour_us;
  t.kind = pick({interaction::click, interaction::click, interaction::engaged_view, interaction::view});
  t.identifiers = any_identifiers();
  t.context = any_context();
  return t;
}

inline adjustment_event any_adjustment(int no, int sales) {
  adjustment_event a;
  a.source = text_of({"manual", "shop"});
  a.external_id = std::to_string(no);
  a.kind = pick({adjustment_kind::refund, adjustment_kind::refund, adjustment_kind::chargeback,
                 adjustment_kind::adjustment, adjustment_kind::reversal});
  if (*rc::gen::arbitrary<bool>()) {
    a.order_key = text_of({"A-1", "A-2"});
  } else {
    a.sale_source = text_of({"manual", "hubspot", "anytrack"});
    a.sale_external_id = std::to_string(*rc::gen::inRange(0, sales + 1));
  }
  if (*rc::gen::arbitrary<bool>()) a.amount = pick<std::int64_t>({1000, 1000, 4900});
  if (*rc::gen::arbitrary<bool>()) a.currency = pick({usd, usd, eur});
  a.occurred_at = any_time();
  return a;
}

/// Facts that do not depend on the order of their coming: a version states when it was made.
inline std::vector<fact_body> any_story() {
  std::vector<fact_body> facts;
  const auto sales = *rc::gen::inRange(1, 9);
  for (int no = 0; no < sales; ++no) {
    auto e = any_sale(no);
    facts.push_back(e);
    for (auto versions = *rc::gen::element(0, 0, 0, 1, 2); versions > 0 && !e.source.starts_with("meta"); --versions) {
      auto later = any_sale(no);
      later.source = e.source;
      later.external_id = e.external_id;
      later.event_name = later.event_id = later.dataset = "";
      later.updated_at = start + versions * day_us;
      facts.push_back(later);
    }
  }
  for (int no = *rc::gen::inRange(0, 6); no > 0; --no) facts.push_back(any_touch(no));
  for (int no = *rc::gen::inRange(0, 4); no > 0; --no) facts.push_back(any_adjustment(no, sales));
  for (int no = *rc::gen::inRange(0, 2); no > 0; --no)
    facts.push_back(identity_event{"manual", "i" + std::to_string(no), any_time(), any_identifiers()});
  return facts;
}

inline std::vector<sealed_fact> sealed(const std::vector<fact_body>& story) {
  std::vector<sealed_fact> facts;
  for (const auto& body : story) facts.push_back(seal(body, start));
  return facts;
}

template <class T>
std::vector<T> shuffled(std::vector<T> list) {
  for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[*rc::gen::inRange<std::size_t>(0, i)]);
  return list;
}

/// A hub's read side: the journeys and names it was told.
class listener {
 public:
  void hear(truth_delta delta) {
    for (name_id i = 0; i < delta.names.size(); ++i) names_.intern(delta.names[i]);
    for (auto& j : delta.journeys) columns_.apply(std::move(j));
  }

  /// Revenue in the smallest unit and shares by campaign and conversion currency, for every model, in names.
  std::map<std::string, std::vector<std::int64_t>> credits() const {
    std::map<std::string, std::vector<std::int64_t>> out;
    for (const auto c : {usd, eur}) {
      credit_query q;
      q.models.assign(std::begin(all_models), std::end(all_models));
      q.group_by = {dimension::campaign, dimension::day};
      q.currency = c;
      q.rules.views = true;
      const auto got = credit(columns_, q);
      const auto put = [&](const std::string& row, const std::vector<credit_cell>& cells) {
        for (const auto& cell : cells)
          for (const auto n : {cell.revenue, cell.new_revenue, cell.conversions.whole, cell.conversions.units})
            out[to_string(c) + "/" + row].push_back(n);
      };
      for (const auto& row : got.rows)
        put((row.key.first == direct_group ? "(direct)" : names_.text(row.key.first)) + "/" +
                std::to_string(row.key.second),
            row.models);
      put("(unattributed)", got.unattributed);
      out[to_string(c) + "/booked"] = got.booked;
    }
    return out;
  }

 private:
  dictionary names_;
  journey_columns columns_;
};

/// Everything about one conversion that does not name the order of receipt.
inline std::string describe(const conversion_dossier& d) {
  std::set<std::string> events, touches;
  for (const auto& e : d.events) events.insert(e.source + ":" + e.external_id);
  std::string out = d.type + " of " + d.source + " in " + d.country + (d.conversion.offline ? " offline" : "") +
                    (d.conversion.first_of_contact ? " first" : "") + " at " + format_instant(d.conversion.at) + " " +
                    to_string(d.conversion.currency) + "\n";
  for (const auto& e : events) out += "  " + e + "\n";
  for (const auto& e : d.ledger)
    out += "  " + std::string(to_string(e.kind)) + " " + std::string(to_string(e.note)) + " " + format_instant(e.at) +
           " " + std::to_string(e.amount) + " " + std::to_string(e.count) + " " + e.source + ":" + e.external_id + "\n";
  for (const auto& t : d.touches)
    out += "  " + t.id + " " + t.channel + " " + t.campaign + " " + t.campaign_name + " " + t.ad +
           (t.folded_into ? " in " + d.touches[*t.folded_into].id : "") + "\n";
  return out + "  gross " + std::to_string(d.gross) + " net " + std::to_string(d.net) + "\n";
}

/// The conversions of a story, each once, as texts.
inline std::set<std::string> conversions(const truth& t, const std::vector<fact_body>& story) {
  std::set<std::string> out;
  for (const auto& body : story)
    if (const auto* e = std::get_if<conversion_event>(&body))
      if (const auto d = t.conversion(event_key(e->source, e->external_id))) out.insert(describe(*d));
  return out;
}

/// Who is one person: for every event and touch, the set of events and touches of its contact.
inline std::map<std::string, std::string> people(const truth& t, const std::vector<fact_body>& story) {
  std::map<std::string, std::string> contact_of;
  std::map<std::string, std::set<std::string>> members;
  const auto note = [&](const std::string& source, const std::string& id) {
    if (const auto c = t.contact(event_key(source, id))) {
      contact_of[source + ":" + id] = c->id;
      members[c->id].insert(source + ":" + id);
    }
  };
  for (const auto& body : story) {
    if (const auto* e = std::get_if<conversion_event>(&body)) note(e->source, e->external_id);
    if (const auto* e = std::get_if<touch_event>(&body)) note(e->source, e->external_id);
  }
  std::map<std::string, std::string> out;
  for (const auto& [who, contact] : contact_of)
    for (const auto& other : members[contact]) out[who] += other + " ";
  return out;
}

}  // namespace hub::told
