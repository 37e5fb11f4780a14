#include "world.hpp"

#include <algorithm>
#include <map>
#include <random>

#include "crm_changes.hpp"

#include "oracle.hpp"

namespace hub::oracle {
namespace {

const currency usd = parse_currency("USD").value();
const currency eur = parse_currency("EUR").value();
constexpr instant start = 20'000 * day_us;
constexpr std::size_t most_meta_versions = 5;

class maker {
 public:
  explicit maker(std::uint64_t seed) : random_(seed) {
    people_ = 1 + below(4);
    crowded_ = chance(3);
    calm_ = chance(2);
    dense_ = chance(3);
    decided_ = chance(3);
    long_ = dense_ && chance(20);
    kiosk_ = !dense_ && chance(4);
    parted_ = !dense_ && chance(3);
    crowded_ = crowded_ || (parted_ && chance(2));
    reused_ = !dense_ && chance(6);
    crm_ = !dense_ && chance(3);
  }

  truth_policy policy() {
    truth_policy p;
    p.dedup.amount_tolerance = pick<std::int64_t>({0, 0, 1});
    p.dedup.same_source_fuzzy = !decided_ && chance(5);
    if (!long_) p.dedup.max_per_key = pick<std::size_t>({3, 200, 200, 200});
    p.identity.max_per_identifier = pick<std::size_t>({1, 2, 10, 10});
    p.identity.max_per_device = pick<std::size_t>({2, 3, 100, 100});
    if (chance(4)) p.authority = {"meta_pixel", "shop"};
    return p;
  }

  /// Dense stories are short, or long in time as well: the oracle tries every assignment.
  std::size_t size() { return long_ ? 100 + below(100) : dense_ ? 4 + below(12) : 4 + below(37); }

  fact_body fact() {
    const auto dice = below(dense_ ? 14 : 20);
    if (crm_ && chance(2)) return any_change(random_, static_cast<int>(people_), [&] { return time(); });
    if (decided_ && chance(6)) return verdict_on_two();
    if (parted_ && chance(8)) return verdict_on_contacts();
    if (chance(60)) return rules();
    if (dice < 12) return event();
    if (dice < 15) return touch();
    if (dice < 19) return adjustment();
    return identity();
  }

 private:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  bool chance(std::size_t one_in) { return below(one_in) == 0; }
  template <class T>
  T pick(std::initializer_list<T> from) {
    return *(from.begin() + below(from.size()));
  }
  std::string text(std::initializer_list<const char*> from) { return pick(from); }

  instant time() {
    constexpr instant edges[] = {0,
                                 0,
                                 1,
                                 30 * second_us,
                                 60 * second_us,
                                 60 * second_us + 1,
                                 10 * minute_us,
                                 hour_us,
                                 23 * hour_us,
                                 24 * hour_us,
                                 24 * hour_us + 1,
                                 48 * hour_us,
                                 48 * hour_us + 1};
    if (dense_)
      return start + (long_ ? static_cast<instant>(below(60)) * 2 * day_us : 0) +
             pick<instant>({0, 1, 2, 3, 600, 720, 1440, 1440, 2160, 2880}) * minute_us + (chance(6) ? 1 : 0);
    const auto days = calm_ ? 0 : static_cast<instant>(below(3)) * 24 * hour_us;
    return start + days + edges[below(std::size(edges))];
  }

