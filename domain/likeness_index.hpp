// The events of one contact with many, by what likeness looks at (family, currency, amount), in time order. Finds those
// near in time without looking at the rest, and notices where too many are alike to tell orders apart.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <vector>

#include "domain/time.hpp"

namespace hub {

class likeness_index {
 public:
  struct entry {
    instant at = 0;
    std::uint32_t event = 0;
    friend auto operator<=>(const entry&, const entry&) = default;
  };

  /// @param window_us likeness reaches this far in time
  /// @param most an event with more than this many others like it within the window, itself included, is crowded
  likeness_index(std::int64_t window_us, std::size_t most) : window_us_(window_us), most_(most) {}

  /// Appends to *changed* the events (perhaps this one too) that become crowded.
  void add(std::uint64_t likeness, entry e, std::vector<std::uint32_t>& changed);
  /// Appends to *changed* the events that are crowded no longer. @pre it was added as it is
  void remove(std::uint64_t likeness, entry e, std::vector<std::uint32_t>& changed);

  /// Calls f(event) for the events of this likeness within the window that are not crowded.
  template <class F>
  void for_each_near(std::uint64_t likeness, instant at, F&& f) const {
    const auto found = buckets_.find(likeness);
    if (found == buckets_.end()) return;
    const auto& open = found->second.open;
    for (auto i = begin_of(open, at); i != open.end() && i->at - at <= window_us_; ++i) f(i->event);
  }

 private:
  using entries = std::vector<entry>;
  struct bucket {
    entries open;     // in order
    entries crowded;  // in order
  };

  entries::const_iterator begin_of(const entries& list, instant at) const;
  std::size_t near(const entries& list, instant at) const;
  bool is_crowded(const bucket& b, instant at) const { return near(b.open, at) + near(b.crowded, at) > most_; }

  std::int64_t window_us_;
  std::size_t most_;
  boost::unordered_flat_map<std::uint64_t, bucket> buckets_;
};

}  // namespace hub
