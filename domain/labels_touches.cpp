#include "domain/labels_touches.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <utility>

#include "domain/map_bytes.hpp"

namespace hub {
namespace {

constexpr std::uint32_t touches_mask = 0x7FFF'FFFFU;

}  // namespace

touch_labels::touch_labels(const label_policy& policy) : policy_(policy), bots_(policy.bot_agents) {
  clicks_.emplace_back();  // no click id
}

std::uint32_t touch_labels::agent_of(std::string_view user_agent) {
  if (user_agent.empty()) return 0;
  const auto hash = XXH3_64bits(user_agent.data(), user_agent.size());
  const auto [known, first] = agent_numbers_.try_emplace(hash, static_cast<std::uint32_t>(agents_.size()));
  if (first) agents_.push_back({bots_.word_in(user_agent), 0});
  return known->second;
}

// --- clicks ---

std::uint32_t touch_labels::click_of(std::string_view click_id) {
  const auto hash = text_hash(click_id);
  if (hash == 0) return 0;
  const auto known = click_numbers_.find(hash, [&](auto no) { return clicks_[no].hash == hash; });
  if (known != number_table::absent) return known;
  const auto no = static_cast<std::uint32_t>(clicks_.size());
  clicks_.emplace_back().hash = hash;
  click_numbers_.insert(hash, no);
  return no;
}

std::uint64_t touch_labels::touches_with(const click_entry& e) const {
  if (!e.many) return e.touches;
  std::uint64_t touches = 0;
  for (const auto& [contact, count] : many_[e.holder]) touches += count;
  return touches;
}

/// Notes the click id as duplicate, or no longer so; its holders look different then.
void touch_labels::told_of_click(std::uint32_t click, std::size_t before) {
  const auto& e = clicks_[click];
  const auto now = contacts_with(e);
  const bool was = before > policy_.max_contacts_per_click, is = now > policy_.max_contacts_per_click;
  if (was == is) return;
  if (is)
    duplicate_clicks_.insert(click);
  else
    duplicate_clicks_.erase(click);
  if (!e.many)
    changed_.push_back(e.holder);
  else
    for (const auto& [contact, count] : many_[e.holder]) changed_.push_back(contact);
}

void touch_labels::enter(const kept_touch& t) {
  ++agents_[t.agent].touches;
  if (t.click == 0) return;
  auto& e = clicks_[t.click];
  const auto before = contacts_with(e);
  if (before == 0) e.holder = t.contact;
  if (!e.many && e.holder == t.contact) {
    e.touches = (e.touches + 1) & touches_mask;
    return told_of_click(t.click, before);
  }
  if (!e.many) {
    if (free_many_.empty()) {
      free_many_.push_back(static_cast<std::uint32_t>(many_.size()));
      many_.emplace_back();
    }
    const auto entry = free_many_.back();
    free_many_.pop_back();
    many_[entry][e.holder] = e.touches;
    e.holder = entry;
    e.many = 1;
  }
  ++many_[e.holder][t.contact];
  told_of_click(t.click, before);
}

void touch_labels::leave(const kept_touch& t) {
  --agents_[t.agent].touches;
  if (t.click == 0) return;
  auto& e = clicks_[t.click];
  if (!e.many) {
    e.touches = (e.touches - 1) & touches_mask;
    if (e.touches == 0) duplicate_clicks_.erase(t.click);
    return;
  }
  auto& who = many_[e.holder];
  const auto before = who.size();
  if (const auto one = who.find(t.contact); --one->second == 0) who.erase(one);
  told_of_click(t.click, before);
  if (who.size() > 1) return;
  const auto [contact, touches] = *who.begin();
  who = {};
  free_many_.push_back(e.holder);
  e.holder = contact;
  e.touches = touches & touches_mask;
  e.many = 0;
}

// --- floods ---

touch_labels::minute_key touch_labels::minute_of(const touch_record& t) {
  const auto at = t.occurred_at;
  return {at >= 0 ? at / minute_us : (at - minute_us + 1) / minute_us, t.campaign, t.agent};
}

void touch_labels::alone(touch_no no, touch_store& all) {
  auto& t = all[no];
  if (t.agent == 0 || all.campaign(no) == 0) return;
  const auto key = minute_of(all.told(no));
  auto& list = minutes_[key];
  t.slot_in_minute = static_cast<std::uint32_t>(list.size());
  list.push_back(no);
  if (list.size() != policy_.flood_touches + 1) return;
  floods_.insert(key);
  for (const auto other : list) changed_.push_back(all[other].contact);
}

void touch_labels::in_company(touch_no no, touch_store& all) {
  auto& t = all[no];
  if (t.slot_in_minute == nothing) return;
  const auto found = minutes_.find(minute_of(all.told(no)));
  auto& list = found->second;
  list[t.slot_in_minute] = list.back();
  all[list.back()].slot_in_minute = t.slot_in_minute;
  t.slot_in_minute = nothing;
  list.pop_back();
  if (list.size() == policy_.flood_touches) {
    floods_.erase(found->first);
    for (const auto other : list) changed_.push_back(all[other].contact);
  }
  if (list.empty()) minutes_.erase(found);
}

// --- answers ---

label_set touch_labels::of(const touch_record& t) const {
  label_set labels;
  if (!agents_[t.agent].word.empty()) labels.add(label::bot_agent);
  if (!duplicate_clicks_.empty() && duplicate_clicks_.contains(t.click)) labels.add(label::duplicate_click_id);
  if (t.slot_in_minute != nothing && !floods_.empty() && floods_.contains(minute_of(t)))
    labels.add(label::one_hit_flood);
  return labels;
}

std::string touch_labels::reason(label l, const touch_record& t, std::string_view campaign) const {
  switch (l) {
    case label::bot_agent: return "the user agent says '" + std::string(agents_[t.agent].word) + "'";
    case label::duplicate_click_id:
      return "its click id stands on touches of " + std::to_string(contacts_with(clicks_[t.click])) +
             " contacts, more than " + std::to_string(policy_.max_contacts_per_click);
    case label::one_hit_flood: {
      const auto key = minute_of(t);
      return std::to_string(minutes_.at(key).size()) + " touches of campaign " + std::string(campaign) +
             " by one user agent in the minute of " + format_instant(key.minute * minute_us) +
             ", each all that is known of its contact, more than " + std::to_string(policy_.flood_touches);
    }
    default: return {};
  }
}

std::uint64_t touch_labels::count(label l) const {
  std::uint64_t n = 0;
  if (l == label::bot_agent)
    for (const auto& a : agents_) n += a.word.empty() ? 0 : a.touches;
  if (l == label::duplicate_click_id)
    for (const auto click : duplicate_clicks_) n += touches_with(clicks_[click]);
  if (l == label::one_hit_flood)
    for (const auto& minute : floods_) n += minutes_.at(minute).size();
  return n;
}

std::size_t touch_labels::bytes() const {
  return clicks_.bytes() + click_numbers_.bytes() + map_bytes(minutes_) + map_bytes(duplicate_clicks_) +
         map_bytes(agent_numbers_) + agents_.capacity() * sizeof(agent_entry);
}

std::vector<contact_no> touch_labels::take_changed() { return std::exchange(changed_, {}); }

}  // namespace hub
