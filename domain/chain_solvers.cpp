#include "domain/chain_solvers.hpp"

#include <deque>
#include <numeric>

#include "domain/lanes.hpp"

namespace hub {
namespace {

double total(const std::vector<std::uint64_t>& counts) {
  return static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
}

/// Square matrix, row by row.
struct square {
  std::size_t n = 0;
  std::vector<double> cells;
  explicit square(std::size_t size) : n(size), cells(size * size) {}
  double* operator[](std::size_t row) { return cells.data() + row * n; }
};

/// Adds *share* of *row* to *target*, both from *begin* to *end*.
void add_share(double* target, double share, const double* row, std::size_t begin, std::size_t end) {
  using namespace lanes;
  auto j = begin;
  for (; j + 2 * width <= end; j += 2 * width) {
    const real one = load_any(target + j) + share * load_any(row + j);
    const real other = load_any(target + j + width) + share * load_any(row + j + width);
    store_any(target + j, one);
    store_any(target + j + width, other);
  }
  for (; j < end; ++j) target[j] += share * row[j];
}

/// The elimination of the chain in counts: with D the visits, D(I - P) = (I - F) · (diagonal - W).
struct eliminated {
  square flow;  // F below the diagonal, W above it
  std::vector<double> diagonal;
  std::vector<double> converts;
};

eliminated eliminate(const chain_shape& shape, const chain_counts& counts) {
  const auto n = shape.states();
  eliminated e{square(n), std::vector<double>(n), std::vector<double>(counts.converts.begin(), counts.converts.end())};
  std::vector<double> leaves(n);
  for (std::size_t s = 0; s < n; ++s) {
    leaves[s] = static_cast<double>(counts.converts[s] + counts.ends[s]);
    for (auto i = shape.begins[s]; i < shape.begins[s + 1]; ++i)
      e.flow[s][shape.to[i]] = static_cast<double>(counts.steps[i]);
  }
  for (std::size_t k = 0; k < n; ++k) {
    const auto* row = e.flow[k];
    auto out = leaves[k];
    for (auto j = k + 1; j < n; ++j) out += row[j];
    e.diagonal[k] = out > 0 ? out : 1;  // a state that nobody visits
    for (auto i = k + 1; i < n; ++i) {
      auto* target = e.flow[i];
      if (target[k] == 0) continue;
      const auto share = target[k] /= e.diagonal[k];
      add_share(target, share, row, k + 1, n);
      leaves[i] += share * leaves[k];
      e.converts[i] += share * e.converts[k];
    }
  }
  return e;
}

/// The chance of conversion from each state.
std::vector<double> chances(eliminated& e) {
  const auto n = e.diagonal.size();
  std::vector<double> h(n);
  for (auto s = n; s-- > 0;) {
    auto sum = e.converts[s];
    for (auto j = s + 1; j < n; ++j) sum += e.flow[s][j] * h[j];
    h[s] = sum / e.diagonal[s];
  }
  return h;
}

/// The diagonal of the inverse of the eliminated matrix.
std::vector<double> inverse_diagonal(eliminated& e) {
  const auto n = e.diagonal.size();
  square lower(n), upper(n);  // the inverses of both factors
  for (std::size_t k = 0; k < n; ++k) {
    auto* row = lower[k];
    row[k] = 1;
    for (std::size_t j = 0; j < k; ++j) {
      const auto share = e.flow[k][j];
      if (share == 0) continue;
      add_share(row, share, lower[j], 0, j + 1);
    }
  }
  std::vector<double> diagonal(n);
  for (auto s = n; s-- > 0;) {
    auto* row = upper[s];
    row[s] = 1;
    for (auto j = s + 1; j < n; ++j) {
      const auto share = e.flow[s][j];
      if (share == 0) continue;
      add_share(row, share, upper[j], j, n);
    }
    for (auto i = s; i < n; ++i) row[i] /= e.diagonal[s];
    for (auto k = s; k < n; ++k) diagonal[s] += row[k] * lower[k][s];
  }
  return diagonal;
}

/// Flow on its way through the states that do not hold a name.
class pusher {
 public:
  pusher(const chain_shape& shape, const chain_counts& counts)
      : shape_(shape), counts_(counts), waiting_(shape.states()), queued_(shape.states()), barred_(shape.states()) {
    for (std::size_t s = 0; s < shape.states(); ++s) {
      std::uint64_t out = counts.converts[s] + counts.ends[s];
      for (auto i = shape.begins[s]; i < shape.begins[s + 1]; ++i)
        if (shape.to[i] != s) out += counts.steps[i];
      leaves_.push_back(static_cast<double>(out));
    }
  }

  /// How many journeys touch *name* and convert.
  double converting(std::uint32_t name) {
    double converted = 0, inflow = 0;
    for (std::size_t s = 0; s < barred_.size(); ++s) barred_[s] = shape_.has(s, name);
    for (std::uint32_t s = 0; s < barred_.size(); ++s) {
      if (!barred_[s]) continue;
      converted += static_cast<double>(counts_.converts[s]);
      for (auto i = shape_.begins[s]; i < shape_.begins[s + 1]; ++i) {
        if (barred_[shape_.to[i]]) continue;
        inflow += static_cast<double>(counts_.steps[i]);
        put(shape_.to[i], static_cast<double>(counts_.steps[i]), 0);
      }
    }
    const auto least = 1e-17 * inflow / static_cast<double>(barred_.size());
    while (!queue_.empty()) {
      const auto s = queue_.front();
      queue_.pop_front();
      queued_[s] = false;
      converted += push(s, least);
    }
    std::fill(waiting_.begin(), waiting_.end(), 0.0);
    return converted;
  }

 private:
  void put(std::uint32_t s, double flow, double least) {
    waiting_[s] += flow;
    if (queued_[s] || waiting_[s] <= least) return;
    queued_[s] = true;
    queue_.push_back(s);
  }

  /// Sends on what waits in *s*; answers what of it converts.
  double push(std::uint32_t s, double least) {
    const auto flow = waiting_[s] / leaves_[s];
    waiting_[s] = 0;
    for (auto i = shape_.begins[s]; i < shape_.begins[s + 1]; ++i) {
      const auto to = shape_.to[i];
      if (to != s && !barred_[to] && counts_.steps[i] != 0)
        put(to, flow * static_cast<double>(counts_.steps[i]), least);
    }
    return flow * static_cast<double>(counts_.converts[s]);
  }

  const chain_shape& shape_;
  const chain_counts& counts_;
  std::vector<double> leaves_;   // by state, how often it was left for another
  std::vector<double> waiting_;  // by state
  std::vector<char> queued_, barred_;
  std::deque<std::uint32_t> queue_;
};

}  // namespace

std::vector<double> effects_by_elimination(const chain_shape& shape, const chain_counts& counts) {
  auto e = eliminate(shape, counts);
  auto effects = chances(e);
  const auto returns = inverse_diagonal(e);
  const auto conversions = total(counts.converts);
  for (std::size_t s = 0; s < effects.size(); ++s) effects[s] /= returns[s] * conversions;
  return effects;
}

std::vector<double> effects_by_pushing(const chain_shape& shape, const chain_counts& counts) {
  pusher flow(shape, counts);
  const auto conversions = total(counts.converts);
  std::vector<double> effects;
  for (std::uint32_t name = 0; name < shape.names; ++name) effects.push_back(flow.converting(name) / conversions);
  return effects;
}

}  // namespace hub
