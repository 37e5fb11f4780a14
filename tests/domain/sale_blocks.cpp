// Sales credited a block at a time against the same sales one by one.
#include "domain/sale_blocks.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "credit_oracle.hpp"

using namespace hub;
using namespace hub::second;

namespace {

constexpr instant first_day = 1'760'000'000 * second_us;

std::int64_t any_amount(dice& d) {
  switch (d.below(8)) {
    case 0: return static_cast<std::int64_t>(d.below(3));
    case 1: return block_value_limit - 1 + static_cast<std::int64_t>(d.below(3));
    case 2: return static_cast<std::int64_t>(d.below(block_value_limit));
    case 3: return static_cast<std::int64_t>((std::uint64_t{1} << 53) + d.below(1'000));
    case 4: return -static_cast<std::int64_t>(d.below(10'000));
    default: return static_cast<std::int64_t>(d.below(30'000));
  }
}

/// Touches at the same instant, close by and far away; most of journeys with up to 8, some with more than a block takes.
std::vector<journey_touch> any_touches(dice& d, instant sold) {
  std::vector<journey_touch> touches(d.one_in(20) ? d.below(most_in_block + 8) : d.below(9));
  const auto reach = d.of<std::uint64_t>({1, 3, 3'600, 40 * 86'400, 95 * 86'400});
  for (auto& t : touches) {
    t.at = sold - static_cast<std::int64_t>(d.below(reach)) * second_us;
    t.campaign = 1 + static_cast<name_id>(d.below(30));
    t.channel = 1 + t.campaign % 5;
    if (d.one_in(40)) t.flags = touch_direct;
  }
  std::sort(touches.begin(), touches.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return touches;
}

journey_columns any_sales(dice& d, std::size_t many) {
  journey_columns columns;
  for (std::size_t i = 0; i < many; ++i) {
    journey_update j;
    j.journey = i;
    journey_conversion c;
    c.id = {i, i};
    c.at = first_day + static_cast<std::int64_t>(d.below(90 * 86'400)) * second_us;
    c.currency = parse_currency("EUR").value();
    c.has_value = true;
    c.first_of_contact = d.one_in(3);
    c.types = c.sources = {1};
    c.type = c.source = 1;
    c.entries.push_back({c.at, any_amount(d), 1, entry_kind::sale});
    c.seqs = {i + 1};
    if (d.one_in(3)) c.passed = {c.at - 3 * day_us, c.at - day_us};
    j.touches = any_touches(d, c.at);
    j.conversions.push_back(std::move(c));
    columns.apply(std::move(j));
  }
  return columns;
}

using cells = std::map<std::uint32_t, std::vector<credit_cell>>;

/// By campaign, from what each conversion earns alone; what no touch earned under 0.
cells one_by_one(const journey_columns& columns, const credit_query& q) {
  cells sums;
  for (const auto& r : columns.rows())
    for (std::size_t m = 0; m < q.models.size(); ++m) {
      const auto earned = credit_one(columns, r, q.models[m], q.params, q.rules);
      std::vector<std::int64_t> shares(earned.weights.size());
      if (!shares.empty()) shares_of(earned.weights, shares);
      const auto add = [&](std::uint32_t group, std::int64_t revenue, std::int64_t share) {
        auto& row = sums[group];
        row.resize(q.models.size());
        row[m].add({revenue, r.first_of_contact ? revenue : 0, {0, share}});
      };
      if (earned.touches.empty()) add(0, earned.net, share_unit);
      for (std::size_t i = 0; i < earned.touches.size(); ++i) {
        const auto t = earned.touches[i];
        const bool direct = (columns.flags()[t] & touch_direct) != 0;
        add(direct ? direct_group : columns.campaign()[t], earned.credits[i], shares[i]);
      }
    }
  return sums;
}

cells reported(const journey_columns& columns, const credit_query& q) {
  const auto report = credit(columns, q);
  cells sums;
  for (const auto& row : report.rows) sums[row.key.first] = row.models;
  sums[0] = report.unattributed;
  return sums;
}

/// The first group of which two reports differ.
std::string difference(const cells& got, const cells& expected) {
  if (got.size() != expected.size()) return std::to_string(got.size()) + " groups";
  for (const auto& [group, models] : expected) {
    const auto found = got.find(group);
    if (found == got.end()) return "no group " + std::to_string(group);
    for (std::size_t m = 0; m < models.size(); ++m) {
      const auto &a = found->second[m], &b = models[m];
      if (a.revenue != b.revenue || a.new_revenue != b.new_revenue || !(a.conversions == b.conversions))
        return "group " + std::to_string(group) + ", model " + std::to_string(m);
    }
  }
  return {};
}

credit_query five_models() {
  credit_query q;
  q.models = {all_models, all_models + model_count};
  q.group_by = {dimension::campaign};
  q.currency = parse_currency("EUR").value();
  return q;
}

}  // namespace

TEST_CASE("a report is what its sales earn one by one, to the last unit of money and of shares",
          "[domain][credit][second-opinion]") {
  dice d(20260103);
  const auto columns = any_sales(d, 4'000);
  auto q = five_models();
  CHECK(difference(reported(columns, q), one_by_one(columns, q)) == "");
  SECTION("where touches soon weigh nothing") { q.params.half_life_days = 0.001; }
  SECTION("where the first touch earns nothing") { q.params.first_weight = 0; }
  SECTION("where only the ends earn") { q.params.first_weight = q.params.last_weight = 0.5; }
  SECTION("where views and all touches before count") {
    q.rules.views = true;
    q.rules.lookback_us = 0;
  }
  SECTION("with milestones") { q.models = {model::w_shaped, model::time_decay, model::full_path}; }
  CHECK(difference(reported(columns, q), one_by_one(columns, q)) == "");
}

TEST_CASE("a block splits as allocate does, or says that it is in doubt", "[domain][money][second-opinion]") {
  dice d(20260104);
  constexpr auto in_block = lanes::in_block;
  std::size_t doubtful = 0, wrong = 0, all = 0, apart = 0;
  for (int round = 0; round < 4'000; ++round) {
    const block_extent of{2 + d.below(d.one_in(20) ? most_in_block - 1 : 8), 1 + d.below(in_block)};
    alignas(64) std::array<double, in_block> values{};
    large_vector<double> weights(of.touches * in_block, 1), parts(of.touches * in_block);
    const auto kind = d.below(3);
    for (std::size_t c = 0; c < of.conversions; ++c) {
      values[c] = static_cast<double>(d.below(d.of<std::uint64_t>({3, 30'000, block_value_limit})));
      double sum = 0;
      for (std::size_t i = 0; i < of.touches; ++i)
        sum += weights[i * in_block + c] = static_cast<double>(1 + d.below(kind == 0 ? 2 : kind == 1 ? 5 : 1'000'000));
      for (std::size_t i = 0; i < of.touches; ++i) weights[i * in_block + c] /= sum;
    }
    block_doubts doubts;
    plain_block_steps().split(of, values.data(), weights.data(), parts.data(), doubts);
    if (const auto* wide = wide_block_steps()) {
      large_vector<double> same(parts.size());
      block_doubts also;
      wide->split(of, values.data(), weights.data(), same.data(), also);
      for (std::size_t c = 0; c < of.conversions; ++c) {
        apart += also.of(c) != doubts.of(c) ? 1 : 0;
        for (std::size_t i = 0; i < of.touches; ++i) apart += same[i * in_block + c] != parts[i * in_block + c] ? 1 : 0;
      }
    }
    for (std::size_t c = 0; c < of.conversions; ++c) {
      std::vector<double> w;
      for (std::size_t i = 0; i < of.touches; ++i) w.push_back(weights[i * in_block + c]);
      const auto expected = allocate(static_cast<std::int64_t>(values[c]), w);
      ++all;
      doubtful += doubts.of(c) ? 1 : 0;
      for (std::size_t i = 0; i < of.touches && !doubts.of(c); ++i)
        wrong += parts[i * in_block + c] != static_cast<double>(expected[i]) ? 1 : 0;
    }
  }
  CHECK(wrong == 0);
  CHECK(apart == 0);
  CHECK(doubtful * 2 < all);
}

TEST_CASE("wider registers weigh, share and split to the last bit as the plain ones do", "[domain][money]") {
  const auto* wide = wide_block_steps();
  if (wide == nullptr) {
    WARN("this processor has none");
    return;
  }
  dice d(20261127);
  constexpr auto in_block = lanes::in_block;
  std::size_t apart = 0;
  for (int round = 0; round < 2'000; ++round) {
    const block_extent of{3 + d.below(d.one_in(20) ? most_in_block - 3 : 8), 1 + d.below(in_block)};
    const decay_curve decay(d.of<double>({0.001, 1, 7, 365}));
    alignas(64) std::array<double, in_block> values{};
    large_vector<double> ages(of.touches * in_block), weights[2], shares[2], parts[2];
    for (auto& v : values) v = static_cast<double>(d.below(d.of<std::uint64_t>({3, 30'000, block_value_limit})));
    for (std::size_t i = 0; i < of.touches; ++i)
      for (std::size_t c = 0; c < in_block; ++c)
        ages[i * in_block + c] = static_cast<double>((of.touches - 1 - i) * d.below(40'000'000'000));
    block_doubts doubts[2][3];
    for (const std::size_t w : {0, 1}) {
      const auto& steps = w == 0 ? plain_block_steps() : *wide;
      for (auto* column : {&weights[w], &shares[w], &parts[w]}) column->resize(of.touches * in_block);
      const auto compare = [&, w](const large_vector<double>(&columns)[2]) {
        if (w == 0) return;
        for (std::size_t i = 0; i < of.touches; ++i)
          for (std::size_t c = 0; c < of.conversions; ++c) {
            const auto at = i * in_block + c;
            apart += std::bit_cast<std::uint64_t>(columns[0][at]) != std::bit_cast<std::uint64_t>(columns[1][at]);
          }
      };
      steps.weigh(of, decay.table(), ages.data(), weights[w].data(), doubts[w][0]);
      compare(weights);
      steps.share(of, weights[w].data(), shares[w].data());
      compare(shares);
    }
    for (const auto* what : {"equal", "ends", "any"}) {
      const std::string_view split = what;
      for (const std::size_t w : {0, 1}) {
        const auto& steps = w == 0 ? plain_block_steps() : *wide;
        auto* to = parts[w].data();
        if (split == "equal") steps.split_equally(of, values.data(), to);
        if (split == "ends")
          steps.split_ends(of, values.data(), {0.4, 0.2 / static_cast<double>(of.touches - 2), 0.4}, to, doubts[w][1]);
        if (split == "any") steps.split(of, values.data(), weights[w].data(), to, doubts[w][2]);
      }
      for (std::size_t i = 0; i < of.touches; ++i)
        for (std::size_t c = 0; c < of.conversions; ++c)
          if (!doubts[0][2].of(c)) apart += parts[0][i * in_block + c] != parts[1][i * in_block + c];
    }
    for (const auto k : {0, 1, 2})
      for (std::size_t c = 0; c < of.conversions; ++c) apart += doubts[0][k].of(c) != doubts[1][k].of(c);
  }
  CHECK(apart == 0);
}
