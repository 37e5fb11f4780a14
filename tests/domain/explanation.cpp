#include "domain/explanation.hpp"

#include <catch2/catch.hpp>

using namespace hub;

namespace {

instant days(double n) { return static_cast<instant>(n * static_cast<double>(day_us)); }

/// Facts of one person, and the dossier of the sale `s-1` at day 100.
struct person {
  std::vector<sealed_fact> facts;

  std::vector<identifier> ids() const { return {{identifier_kind::anonymous_id, "d-1", true}}; }
  void touch(std::string id, double day, std::string channel, std::string click = {},
             interaction kind = interaction::click) {
    touch_event t;
    t.source = "touchpoints";
    t.external_id = std::move(id);
    t.occurred_at = days(day);
    t.kind = kind;
    t.identifiers = ids();
    t.context.channel = std::move(channel);
    t.context.campaign_id = "c1";
    t.context.click_id = std::move(click);
    facts.push_back(seal(t, 0));
  }
  void sale(std::int64_t minor) {
    conversion_event c;
    c.source = "shop";
    c.external_id = "s-1";
    c.type = "purchase";
    c.occurred_at = days(100);
    c.value = money{minor, parse_currency("EUR").value()};
    c.identifiers = ids();
    facts.push_back(seal(c, 0));
  }
  void refund(std::int64_t minor) {
    adjustment_event a;
    a.source = "shop";
    a.external_id = "r-1";
    a.sale_source = "shop";
    a.sale_external_id = "s-1";
    a.amount = minor;
    a.occurred_at = days(101);
    facts.push_back(seal(a, 0));
  }
  conversion_dossier dossier() const {
    truth t;
    t.apply(facts, 0);
    return t.conversion(event_key("shop", "s-1")).value();
  }
};

std::string reason_of(const explanation& why, const conversion_dossier& d, std::string_view id) {
  for (const auto& e : why.excluded)
    if (d.touches[e.touch].id == id) return std::string(to_string(e.reason));
  return "none";
}

}  // namespace

TEST_CASE("an explanation credits each eligible touch and adds up to the net", "[domain][explanation]") {
  person p;
  p.touch("a", 80, "Email");
  p.touch("b", 92, "Paid Search");
  p.touch("c", 94, "Paid Social");
  p.touch("d", 99, "Email");
  p.sale(9999);
  const auto d = p.dossier();
  const auto why = explain(d, model::time_decay, {}, {});
  REQUIRE(why.credited.size() == 4);
  const std::vector<std::int64_t> golden = {674, 2210, 2694, 4421};
  for (std::size_t i = 0; i < golden.size(); ++i) CHECK(why.credited[i].credit == golden[i]);
  CHECK(why.credited[0].days == 20);
  CHECK(d.touches[why.credited[3].touch].id == "d");
  CHECK(why.excluded.empty());
  CHECK(why.credits == 9999);
  CHECK(why.reconciles());
}

TEST_CASE("every touch without credit says why", "[domain][explanation]") {
  person p;
  p.touch("old", 1, "Email");
  p.touch("seen", 95, "Display", {}, interaction::view);
  p.touch("typed", 96, "Direct");
  p.touch("paid", 97, "Paid Search", "click-1");
  p.touch("paid again", 98, "Paid Search", "click-1");
  p.touch("later", 101, "Email");
  p.sale(1000);
  const auto d = p.dossier();
  const auto why = explain(d, model::linear, {}, {});
  REQUIRE(why.credited.size() == 1);
  CHECK(d.touches[why.credited[0].touch].id == "paid");
  CHECK(reason_of(why, d, "old") == "outside-window");
  CHECK(reason_of(why, d, "seen") == "interaction");
  CHECK(reason_of(why, d, "typed") == "direct");
  CHECK(reason_of(why, d, "paid again") == "same-click");
  CHECK(reason_of(why, d, "later") == "after-conversion");
  CHECK(why.excluded.size() == 5);
  CHECK(why.excluded.back().days == -1);
}

TEST_CASE("what a refund took is not credited", "[domain][explanation]") {
  person p;
  p.touch("a", 98, "Email");
  p.touch("b", 99, "Paid Search");
  p.sale(10001);
  p.refund(5000);
  const auto why = explain(p.dossier(), model::linear, {}, {});
  CHECK(why.net == 5001);
  CHECK(why.credited[0].credit + why.credited[1].credit == 5001);
  CHECK(why.reconciles());
}

TEST_CASE("without an eligible touch the whole net is unattributed", "[domain][explanation]") {
  person p;
  p.touch("old", 1, "Email");
  p.sale(1000);
  const auto why = explain(p.dossier(), model::first_touch, {}, {});
  CHECK(why.credited.empty());
  CHECK(why.unattributed == 1000);
  CHECK(why.reconciles());
}
