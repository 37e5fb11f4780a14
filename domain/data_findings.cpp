#include "domain/data_findings.hpp"

#include <algorithm>
#include <functional>

#include "domain/journey_weights.hpp"
#include "domain/markov.hpp"
#include "domain/shapley.hpp"

namespace hub {
namespace {

constexpr double most_work = 1e10;  // multiplications: some seconds

/// What one look at weighted journeys gives, by state.
struct judgement {
  std::vector<double> effects, errors;
  std::vector<double> of_conversions, of_revenue;  // how much credit, before it is scaled
  std::size_t orders = 0;
};

/// Looks at weighted journeys; *sampled* are looked at many times and may be looked at less closely.
using judge = std::function<judgement(const journey_weights&, bool sampled)>;

/// A model made ready for the journeys of a sample.
struct prepared_model {
  path_list paths;
  judge look;
  judgement as_observed;
};

judgement one_scale(std::vector<double> effects) {
  judgement j;
  j.of_conversions = j.of_revenue = j.effects = std::move(effects);
  return j;
}

/// The positive parts of *values* over their sum; without any, *otherwise*.
std::vector<double> shares_of(const std::vector<double>& values, const std::vector<double>& otherwise) {
  auto shares = values;
  double sum = 0;
  for (auto& s : shares) sum += s = std::max(s, 0.0);
  if (!(sum > 0)) return otherwise;
  for (auto& s : shares) s /= sum;
  return shares;
}

std::vector<double> conversion_shares(const judgement& j) {
  const auto n = j.of_conversions.size();
  return shares_of(j.of_conversions, std::vector<double>(n, 1 / static_cast<double>(n)));
}

error too_few(model m, std::uint64_t conversions, std::int64_t wanted) {
  return fail("too-few-conversions",
              std::string(to_string(m)) + " learns from conversions with a touchpoint, and " +
                  std::to_string(conversions) + " of the " + std::to_string(wanted) +
                  " that it should have are here; widen the range, lower 'min_conversions', or ask a model that needs "
                  "none, such as time_decay",
              "min_conversions");
}

error too_many(const journey_sample& s, const data_model_params& params) {
  return fail("too-many-states",
              "a chain of order " + std::to_string(params.order) + " over " + std::to_string(s.names.size()) +
                  " groups" + (params.intervals ? " with intervals" : "") +
                  " would take too long; lower 'order', leave 'intervals' out, narrow the range, or group by channel",
              "order");
}

result<prepared_model> prepare_markov(const data_model_params& params, const journey_sample& s) {
  const auto looks = params.intervals ? static_cast<double>(bootstrap_samples + 1) : 1;
  if (s.names.size() > most_states) return too_many(s, params);
  prepared_model p;
  if (params.order == 1 && !params.intervals) {
    const auto c = chain_of(s.names.size(), s.transitions);
    if (work_of(c.shape) > most_work) return too_many(s, params);
    p.as_observed = one_scale(removal_effects(c.shape, c.counts));
    return p;
  }
  p.paths = s.paths;
  const auto c =
      std::make_shared<const path_chain>(chain_of(s.names.size(), static_cast<std::size_t>(params.order), s.paths));
  if (looks * work_of(c->shape) > most_work) return too_many(s, params);
  p.look = [c](const journey_weights& w, bool) {
    return one_scale(removal_effects(c->shape, count(*c, w.conversions, w.without)));
  };
  p.as_observed = p.look(observed(p.paths), false);
  return p;
}

judgement look_at_sets(std::size_t players, const path_list& sets, const journey_weights& w) {
  judgement j;
  j.of_conversions.resize(players);
  j.of_revenue.resize(players);
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const auto size = static_cast<double>(sets[i].size());
    for (const auto p : sets[i]) {
      j.of_conversions[p] += w.count[i] / size;
      j.of_revenue[p] += w.value[i] / size;
    }
  }
  return j;
}

prepared_model prepare_set_game(const journey_sample& s) {
  prepared_model p;
  p.paths = sets_of(s.paths);
  auto values = play_set_game(s.names.size(), s.state_sums);
  p.as_observed.effects = p.as_observed.of_conversions = std::move(values.of_count);
  p.as_observed.of_revenue = std::move(values.of_value);
  const auto sets = std::make_shared<const path_list>(p.paths);
  p.look = [sets, players = s.names.size()](const journey_weights& w, bool) { return look_at_sets(players, *sets, w); };
  return p;
}

prepared_model prepare_rate_game(const data_model_params& params, const journey_sample& s) {
  prepared_model p;
  p.paths = sets_of(s.paths);
  const auto sets = std::make_shared<const path_list>(p.paths);
  p.look = [sets, players = s.names.size(), params](const journey_weights& w, bool sampled) {
    const rate_game game{players, sets.get(), w.conversions, w.without};
    if (players <= most_exact_players) return one_scale(play_exactly(game));
    const auto orders = sampled ? orders_for(*sets) / 20 : orders_for(*sets);
    auto found = play_by_chance(game, orders, random_numbers(static_cast<std::uint64_t>(params.seed)));
    auto j = one_scale(std::move(found.values));
    j.errors = std::move(found.errors);
    j.orders = orders;
    return j;
  };
  p.as_observed = p.look(observed(p.paths), false);
  return p;
}

result<prepared_model> prepare(model m, const data_model_params& params, const journey_sample& s) {
  if (m == model::markov) return prepare_markov(params, s);
  return params.game == shapley_game::set ? prepare_set_game(s) : prepare_rate_game(params, s);
}

/// From the 5th to the 95th of 100, by nearest rank, of each state's shares.
std::vector<share_range> ranges_of(const std::vector<std::vector<double>>& samples, std::size_t states) {
  std::vector<share_range> ranges;
  std::vector<double> shares(samples.size());
  const auto at_percent = [&](std::size_t percent) { return shares[(shares.size() * percent + 99) / 100 - 1]; };
  for (std::size_t s = 0; s < states; ++s) {
    for (std::size_t i = 0; i < samples.size(); ++i) shares[i] = samples[i][s];
    std::sort(shares.begin(), shares.end());
    ranges.push_back({at_percent(5), at_percent(95)});
  }
  return ranges;
}

void add_intervals(model_findings& f, const prepared_model& p, std::int64_t seed) {
  const resampler journeys(p.paths);
  random_numbers random(static_cast<std::uint64_t>(seed));
  // A sample without any conversion says nothing of who earned them; what was observed stands in its place.
  std::vector<std::vector<double>> of_conversions, of_revenue;
  for (std::size_t i = 0; i < bootstrap_samples; ++i) {
    const auto weights = journeys.draw(random);
    const bool says_something =
        std::any_of(weights.conversions.begin(), weights.conversions.end(), [](auto n) { return n != 0; });
    if (!says_something) {
      of_conversions.push_back(f.of_conversions);
      of_revenue.push_back(f.of_revenue);
      continue;
    }
    const auto j = p.look(weights, true);
    of_conversions.push_back(conversion_shares(j));
    of_revenue.push_back(shares_of(j.of_revenue, of_conversions.back()));
  }
  f.conversions_within = ranges_of(of_conversions, f.of_conversions.size());
  f.revenue_within = ranges_of(of_revenue, f.of_revenue.size());
}

}  // namespace

result<data_findings> find(const std::vector<model>& models, const data_model_params& params,
                           const journey_sample& sample) {
  data_findings all{sample.names, sample.ids, {}};
  for (const auto m : models) {
    if (!is_data_driven(m)) continue;
    const auto wanted = std::max<std::int64_t>(params.min_conversions, 1);
    if (sample.conversions < static_cast<std::uint64_t>(wanted)) return too_few(m, sample.conversions, wanted);
    auto p = prepare(m, params, sample);
    if (!p) return p.error();
    model_findings f;
    f.which = m;
    f.of_conversions = conversion_shares(p->as_observed);
    f.of_revenue = shares_of(p->as_observed.of_revenue, f.of_conversions);
    f.effects = std::move(p->as_observed.effects);
    f.errors = std::move(p->as_observed.errors);
    f.orders = p->as_observed.orders;
    if (params.intervals) add_intervals(f, *p, params.seed);
    all.models.push_back(std::move(f));
  }
  return all;
}

}  // namespace hub
