// The quick road of the scan: sales, each dated by itself, are gathered by their number of touches and credited a block at
// a time.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/block_splits.hpp"
#include "domain/large_memory.hpp"
#include "domain/touch_rows.hpp"
#include "domain/touch_weights.hpp"

namespace hub {

class sale_blocks {
 public:
  /// A sale with touches.
  struct sale {
    std::int64_t revenue = 0;  ///< @pre 0 <= revenue < block_value_limit
    bool is_new = false;       ///< the contact's first
    milestones passed;         ///< where a model asks for them
  };

  /// @param models one for each column of *rows*
  /// @pre all outlive it
  sale_blocks(std::vector<touch_weights>& models, touch_rows& where, credit_rows& rows);

  bool ask_milestones() const { return asks_milestones_; }
  /// Takes in a sale over touches that lie in the columns side by side, with the origins that say their rows.
  /// @pre 0 < at.size() <= most_in_block, as large as *origins*; what they refer to stays until finish()
  void add(const sale& s, std::span<const instant> at, const std::uint32_t* origins) {
    auto& b = begin(s, at.size());
    b.at[b.count] = at.data();
    b.rows[b.count] = origins;
    __builtin_prefetch(origins);
    __builtin_prefetch(&at.back());
    b.by_origin[b.count] = 1;
    end(b);
  }
  /// Takes in a sale over any touches that stand in these rows. @pre the same, but for how long they stay
  void add_picked(const sale& s, std::span<const instant> at, std::span<const std::uint32_t> rows);
  /// Brings all credit into the rows.
  void finish();

 private:
  /// How the money of a model is split.
  enum class kind : std::uint8_t { first, last, equal, ends, by_weight, one_by_one };
  /// What is the same for all sales of a block.
  struct known_weights {
    std::vector<double> shares;   // by touch
    large_vector<double> column;  // of weights, where they are neither equal nor those of ends
    std::array<double, 3> ends{};
  };
  struct block {
    std::size_t touches = 0, count = 0;
    alignas(64) std::array<double, lanes::in_block> revenue{};
    std::array<const instant*, lanes::in_block> at{};
    std::array<const std::uint32_t*, lanes::in_block> rows{};  // or origins
    std::array<std::uint8_t, lanes::in_block> by_origin{}, is_new{};
    std::vector<instant> picked_at;  // the touches of sales that were picked
    std::vector<std::uint32_t> picked_rows;
    std::vector<milestones> passed;
    std::vector<known_weights> known;  // by model
  };
  /// Minor units and share units, added in one step.
  struct credit_pair {
    lanes::mask of{};
    std::int64_t revenue() const { return of[0]; }
    std::int64_t shares() const { return of[1]; }
  };

  block& begin(const sale& s, std::size_t touches) {
    auto& b = blocks_[touches];
    if (b.touches == 0) prepare(b, touches);
    b.revenue[b.count] = static_cast<double>(s.revenue);
    b.is_new[b.count] = s.is_new ? 1 : 0;
    if (asks_milestones_) b.passed[b.count] = s.passed;
    return b;
  }
  void end(block& b) {
    if (++b.count == lanes::in_block) credit(b);
  }
  void prepare(block& b, std::size_t touches);
  void know(block& b, std::size_t m);
  void credit(block& b);
  std::uint32_t place_of_row(std::uint32_t row) const { return static_cast<std::uint32_t>((row + 1) * 2 * slots_); }
  void find_places(const block& b);
  void find_ages(const block& b);
  void give_whole(const block& b, std::size_t slot, std::size_t touch);
  void give_spread(block& b, std::size_t m);
  void give(const block& b, std::size_t slot, const double* shares, std::size_t next_touch, std::size_t next_sale);
  void split_alone(const block& b, std::size_t m, std::size_t c);
  void settle();

  const block_steps& steps_ = fastest_block_steps();
  std::vector<touch_weights>& models_;
  touch_rows& where_;
  credit_rows& rows_;
  std::vector<kind> kinds_;
  bool asks_milestones_ = false;
  std::array<block, most_in_block + 1> blocks_;
  /// By row, the first for what is hidden; then by old and new customers; then by model, and one for all models.
  std::vector<credit_pair> sums_;
  std::size_t slots_;
  std::vector<std::uint32_t> place_of_origin_;  // 0: not looked up yet
  std::size_t until_settled_;
  // Of the block at hand, touch by touch.
  std::vector<std::uint32_t> places_;  // in sums_
  large_vector<double> ages_, weights_, shares_, parts_;
  std::vector<std::int64_t> alone_;
};

}  // namespace hub
