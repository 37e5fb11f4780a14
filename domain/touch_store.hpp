// All touches, one cache line each: the names of where they came from repeat in the same few combinations, an id that
// follows from an event is not written again, and the key of a touch is computed where somebody asks for it.
#pragma once

#include <array>
#include <cstdint>

#include "domain/chunked_vector.hpp"
#include "domain/records.hpp"
#include "domain/touch_origins.hpp"

namespace hub {

/// A touch as it is kept.
struct kept_touch {
  std::uint64_t seq : 48 = 0;
  std::uint64_t interaction : 2 = 0;
  std::uint64_t gone : 1 = 0;      ///< its event has a newer version without it
  std::uint64_t of_event : 1 = 0;  ///< an event tells of it
  std::uint64_t of_crm : 1 = 0;    ///< a CRM record means it
  std::uint64_t content = 0;       ///< low half of its content key; of_event: the event's number
  instant occurred_at = 0;
  text_ref external_id;
  std::uint32_t origin = 0;
  std::uint32_t click = 0;
  std::uint32_t agent = 0;
  std::uint32_t identity = 0;  ///< record in the identity graph
  contact_no contact = no_contact;
  member_links links;  ///< among the contact's touches
  std::uint32_t slot_in_minute = nothing;
};
static_assert(sizeof(kept_touch) == 64);

class touch_store {
 public:
  kept_touch& operator[](touch_no no) { return touches_[no]; }
  const kept_touch& operator[](touch_no no) const { return touches_[no]; }
  touch_no size() const { return static_cast<touch_no>(touches_.size()); }

  /// Keeps a touch that is of no contact yet. @param content of one that the touch feed tells
  touch_no add(const touch_record& t, std::uint64_t content) {
    kept_touch k;
    k.seq = t.seq & 0xFFFF'FFFF'FFFFU;
    k.interaction = static_cast<std::uint64_t>(t.interaction) & 3U;
    k.of_event = t.event != nothing ? 1 : 0;
    k.of_crm = t.of_crm ? 1 : 0;
    k.content = t.event != nothing ? t.event : content;
    k.occurred_at = t.occurred_at;
    k.external_id = t.external_id;
    k.origin = origins_.intern({t.feed, {t.channel, t.source_medium, t.campaign, t.adset, t.ad}});
    k.click = t.click;
    k.agent = t.agent;
    touches_.push_back(k);
    return size() - 1;
  }

  /// The touch with everything in its place.
  touch_record told(touch_no no) const {
    const auto& k = touches_[no];
    const auto& [feed, names] = origins_[k.origin];
    touch_record t;
    t.seq = k.seq;
    t.occurred_at = k.occurred_at;
    t.external_id = k.external_id;
    t.event = k.of_event ? static_cast<event_no>(k.content) : nothing;
    t.click = k.click;
    t.feed = feed;
    t.channel = names.channel;
    t.source_medium = names.source_medium;
    t.campaign = names.campaign;
    t.adset = names.adset;
    t.ad = names.ad;
    t.contact = k.contact;
    t.agent = k.agent;
    t.slot_in_minute = k.slot_in_minute;
    t.interaction = static_cast<interaction>(k.interaction);
    t.of_crm = k.of_crm != 0;
    return t;
  }
  name_id feed(touch_no no) const { return origins_[touches_[no].origin].feed; }
  name_id campaign(touch_no no) const { return origins_[touches_[no].origin].names.campaign; }

  std::size_t bytes() const { return touches_.bytes() + origins_.bytes(); }

 private:
  /// Where a touch came from, and who told of it.
  struct origin {
    name_id feed = 0;
    touch_origin names;

    std::array<name_id, 6> all() const {
      return {feed, names.channel, names.source_medium, names.campaign, names.adset, names.ad};
    }
    friend bool operator==(const origin&, const origin&) = default;
  };

  chunked_vector<kept_touch> touches_;
  name_combinations<origin> origins_;
};

}  // namespace hub
