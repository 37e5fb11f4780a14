#include "five_sources.hpp"

#include <array>
#include <random>

#include "domain/crm_words.hpp"
#include "domain/normalise.hpp"

namespace hub::oracle {
namespace {

constexpr instant start = 20'000 * day_us;
constexpr instant most_skew = 5 * minute_us;
const currency usd = parse_currency("USD").value();

enum told : int { order_id = 1, contact = 2, both = 3 };

struct order {
  std::size_t no = 0, person = 0;
  instant at = 0;
  std::int64_t price = 0;
};

class teller {
 public:
  explicit teller(std::uint64_t seed) : random_(seed) {}

  five_sources tell(std::size_t count) {
    const auto pairs = count / 20;
    for (std::size_t p = 0; p < pairs; ++p) {
      const auto gap = static_cast<instant>(1 + below(59)) * minute_us;
      const auto first = new_order(next_person(), start + day(), 4900);
      const order again{out_.orders.size() + 1, first.person, first.at + gap, first.price};
      report(first, gap <= 2 * most_skew);
      report(again, gap <= 2 * most_skew);
    }
    out_.repeats = pairs;
    while (out_.orders.size() < count) {
      const auto person = next_person();
      const auto at = start + day();
      report(new_order(person, at, 4900), false);
      if (out_.orders.size() < count && one_in(4)) report(new_order(person, at + 20 * minute_us, 7900), false);
      if (out_.orders.size() < count && one_in(4)) report(new_order(person, at + 40 * day_us, 4900), false);
    }
    const auto sent = out_.facts.size();
    for (std::size_t i = 0; i < sent; ++i)
      if (below(10) < 3) out_.facts.push_back(out_.facts[i]);
    return std::move(out_);
  }

