#include "domain/models.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "domain/nearest.hpp"

namespace hub {
namespace {

constexpr std::array<std::string_view, std::size(known_models)> names = {"first_touch", "last_touch",     "linear",
                                                                         "time_decay",  "position_based", "w_shaped",
                                                                         "full_path",   "markov",         "shapley"};
void weigh_position(const model_params& p, std::span<double> w) {
  const auto n = w.size();
  const auto a = p.first_weight, b = p.last_weight;
  if (n == 1) {
    w[0] = 1;
  } else if (n == 2) {
    w[0] = a + b > 0 ? a / (a + b) : 0.5;
    w[1] = 1 - w[0];
  } else {
    std::fill(w.begin(), w.end(), (1 - a - b) / static_cast<double>(n - 2));
    w.front() = a;
    w.back() = b;
  }
}

/// What other tools call models, without separators.
constexpr std::pair<std::string_view, std::string_view> foreign_names[] = {{"first", "'first_touch'"},
                                                                           {"firstclick", "'first_touch'"},
                                                                           {"firsttouch", "'first_touch'"},
                                                                           {"last", "'last_touch'"},
                                                                           {"lastclick", "'last_touch'"},
                                                                           {"lasttouch", "'last_touch'"},
                                                                           {"ushaped", "'position_based'"},
                                                                           {"position", "'position_based'"},
                                                                           {"positionbased", "'position_based'"},
                                                                           {"timedecay", "'time_decay'"},
                                                                           {"decay", "'time_decay'"},
                                                                           {"wshaped", "'w_shaped'"},
                                                                           {"datadriven", "'markov' or 'shapley'"}};

/// ` Did you mean 'x'?`, or empty.
std::string meant_model(std::string_view name) {
  std::string plain;
  for (const char c : name)
    if (c != '_' && c != '-' && c != ' ') plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const auto& [foreign, ours] : foreign_names)
    if (plain == foreign) return " Did you mean " + std::string(ours) + "?";
  return did_you_mean(name, names);
}

}  // namespace

std::string_view to_string(model m) { return names[static_cast<std::size_t>(m)]; }

result<model> parse_model(std::string_view name) {
  for (const auto m : known_models)
    if (to_string(m) == name) return m;
  std::string known;
  for (const auto& n : names) known += (known.empty() ? "" : ", ") + std::string(n);
  return fail("model-unknown",
              "there is no model '" + std::string(name) + "'; the models are " + known + "." + meant_model(name),
              "model");
}

result<model_params> checked(model_params p) {
  if (!(p.half_life_days > 0) || !std::isfinite(p.half_life_days))
    return fail("parameter-out-of-range", "the half-life must be above 0 days", "half_life_days");
  if (!(p.first_weight >= 0)) return fail("parameter-out-of-range", "a weight cannot be negative", "first_weight");
  if (!(p.last_weight >= 0)) return fail("parameter-out-of-range", "a weight cannot be negative", "last_weight");
  if (p.first_weight + p.last_weight > 1 + 1e-12)
    return fail("parameter-out-of-range", "first_weight and last_weight add up to more than 1", "last_weight");
  return p;
}

void weigh(model m, const model_params& params, const decay_curve& decay, std::span<const instant> at,
           std::span<double> weights) {
  switch (m) {
    case model::first_touch:
    case model::last_touch:
      std::fill(weights.begin(), weights.end(), 0.0);
      (m == model::first_touch ? weights.front() : weights.back()) = 1;
      break;
    case model::linear: std::fill(weights.begin(), weights.end(), 1.0 / static_cast<double>(weights.size())); break;
    case model::time_decay: decay.weigh(at, weights); break;
    case model::position_based: weigh_position(params, weights); break;
    case model::w_shaped:
    case model::full_path:
    case model::markov:
    case model::shapley: break;  // not of this kind: see the precondition
  }
}

}  // namespace hub