  std::vector<identifier> identifiers() {
    std::vector<identifier> ids;
    if (dense_) return {{identifier_kind::email, "mail" + std::to_string(chance(5) ? 1 : 0), true}};
    const auto person = std::to_string(below(people_));
    if (kiosk_) {  // a shared screen or two: often nobody logs in
      if (chance(2)) ids.push_back({identifier_kind::email, "mail" + person, true});
      if (chance(5)) ids.push_back({identifier_kind::phone, "phone" + std::to_string(below(people_)), true});
      ids.push_back({identifier_kind::anonymous_id, text({"tablet", "tablet", "laptop"}), true});
      if (chance(5)) ids.push_back({identifier_kind::gclid, text({"g1", "g2"}), true});
      return ids;
    }
    if (chance(2)) ids.push_back({identifier_kind::email, "mail" + person, true});
    if (crowded_ && chance(3)) ids.push_back({identifier_kind::email, "mail" + std::to_string(below(people_)), true});
    if (chance(crowded_ ? 2 : 6)) ids.push_back({identifier_kind::phone, "phone" + person, !chance(6)});
    if (chance(8)) ids.push_back({identifier_kind::external_id, "user" + person, true});
    if (chance(10)) ids.push_back({identifier_kind::crm_contact_id, "crm" + person, true});
    if (chance(3)) ids.push_back({identifier_kind::anonymous_id, text({"tablet", "laptop", "phone"}), true});
    if (chance(5)) ids.push_back({identifier_kind::fbp, text({"f1", "f2"}), true});
    if (chance(6)) ids.push_back({identifier_kind::fbclid, text({"g1", "b1"}), true});
    if (chance(6)) ids.push_back({identifier_kind::gclid, text({"g1", "g2", "g3"}), true});
    return ids;
  }

  campaign_context context() {
    campaign_context c;
    if (dense_ || chance(2)) return c;
    c.campaign_id = text({"", "spring", "spring", "summer"});
    c.campaign_name = text({"", "spring", "Sale"});
    c.channel = text({"Paid Social", "Email", "direct"});
    c.adset_id = text({"", "", "set"});
    c.ad_id = text({"", "", "ad"});
    c.click_id = text({"", "", "k1", "k2"});
    return c;
  }

  conversion_event event() {
    conversion_event e;
    e.source = text({"manual", "hubspot", "meta_capi", "meta_pixel", "anytrack", "shop"});
    e.external_id = std::to_string(chance(5) ? below(3) : ++ids_);
    e.type = text({"purchase", "purchase", "purchase", "close_convert_lead", "generate_lead"});
    e.outcome = !chance(12);
    if (!e.outcome) e.type = text({"page_view", "page_view", "add_to_cart"});
    e.occurred_at = time();
    if (chance(3)) e.updated_at = start + static_cast<instant>(below(3)) * hour_us;
    if (!chance(6)) e.value = money{pick<std::int64_t>({4900, 4900, 4900, 4901, 4902, 0}), pick({usd, usd, usd, eur})};
    e.order_key = text({"", "", "", "A-1", "A-2"});
    if (dense_) {
      e.type = "purchase";
      e.outcome = true;
      e.value = money{pick<std::int64_t>({4900, 4900, 4901}), usd};
      if (!chance(3)) e.order_key = "";
    }
    const bool again = reused_ && chance(2);
    if (again) {
      e.source = "meta_capi";
      e.type = "purchase";
      if (chance(2)) e.updated_at = start + static_cast<instant>(below(9)) * hour_us;
    }
    if (e.source.starts_with("meta_")) {
      e.event_name = e.type;
      e.event_id = again ? "x1" : text({"x1", "x2", "x3", "x4", ""});
      if (!e.event_id.empty() && ++versions_[e.source + e.event_name + e.event_id] > most_meta_versions)
        e.event_id = "x" + std::to_string(++ids_);
      e.external_id = e.event_id.empty() ? std::to_string(++ids_) : e.event_name + "/" + e.event_id;
      e.dataset = text({"", "d1", "d1", "d2"});
    }
    e.identifiers = identifiers();
    e.context = context();
    if (chance(3)) e.clicked_at = time();
    e.offline = chance(3);
    e.country = text({"", "DE", "US"});
    named_.emplace_back(e.source, e.external_id);
    return e;
  }

  touch_event touch() {
    touch_event t;
    t.source = text({"touchpoints", "touchpoints", "visits"});
    t.external_id = "t" + std::to_string(++ids_);
    t.occurred_at = time();
    t.kind = pick({interaction::click, interaction::click, interaction::engaged_view, interaction::view});
    t.identifiers = identifiers();
    t.context = context();
    return t;
  }