 private:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  bool one_in(std::size_t n) { return below(n) == 0; }
  instant day() { return static_cast<instant>(below(30)) * day_us + static_cast<instant>(below(86'400)) * second_us; }
  instant skewed(instant at) {
    return at - most_skew + static_cast<instant>(below(2 * most_skew / second_us + 1)) * second_us;
  }

  order new_order(std::size_t person, instant at, std::int64_t price) {
    return {out_.orders.size(), person, at, price};
  }

  identifier email(std::size_t p) {
    return {identifier_kind::email, normalise_email(named("p", p) + "@x.example"), true};
  }
  identifier phone(std::size_t p) {
    return {identifier_kind::phone, normalise_phone(std::to_string(4'900'000'000 + p)), true};
  }
  identifier user(std::size_t p) { return {identifier_kind::external_id, normalise_external_id(named("u", p)), true}; }
  identifier browser(std::size_t p) { return {identifier_kind::fbp, named("fb.1.1.", p), true}; }
  static std::string named(const char* what, std::size_t no) { return what + std::to_string(no); }

  /// A person is first heard of by a click, which holds all their names, and by HubSpot.
  std::size_t next_person() {
    const auto p = people_++;
    touch_event t;
    t.source = "touchpoints";
    t.external_id = named("click", p);
    t.occurred_at = start - day_us;
    t.identifiers = {email(p), phone(p), user(p), browser(p)};
    t.context.campaign_id = named("campaign", p % 7);
    t.context.channel = "Paid Social";
    add(t);
    crm_change c;
    c.source = "hubspot";
    c.object = crm_object::contact;
    c.record = named("", p);
    c.external_id = named("contact/", p);
    c.occurred_at = start;
    c.properties = {{std::string(crm::email), email(p).value}};
    add(c);
    if (absorbs(p)) {
      c.external_id += "/absorbed";
      c.properties = {{crm::word(crm::absorbed, named("old", p)), "true"}};
      add(c);
    }
    return p;
  }
  /// Every third person was two contacts before HubSpot made one of them.
  static bool absorbs(std::size_t person) { return person % 3 == 0; }

  void add(fact_body body) { out_.facts.push_back(seal(std::move(body), start)); }

  void report(const order& o, bool close_repeat) {
    std::array<int, 5> holds{};
    for (auto& h : holds) h = 1 + static_cast<int>(below(3));
    holds[below(5)] = both;
    told_order told{{}, o.price, close_repeat};
    // Meta's own ids: most shops share one between pixel and server, others set it on one side or on none.
    const auto shared = below(10);
    const auto event_id = named("e", o.no);
    told.reports.insert(tell_meta("meta_pixel", o, holds[0], shared < 8 ? event_id : ""));
    told.reports.insert(tell_meta("meta_capi", o, holds[1], shared < 7 || shared == 8 ? event_id : ""));
    told.reports.insert(tell_deal(o, holds[2]));
    told.reports.insert(tell_plain("anytrack", o, holds[3], one_in(2) ? email(o.person) : browser(o.person)));
    told.reports.insert(tell_plain("manual", o, holds[4], one_in(2) ? email(o.person) : phone(o.person)));
    out_.reports.insert(out_.reports.end(), told.reports.begin(), told.reports.end());
    out_.orders.push_back(std::move(told));
  }

  conversion_event event(const char* source, const order& o, int holds) {
    conversion_event e;
    e.source = source;
    e.external_id = named("row", o.no);
    e.type = "purchase";
    e.occurred_at = skewed(o.at);
    e.value = money{o.price, usd};
    if ((holds & order_id) != 0) e.order_key = named("A-", o.no);
    return e;
  }
  event_name add_event(conversion_event e) {
    const event_name name{e.source, e.external_id};
    add(std::move(e));
    return name;
  }
  event_name tell_plain(const char* source, const order& o, int holds, const identifier& who) {
    auto e = event(source, o, holds);
    if ((holds & contact) != 0) e.identifiers = {who};
    return add_event(std::move(e));
  }
  event_name tell_meta(const char* source, const order& o, int holds, const std::string& event_id) {
    auto e = event(source, o, holds);
    e.event_name = e.original_type = "Purchase";
    e.event_id = event_id;
    e.dataset = "d1";
    if (!event_id.empty()) e.external_id = "Purchase/" + event_id;
    const bool pixel = e.source == "meta_pixel";
    if ((holds & contact) != 0) {
      if (one_in(2)) e.identifiers.push_back(pixel ? user(o.person) : email(o.person));
      if (e.identifiers.empty() || one_in(2)) e.identifiers.push_back(browser(o.person));
    }
    return add_event(std::move(e));
  }
  event_name tell_deal(const order& o, int holds) {
    crm_change deal;
    deal.source = "hubspot";
    deal.object = crm_object::deal;
    deal.record = named("deal", o.no);
    deal.external_id = deal.record + "/won";
    deal.occurred_at = o.at;
    deal.properties = {{std::string(crm::closed_won), "true"},
                       {std::string(crm::amount), format_amount(o.price, usd)},
                       {std::string(crm::currency), "USD"},
                       {std::string(crm::closed_at), format_instant(skewed(o.at))}};
    if ((holds & order_id) != 0) deal.properties.push_back({std::string(crm::order_id), named("A-", o.no)});
    add(deal);
    if ((holds & contact) != 0) {
      const auto whose = absorbs(o.person) && one_in(2) ? named("old", o.person) : named("", o.person);
      say(deal, "/contact", second_us, {{crm::word(crm::contact, whose), "true"}});
      if (one_in(4)) {  // somebody clicked the wrong person first
        const auto wrong = crm::word(crm::contact, named("", o.person + 1));
        say(deal, "/wrong", 0, {{wrong, "true"}});
        say(deal, "/righted", 2 * second_us, {{wrong, "false"}});
      }
    }
    if (one_in(4)) say(deal, "/estimate", -hour_us, {{std::string(crm::amount), format_amount(o.price + 100, usd)}});
    if (one_in(4)) {
      say(deal, "/lost", day_us, {{std::string(crm::closed_won), "false"}});
      say(deal, "/again", 2 * day_us, {{std::string(crm::closed_won), "true"}});
    }
    const event_name name{"hubspot", deal.record};
    if (one_in(6)) {  // a second record of the deal, merged away at once
      deal.record += "-twin";
      say(deal, "/won", 0, {{std::string(crm::closed_won), "true"}, {std::string(crm::merged_into), name.second}});
    }
    return name;
  }
  /// What HubSpot says of a deal some time after the order.
  void say(crm_change of, const char* what, instant later, std::vector<crm_property> properties) {
    of.external_id = of.record + what;
    of.occurred_at += later;
    of.properties = std::move(properties);
    add(std::move(of));
  }

  std::mt19937_64 random_;
  std::size_t people_ = 0;
  five_sources out_;
};

}  // namespace

five_sources tell_by_five(std::size_t orders, std::uint64_t seed) { return teller(seed).tell(orders); }

}  // namespace hub::oracle
