// Labels: what looks like fraud, a machine or a slip, said of touches and conversions beside what they are. Computed from
// the facts, never stored; which of them are left out of reports is the policy's to say. docs/semantics.md, "Labels".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "domain/time.hpp"

namespace hub {

/// The first three are of touches, the others of conversions.
enum class label : std::uint8_t { bot_agent, duplicate_click_id, one_hit_flood, fast_order, outlier_value };

inline constexpr label all_labels[] = {label::bot_agent, label::duplicate_click_id, label::one_hit_flood,
                                       label::fast_order, label::outlier_value};

constexpr bool is_touch_label(label l) { return l <= label::one_hit_flood; }

/// `bot-agent`, `duplicate-click-id`, …
std::string_view to_string(label l);
/// Error: `label-unknown`, naming the labels there are.
result<label> parse_label(std::string_view name);

/// Some of the labels.
class label_set {
 public:
  constexpr label_set() = default;
  constexpr label_set(std::initializer_list<label> labels) {
    for (const auto l : labels) add(l);
  }
  constexpr void add(label l) { bits_ |= bit(l); }
  constexpr void add(label_set more) { bits_ |= more.bits_; }
  constexpr bool has(label l) const { return (bits_ & bit(l)) != 0; }
  constexpr bool meets(label_set other) const { return (bits_ & other.bits_) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  friend constexpr bool operator==(label_set, label_set) = default;

 private:
  static constexpr std::uint8_t bit(label l) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(l)); }
  std::uint8_t bits_ = 0;
};

/// From when on something is labelled, and which labels leave it out.
struct label_policy {
  std::size_t max_contacts_per_click = 3;  ///< more touch it: the click id is duplicate
  std::size_t flood_touches = 100;         ///< more one-hit touches of one campaign, agent and minute: a flood
  std::int64_t min_click_to_order_us = 2 * second_us;  ///< an order that soon, or sooner, is too fast
  std::int64_t outlier_factor = 100;                   ///< times the median of its kind; beyond it: an outlier
  std::size_t outlier_min_conversions = 30;            ///< of one kind, before any of them is one
  std::vector<std::string> bot_agents;                 ///< words of user agents beside those of bot_agents.def
  label_set leave_out = {label::bot_agent};
};

/// One label with the figures that brought it.
struct label_note {
  label what = label::bot_agent;
  std::string reason;     ///< a sentence without its full stop
  bool left_out = false;  ///< the policy leaves out what carries it
};

/// How much carries a label.
struct label_count {
  label what = label::bot_agent;
  bool left_out = false;
  std::uint64_t touches = 0;  ///< as told, before clicks told twice are folded
  std::uint64_t conversions = 0;
};

}  // namespace hub