  adjustment_event adjustment() {
    adjustment_event a;
    a.source = text({"manual", "manual", "shop", "bank"});
    a.external_id = "a" + std::to_string(++ids_);
    a.kind = pick({adjustment_kind::refund, adjustment_kind::refund, adjustment_kind::chargeback,
                   adjustment_kind::adjustment, adjustment_kind::reversal});
    if (chance(2)) {
      a.order_key = text({"A-1", "A-2"});
    } else {
      a.sale_source = text({"manual", "hubspot", "anytrack", "shop"});
      a.sale_external_id = std::to_string(below(3));
      if (chance(3)) {
        a.conversion_id = conversion_id(event_key(a.sale_source, a.sale_external_id));
        a.sale_source = a.sale_external_id = "";
      }
    }
    if (a.kind == adjustment_kind::adjustment)
      a.amount = pick<std::int64_t>({500, -500, -6000});
    else if (a.kind != adjustment_kind::reversal && !chance(4))
      a.amount = pick<std::int64_t>({1000, 1000, 3900, 6000});
    if (chance(3)) a.currency = pick({usd, usd, eur});
    a.occurred_at = time();
    return a;
  }

  /// A decision about two or three events, of which some are told later, or the withdrawal of one.
  merge_verdict verdict_on_two() {
    merge_verdict v;
    v.source = "manual";
    v.external_id = "v" + std::to_string(++ids_);
    v.occurred_at = start + static_cast<instant>(ids_);
    v.said = pick({verdict::together, verdict::apart});
    if (chance(4)) {
      v.said = verdict::withdrawn;
      v.external_id = "v" + std::to_string(ids_ - below(12));
      return v;
    }
    for (std::int32_t side = 0; side < 2 + static_cast<std::int32_t>(below(2)); ++side) {
      const auto name =
          named_.empty() || chance(8) ? event_name("manual", std::to_string(below(3))) : named_[below(named_.size())];
      if (std::none_of(v.events.begin(), v.events.end(),
                       [&](const auto& e) { return event_name(e.source, e.external_id) == name; }))
        v.events.push_back({side, name.first, name.second});
    }
    return v;
  }

  /// A decision that identifiers are not one person, some of them unheard of; a newer version of one; or a withdrawal.
  identity_verdict verdict_on_contacts() {
    identity_verdict v;
    v.source = "manual";
    v.external_id = "p" + std::to_string(chance(4) ? below(ids_) : ++ids_);
    v.occurred_at = start + static_cast<instant>(++ids_);
    if (chance(4)) {
      v.said = verdict::withdrawn;
      v.external_id = "p" + std::to_string(ids_ - below(std::min<std::size_t>(ids_, 12)));
      return v;
    }
    for (const auto* name : {"mail", "mail", "phone", "tablet", "laptop", "g1"}) {
      if (!chance(3)) continue;
      const std::string value = name;
      const auto person = std::to_string(below(people_));
      const auto kind = value == "mail"    ? identifier_kind::email
                        : value == "phone" ? identifier_kind::phone
                        : value == "g1"    ? identifier_kind::gclid
                                           : identifier_kind::anonymous_id;
      v.identifiers.push_back({kind, kind < identifier_kind::anonymous_id ? value + person : value, true});
    }
    return v;
  }

  dedup_rules rules() {
    dedup_rules r;
    r.source = "manual";
    r.external_id = "r" + std::to_string(++ids_);
    r.occurred_at = start + static_cast<instant>(ids_);
    if (chance(2)) r.window_us = pick<instant>({0, 24 * hour_us, 48 * hour_us});
    if (chance(2)) r.amount_tolerance = pick<std::int64_t>({0, 1, 2});
    if (!decided_ && chance(2)) r.same_source_fuzzy = chance(2);
    if (chance(2)) r.authority = std::vector<std::string>{"anytrack", "meta_pixel"};
    return r;
  }

  identity_event identity() {
    return {text({"manual", "hubspot"}), "i" + std::to_string(++ids_), time(), identifiers()};
  }

  std::mt19937_64 random_;
  std::size_t people_ = 3;
  std::size_t ids_ = 10;
  std::map<std::string, std::size_t> versions_;
  std::vector<event_name> named_;
  bool crowded_ = false, calm_ = false, dense_ = false, decided_ = false, long_ = false, kiosk_ = false,
       parted_ = false, reused_ = false, crm_ = false;
};

}  // namespace

small_world make_world(std::uint64_t seed) {
  maker make(seed);
  small_world w{make.policy(), {}};
  for (auto size = make.size(); size > 0; --size) w.facts.push_back(make.fact());
  return w;
}

}  // namespace hub::oracle
