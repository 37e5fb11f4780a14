#include "domain/match_report.hpp"

#include <catch2/catch.hpp>

using namespace hub;

namespace {

const currency usd = parse_currency("USD").value();

report_query by_campaign() {
  report_query q;
  q.currency = usd;
  q.models = {model::linear};
  q.top = 100;
  return q;
}

spend_event cost(std::string campaign, std::int64_t cents, std::string platform = "meta") {
  spend_event e;
  e.day = 10;
  e.platform = std::move(platform);
  e.account = "act_1";
  e.campaign_id = std::move(campaign);
  e.cost = {cents, usd};
  return e;
}

/// A book with spend of `120` and `brand`, and touches and credit of `spring_sale` and `brand`.
struct met {
  report_book book;
  match_partial touches;
  credit_partial credit;

  met() {
    book.spend.put(cost("120", 900));
    book.spend.put(cost("brand", 500));
    book.spend.put(cost("brand", 100, "google"));
    const auto label = book.names.intern("Spring Sale");
    book.labels[book.names.intern("120")] = label;
    touch("spring_sale", "Paid Social", 7);
    touch("brand", "Paid Search", 3);
    earn("spring_sale", 4000);
    earn("older", 1000);
    touches[0].touches = 5;
  }

  void touch(const std::string& campaign, const std::string& channel, std::uint64_t n) {
    auto& count = touches[book.names.intern(campaign)];
    count.touches += n;
    count.channels[book.names.intern(channel)] += n;
  }
  void earn(const std::string& campaign, std::int64_t cents) {
    credit_cell cell;
    cell.revenue = cents;
    cell.conversions.add(share_unit);
    cell.conversions.settle();
    credit.rows.push_back({{book.names.intern(campaign), 0}, {cell}});
  }
  match_report report(const report_query& q = by_campaign()) const {
    return make_match(q, book, credit_partial(credit), touches, spend_in_range(q, book));
  }
};

}  // namespace

TEST_CASE("campaigns that cost and are never met stand apart from those that are met and cost nothing",
          "[domain][match]") {
  const auto r = met().report();
  REQUIRE(r.without_touches.size() == 1);
  CHECK(r.without_touches[0].campaign.key == "120");
  CHECK(r.without_touches[0].campaign.name == "Spring Sale");
  CHECK(r.without_touches[0].spend.cost == 900);
  CHECK(r.without_touches[0].platforms == std::vector<std::string>{"meta"});
  REQUIRE(r.without_spend.size() == 1);
  CHECK(r.without_spend[0].campaign.key == "spring_sale");
  CHECK(r.without_spend[0].touches == 7);
  CHECK(r.without_spend[0].channel == "Paid Social");
  CHECK(r.without_spend[0].credit.revenue == 4000);
  CHECK(r.matched.campaigns == 1);
  CHECK(r.matched.spend.cost == 600);
  CHECK(r.matched.touches == 3);
  CHECK(r.touches_without_campaign == 5);
}

TEST_CASE("what is met and costs nothing is suggested as an alias of what costs", "[domain][match]") {
  const auto r = met().report();
  REQUIRE(r.suggestions.size() == 1);
  CHECK(r.suggestions[0].from.key == "spring_sale");
  CHECK(r.suggestions[0].to.key == "120");
  CHECK(r.suggestions[0].why == likeness::same_name);
}

TEST_CASE("a campaign that another is joined to is suggested nothing, since aliases do not lead on",
          "[domain][match]") {
  met m;
  alias_map aliases;
  aliases.join(m.book.names.intern("old_name"), m.book.names.intern("spring_sale"));
  m.book.take(aliases);
  CHECK(m.report().suggestions.empty());
}

TEST_CASE("spend under a joined name is spend of the campaign it is joined to", "[domain][match]") {
  met m;
  m.book.spend.put(cost("spring_sale", 50));
  alias_map aliases;
  aliases.join(m.book.names.intern("spring_sale"), m.book.names.intern("120"));
  m.book.take(aliases);
  const auto spend = spend_in_range(by_campaign(), m.book);
  CHECK(spend.groups.at({"120"}).cost == 950);
  CHECK_FALSE(spend.groups.contains({"spring_sale"}));
  auto one = by_campaign();
  one.campaign = "spring_sale";
  one = in_joined_names(std::move(one), m.book);
  CHECK(one.campaign == "120");
  CHECK(spend_in_range(one, m.book).groups.at({"120"}).cost == 950);
}

TEST_CASE("lists are as long as asked for, the sums are of everything", "[domain][match]") {
  met m;
  m.touch("newsletter", "Email", 70);
  auto q = by_campaign();
  q.top = 1;
  const auto r = m.report(q);
  REQUIRE(r.without_spend.size() == 1);
  CHECK(r.without_spend[0].campaign.key == "newsletter");
  CHECK(r.only_touches.campaigns == 2);
  CHECK(r.only_touches.touches == 77);
}

TEST_CASE("touches are counted once, in range, and without those of machines", "[domain][match]") {
  journey_columns columns;
  const auto touch = [](instant at, name_id campaign, std::uint8_t flags = 0) {
    journey_touch t;
    t.at = at;
    t.campaign = campaign;
    t.channel = 9;
    t.flags = flags;
    return t;
  };
  columns.apply(
      {1, {touch(5, 3), touch(10, 3), touch(11, 3, touch_bot), touch(12, 3, touch_direct), touch(19, 4)}, {}, {}});
  columns.apply({2 | shared_journey, {touch(10, 3)}, {}, {}});
  credit_query q;
  q.from = 10;
  q.to = 19;
  const auto got = count_touches(columns, q);
  CHECK(got.at(3).touches == 1);
  CHECK(got.at(3).channels.at(9) == 1);
  CHECK(got.at(0).touches == 1);
  CHECK_FALSE(got.contains(4));
  q.rules.bots = true;
  auto all = count_touches(columns, q);
  CHECK(all.at(3).touches == 2);
  merge(all, got);
  CHECK(all.at(3).touches == 3);
  CHECK(all.at(3).channels.at(9) == 3);
}
