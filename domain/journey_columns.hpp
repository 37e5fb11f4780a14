// What an attribution shard holds: its journeys as columns, in as few bytes as the scans and their explanations need.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/journeys.hpp"
#include "domain/number_table.hpp"
#include "domain/touch_origins.hpp"

namespace hub {

/// The entries of one conversion, the sale first. Valid until the columns change.
class entry_list {
 public:
  explicit entry_list(const journey_entry& one) : one_(one) {}
  explicit entry_list(std::span<const journey_entry> many) : many_(many.data()), size_(many.size()) {}

  const journey_entry* begin() const { return many_ != nullptr ? many_ : &one_; }
  const journey_entry* end() const { return begin() + size_; }

 private:
  journey_entry one_;
  const journey_entry* many_ = nullptr;
  std::size_t size_ = 1;
};

/// The journeys of one shard as columns. Updates append; what they replace is dead until compaction.
class journey_columns {
 public:
  /// Position of a conversion in the columns.
  struct row {
    instant at = 0;
    std::int64_t amount = 0;        ///< of the sale
    std::uint32_t first_touch = 0;  ///< the journey's touches …
    std::uint32_t last_touch = 0;   ///< … up to and including the instant of the conversion
    std::uint32_t detail = 0;       ///< in the list of bare ones, or of whole ones
    std::uint32_t next = no_row;    ///< of the journey
    hub::currency currency;
    bool alive : 1 = true;
    bool plain : 1 = true;  ///< one entry, one type: details need not be looked at
    bool bare : 1 = true;   ///< all there is to tell stands here and in a few words beside
    bool has_value : 1 = false;
    bool offline : 1 = false;
    bool first_of_contact : 1 = false;
    bool elsewhere : 1 = false;
    label_set labels;
    name_id type = 0;
    name_id source = 0;
  };
  static constexpr std::uint32_t no_row = 0xFFFF'FFFFU;
  struct span_of_journey {
    std::uint64_t journey = 0;
    std::uint32_t first_touch = 0, touches = 0;
    std::uint32_t first_row = no_row;  ///< the others follow by `next`
    bool alive = true;
  };

  /// @pre a patch is of a journey that was told whole before
  void apply(journey_update update);

  std::span<const row> rows() const { return rows_; }
  /// All that was told of a conversion, put together again.
  journey_conversion detail(const row& r) const;
  const key128& id(const row& r) const { return r.bare ? bare_[r.detail].id : whole_[r.detail].id; }
  std::uint32_t contact(const row& r) const { return r.bare ? bare_[r.detail].contact : whole_[r.detail].contact; }
  name_id country(const row& r) const { return r.bare ? bare_[r.detail].country : whole_[r.detail].country; }
  milestones passed(const row& r) const { return r.bare ? milestones{} : whole_[r.detail].passed; }
  entry_list entries(const row& r) const {
    if (r.bare) return entry_list(journey_entry{r.at, r.amount, 1, entry_kind::sale});
    return entry_list(std::span<const journey_entry>(whole_[r.detail].entries.data(), whole_[r.detail].entries.size()));
  }
  /// Whether one of its source events has this type, or this source.
  bool has_type(const row& r, name_id type) const {
    return r.plain ? r.type == type : holds(whole_[r.detail].types, type);
  }
  bool has_source(const row& r, name_id source) const {
    return r.plain ? r.source == source : holds(whole_[r.detail].sources, source);
  }

  std::span<const instant> at() const { return at_; }
  std::span<const std::uint8_t> flags() const { return flags_; }
  /// Of each touch, its position in origins().
  std::span<const std::uint32_t> origin() const { return origin_; }
  std::span<const touch_origin> origins() const { return origins_.all(); }
  origin_names channel() const { return names(&touch_origin::channel); }
  origin_names source_medium() const { return names(&touch_origin::source_medium); }
  origin_names campaign() const { return names(&touch_origin::campaign); }
  origin_names adset() const { return names(&touch_origin::adset); }
  origin_names ad() const { return names(&touch_origin::ad); }
  /// Every living journey, in the order of the columns, for journeys without a conversion in scope.
  template <class F>
  void for_each_journey(F&& f) const {
    for (const auto& span : spans_)
      if (span.alive) f(span);
  }
  /// Calls f(row) for the conversions of a journey, in no particular order, until it returns false.
  template <class F>
  void for_each_row(const span_of_journey& of, F&& f) const {
    for (auto at = of.first_row; at != no_row && f(rows_[at]); at = rows_[at].next) {}
  }
  std::size_t journey_count() const { return living_; }
  std::size_t bytes() const;

 private:
  /// What is told of a conversion of one entry, event, type and source that passed no milestone, beside its row.
  struct bare_detail {
    key128 id;
    std::uint64_t seq = 0;
    name_id country = 0;
    std::uint32_t contact = 0;
  };

  static bool holds(const few<name_id>& list, name_id id) {
    return std::find(list.begin(), list.end(), id) != list.end();
  }
  static bool is_bare(const journey_conversion& c);
  origin_names names(name_id touch_origin::*which) const { return {origin_, origins_.all(), which}; }
  std::uint32_t find(std::uint64_t journey) const;
  /// *old* is where the journey stood before, or `absent`.
  void append(journey_update update, std::uint32_t old);
  void append_row(span_of_journey& to, journey_conversion c);
  void patch(span_of_journey& journey, journey_update update);
  void bury(span_of_journey& old);
  void bury_row(std::uint32_t at);
  void compact();

  std::vector<instant> at_;
  std::vector<std::uint8_t> flags_;
  std::vector<std::uint32_t> origin_;
  origin_table origins_;
  std::vector<row> rows_;
  std::vector<bare_detail> bare_;
  std::vector<journey_conversion> whole_;
  std::vector<span_of_journey> spans_;
  number_table journeys_;  // where each stands in spans_, also those that are gone
  std::size_t living_ = 0;
  std::size_t dead_touches_ = 0;
  std::size_t dead_rows_ = 0;
};

}  // namespace hub
