// The labels of touches, kept up to date touch by touch: who makes them, which click ids many contacts have, which
// minutes are flooded with contacts of one touch. About O(1) a touch; where a limit is crossed, those few that stood
// before it are told too.
#pragma once

#include <boost/container/small_vector.hpp>
#include <boost/container_hash/hash.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "domain/bot_agents.hpp"
#include "domain/chunked_vector.hpp"
#include "domain/labels.hpp"
#include "domain/number_table.hpp"
#include "domain/touch_store.hpp"

namespace hub {

class touch_labels {
 public:
  explicit touch_labels(const label_policy& policy);

  /// A number for the user agent; 0 for none.
  std::uint32_t agent_of(std::string_view user_agent);
  /// A number for the click id; 0 for none.
  std::uint32_t click_of(std::string_view click_id);
  /// text_hash() of the click id of this number.
  std::uint64_t click_hash(std::uint32_t click) const { return clicks_[click].hash; }

  /// A touch came to its contact, or is about to leave it.
  void enter(const kept_touch& touch);
  void leave(const kept_touch& touch);
  /// The touch became all that is known of its contact, or ceased to be. @param all where *no* and its like are
  void alone(touch_no no, touch_store& all);
  void in_company(touch_no no, touch_store& all);

  label_set of(const touch_record& touch) const;
  /// Why the touch carries *l*. @param campaign the campaign's name @pre of(touch) has *l*
  std::string reason(label l, const touch_record& touch, std::string_view campaign) const;
  /// How many touches carry *l*.
  std::uint64_t count(label l) const;

  std::size_t bytes() const;

  /// The contacts of touches whose labels changed since the last time, though they did not move themselves.
  std::vector<contact_no> take_changed();

 private:
  struct agent_entry {
    std::string_view word;  // by which it is a machine's
    std::uint64_t touches = 0;
  };
  /// Who has a click id: one contact mostly, else those in an entry of `many_`.
  struct click_entry {
    std::uint64_t hash = 0;
    std::uint32_t holder = no_contact;  // the contact; many: the entry
    std::uint32_t touches : 31 = 0;     // of one contact; 0: nobody has it
    std::uint32_t many : 1 = 0;
  };
  struct minute_key {
    std::int64_t minute = 0;
    name_id campaign = 0;
    std::uint32_t agent = 0;
    friend bool operator==(const minute_key&, const minute_key&) = default;
    friend std::size_t hash_value(const minute_key& k) {
      std::size_t seed = 0;
      boost::hash_combine(seed, k.minute);
      boost::hash_combine(seed, k.campaign);
      boost::hash_combine(seed, k.agent);
      return seed;
    }
  };
  using holders = boost::unordered_flat_map<contact_no, std::uint32_t>;

  static minute_key minute_of(const touch_record& touch);
  std::size_t contacts_with(const click_entry& e) const {
    return e.many ? many_[e.holder].size() : e.touches == 0 ? 0 : 1;
  }
  std::uint64_t touches_with(const click_entry& e) const;
  void told_of_click(std::uint32_t click, std::size_t before);

  label_policy policy_;
  bot_agents bots_;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> agent_numbers_;  // by hash
  std::vector<agent_entry> agents_{1};
  chunked_vector<click_entry> clicks_;  // by number
  number_table click_numbers_;
  std::vector<holders> many_;
  std::vector<std::uint32_t> free_many_;
  boost::unordered_flat_set<std::uint32_t> duplicate_clicks_;
  boost::unordered_flat_map<minute_key, boost::container::small_vector<touch_no, 1>> minutes_;
  boost::unordered_flat_set<minute_key> floods_;
  std::vector<contact_no> changed_;
};

}  // namespace hub
