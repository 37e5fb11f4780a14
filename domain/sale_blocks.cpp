#include "domain/sale_blocks.hpp"

#include <algorithm>

namespace hub {
namespace {

using lanes::in_block;

constexpr std::size_t settle_every = 1 << 20;  // share sums hold nine million conversions between

lanes::mask pair_of(double revenue, double shares) { return lanes::integers(lanes::real{revenue, shares}); }

}  // namespace

sale_blocks::sale_blocks(std::vector<touch_weights>& models, touch_rows& where, credit_rows& rows)
    : models_(models),
      where_(where),
      rows_(rows),
      slots_(models.size() + 1),
      place_of_origin_(where.origins()),
      until_settled_(settle_every),
      places_(most_in_block * in_block),
      ages_(most_in_block * in_block),
      weights_(most_in_block * in_block),
      shares_(most_in_block * in_block),
      parts_(most_in_block * in_block) {
  for (const auto& m : models) {
    switch (m.what()) {
      case model::first_touch: kinds_.push_back(kind::first); break;
      case model::last_touch: kinds_.push_back(kind::last); break;
      case model::linear: kinds_.push_back(kind::equal); break;
      case model::position_based: kinds_.push_back(kind::ends); break;
      case model::time_decay: kinds_.push_back(kind::by_weight); break;
      default: kinds_.push_back(kind::one_by_one);
    }
    asks_milestones_ = asks_milestones_ || is_milestone_model(m.what());
  }
}

void sale_blocks::add_picked(const sale& s, std::span<const instant> at, std::span<const std::uint32_t> rows) {
  const auto n = at.size();
  auto& b = begin(s, n);
  if (b.picked_at.empty()) {
    b.picked_at.resize(n * in_block);
    b.picked_rows.resize(n * in_block);
  }
  b.at[b.count] = b.picked_at.data() + b.count * n;
  b.rows[b.count] = b.picked_rows.data() + b.count * n;
  b.by_origin[b.count] = 0;
  std::copy(at.begin(), at.end(), b.picked_at.data() + b.count * n);
  std::copy(rows.begin(), rows.end(), b.picked_rows.data() + b.count * n);
  end(b);
}

void sale_blocks::finish() {
  for (auto& b : blocks_)
    if (b.count != 0) credit(b);
  settle();
}

void sale_blocks::prepare(block& b, std::size_t touches) {
  b.touches = touches;
  if (asks_milestones_) b.passed.resize(in_block);
  b.known.resize(models_.size());
  for (std::size_t m = 0; m < models_.size(); ++m)
    if (kinds_[m] == kind::equal || kinds_[m] == kind::ends) know(b, m);
}

/// What model *m* weighs by the number of touches alone.
void sale_blocks::know(block& b, std::size_t m) {
  const std::vector<instant> any(b.touches);
  const auto by = models_[m].over(std::span(any));
  auto& known = b.known[m];
  known.shares.assign(by.shares.begin(), by.shares.end());
  if (kinds_[m] == kind::equal) return;
  if (b.touches > 2) known.ends = {by.weights.front(), by.weights[1], by.weights.back()};
  if (known.ends[0] > 0 && known.ends[1] > 0 && known.ends[2] > 0) return;
  for (const auto w : by.weights) known.column.insert(known.column.end(), in_block, w);
}

void sale_blocks::credit(block& b) {
  for (auto c = b.count; c % lanes::most_width != 0; ++c)
    b.at[c] = b.at[0];  // computed beside the others, and not heard
  find_places(b);
  if (b.touches == 1) {
    give_whole(b, models_.size(), 0);
  } else {
    for (std::size_t m = 0; m < models_.size(); ++m) {
      if (kinds_[m] == kind::first)
        give_whole(b, m, 0);
      else if (kinds_[m] == kind::last)
        give_whole(b, m, b.touches - 1);
      else
        give_spread(b, m);
    }
  }
  until_settled_ -= std::min(until_settled_, b.count);
  if (until_settled_ == 0) settle();
  b.count = 0;
}

void sale_blocks::find_places(const block& b) {
  // Beside what is written, so that neither need be read again for each touch.
  auto* known = place_of_origin_.data();
  const auto touches = b.touches;
  for (std::size_t c = 0; c < b.count; ++c) {
    const auto* rows = b.rows[c];
    auto* places = places_.data() + c;
    const auto customer = b.is_new[c] * static_cast<std::uint32_t>(slots_);
    if (b.by_origin[c] != 0) {
      for (std::size_t i = 0; i < touches; ++i) {
        auto& place = known[rows[i]];
        if (place == 0) place = place_of_row(where_.of_origin(rows[i]));
        places[i * in_block] = place + customer;
      }
    } else {
      for (std::size_t i = 0; i < b.touches; ++i)
        places[i * in_block] = (rows[i] == touch_rows::hidden ? 0 : place_of_row(rows[i])) + customer;
    }
  }
  const auto needed = (rows_.size() + 1) * 2 * slots_;
  if (sums_.size() < needed) sums_.resize(needed + needed / 4);
}

void sale_blocks::find_ages(const block& b) {
  const auto n = b.touches;
  const auto many = (b.count + lanes::most_width - 1) / lanes::most_width * lanes::most_width;
  for (std::size_t c = 0; c < many; ++c) {
    const auto* at = b.at[c];
    const auto last = at[n - 1];
    for (std::size_t i = 0; i < n; ++i) ages_[i * in_block + c] = static_cast<double>(last - at[i]);
  }
}

void sale_blocks::give_whole(const block& b, std::size_t slot, std::size_t touch) {
  for (std::size_t c = 0; c < b.count; ++c)
    sums_[places_[touch * in_block + c] + slot].of += pair_of(b.revenue[c], static_cast<double>(share_unit));
}

void sale_blocks::give_spread(block& b, std::size_t m) {
  const block_extent of{b.touches, b.count};
  const auto& known = b.known[m];
  const auto* values = b.revenue.data();
  block_doubts doubts;
  if (kinds_[m] == kind::equal) {
    steps_.split_equally(of, values, parts_.data());
  } else if (kinds_[m] == kind::ends && known.column.empty()) {
    steps_.split_ends(of, values, known.ends, parts_.data(), doubts);
  } else if (kinds_[m] == kind::ends) {
    steps_.split(of, values, known.column.data(), parts_.data(), doubts);
  } else if (kinds_[m] == kind::by_weight) {
    find_ages(b);
    steps_.weigh(of, models_[m].decay().table(), ages_.data(), weights_.data(), doubts);
    steps_.share(of, weights_.data(), shares_.data());
    steps_.split(of, values, weights_.data(), parts_.data(), doubts);
  }
  const bool alone = kinds_[m] == kind::one_by_one;
  if (alone || doubts.any())
    for (std::size_t c = 0; c < b.count; ++c)
      if (alone || doubts.of(c)) split_alone(b, m, c);
  if (known.shares.empty())
    give(b, m, shares_.data(), in_block, 1);
  else
    give(b, m, known.shares.data(), 1, 0);
}

void sale_blocks::split_alone(const block& b, std::size_t m, std::size_t c) {
  const std::span at(b.at[c], b.touches);
  auto& model = models_[m];
  const auto by = is_milestone_model(model.what()) ? model.over(at, b.passed[c]) : model.over(at);
  alone_.resize(b.touches);
  allocate_into(static_cast<std::int64_t>(b.revenue[c]), by.weights, alone_);
  for (std::size_t i = 0; i < b.touches; ++i) {
    parts_[i * in_block + c] = static_cast<double>(alone_[i]);
    shares_[i * in_block + c] = static_cast<double>(by.shares[i]);
  }
}

/// Adds the parts to the rows of the touches; the shares of a touch stand at touch * next_touch + sale * next_sale.
void sale_blocks::give(const block& b, std::size_t slot, const double* shares, std::size_t next_touch,
                       std::size_t next_sale) {
  auto* sums = sums_.data() + slot;
  const auto count = b.count;  // which the sums might overlap, for all that the compiler knows
  for (std::size_t i = 0; i < b.touches; ++i) {
    const auto* parts = parts_.data() + i * in_block;
    const auto* places = places_.data() + i * in_block;
    const auto* share = shares + i * next_touch;
    for (std::size_t c = 0; c < count; ++c) sums[places[c]].of += pair_of(parts[c], share[c * next_sale]);
  }
}

void sale_blocks::settle() {
  const auto take = [&](credit_cell& cell, std::size_t at) {
    for (const std::size_t is_new : {0, 1}) {
      const auto sum = std::exchange(sums_[at + is_new * slots_], credit_pair{});
      cell.revenue += sum.revenue();
      if (is_new == 1) cell.new_revenue += sum.revenue();
      cell.conversions.add(sum.shares());
      cell.conversions.settle();
    }
  };
  for (std::size_t row = 0; row < rows_.size() && (row + 2) * 2 * slots_ <= sums_.size(); ++row) {
    const auto at = (row + 1) * 2 * slots_;
    for (std::size_t m = 0; m < models_.size(); ++m) take(rows_.cells(static_cast<std::uint32_t>(row))[m], at + m);
    take(rows_.all_models(static_cast<std::uint32_t>(row)), at + models_.size());
  }
  until_settled_ = settle_every;
}

}  // namespace hub
