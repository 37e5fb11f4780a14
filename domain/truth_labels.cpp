// Labels of touches and conversions: what the facts make suspicious, and why. docs/semantics.md, "Labels".
#include <algorithm>

#include "domain/truth.hpp"

namespace hub {
namespace {

/// `0.8`, `2`: seconds with as many decimals as they have.
std::string seconds_text(std::int64_t us) {
  auto text = std::to_string(us / second_us);
  auto rest = std::to_string(second_us + us % second_us).substr(1);
  rest.erase(rest.find_last_not_of('0') + 1);
  return rest.empty() ? text : text + "." + rest;
}

std::string amount_text(std::int64_t minor, currency c) { return format_amount(minor, c) + " " + to_string(c); }

}  // namespace

/// Learns which contacts are known by one touch alone, and has those compiled whose touches look different now.
void truth::settle_labels(const std::vector<contact_no>& changed) {
  for (const auto contact : changed) {
    auto* found = contacts_.find(contact);
    if (found == nullptr) continue;
    auto& entry = *found;
    const auto now = entry.events.empty() && entry.touches.count == 1 ? entry.touches.first : nothing;
    if (now == entry.alone) continue;
    if (entry.alone != nothing) touch_labels_.in_company(entry.alone, touches_);
    if (now != nothing) touch_labels_.alone(now, touches_);
    entry.alone = now;
  }
  for (const auto contact : touch_labels_.take_changed()) mark(contact);
  if (!policy_.marks.leave_out.has(label::fast_order)) return;
  // Whoever shares a conversion is told of it too, because its being left out decides whether they converted.
  std::vector<contact_no> sharing;
  for (const auto contact : changed)
    for (const auto founder : founders_of(contact))
      if (auto all = contacts_of(founder); all.size() > 1) sharing.insert(sharing.end(), all.begin(), all.end());
  for (const auto contact : sharing) mark(contact);
}

/// Events that found no conversion any more are worth nothing.
void truth::drop_values(contact_no contact) {
  const auto* entry = members_at(contact);
  if (entry == nullptr) return;
  for (const auto no : entry->events.of(events_))
    if (!events_[no].outcome || events_[no].founder != no) values_.drop(no);
}

/// Whether the touch is a click that somebody else than the conversion's own events tells of, at a time of its own.
bool truth::tells_of_click(const touch_record& t, event_no founder) const {
  if (t.interaction != interaction::click || t.of_crm) return false;
  if (t.event == nothing) return true;
  const auto& told_by = events_[t.event];
  return told_by.founder != founder && t.occurred_at < told_by.occurred_at;
}

/// The click that a purchase at *at* came too soon after; nothing when there is none, or when anything is known of its
/// contacts from before.
touch_no truth::hasty_click(event_no founder, std::span<const contact_no> contacts, name_id family, instant at) const {
  if (const auto purchase = names_.find("purchase"); !purchase || family != *purchase) return nothing;
  const auto since = at - policy_.marks.min_click_to_order_us;
  auto click = nothing;
  touch_record first;
  for (const auto contact : contacts) {
    const auto* entry = members_at(contact);
    if (entry == nullptr) continue;
    for (const auto no : entry->touches.of(touches_)) {
      if (touches_[no].occurred_at < since) return nothing;
      if (touches_[no].occurred_at > at) continue;
      const auto t = touches_.told(no);
      if (!tells_of_click(t, founder) || (click != nothing && !touch_before(t, first))) continue;
      click = no;
      first = t;
    }
  }
  if (click == nothing) return nothing;
  for (const auto contact : contacts) {
    const auto* entry = members_at(contact);
    if (entry == nullptr) continue;
    if (const auto* busy = busy_of(*entry); busy != nullptr && busy->since >= since) continue;
    for (const auto no : entry->events.of(events_))
      if (events_[no].occurred_at < since && events_[no].founder != founder) return nothing;
  }
  return click;
}

/// The labels of each touch; one that stands for others carries theirs too.
std::vector<label_set> truth::labels_of(const std::vector<touch_record>& touches,
                                        const std::vector<std::uint32_t>& stands) const {
  std::vector<label_set> labels(touches.size());
  for (std::size_t i = 0; i < touches.size(); ++i) {
    const auto own = touch_labels_.of(touches[i]);
    labels[i].add(own);
    labels[stands[i]].add(own);
  }
  return labels;
}

std::vector<label_note> truth::notes_on(label_set labels, const touch_record& t) const {
  std::vector<label_note> notes;
  const auto own = touch_labels_.of(t);
  for (const auto l : all_labels) {
    if (!labels.has(l)) continue;
    auto why = own.has(l) ? touch_labels_.reason(l, t, names_.text(t.campaign)) : "another report of this click has it";
    notes.push_back({l, std::move(why), policy_.marks.leave_out.has(l)});
  }
  return notes;
}

std::string truth::why_fast(event_no founder, instant at) const {
  const auto contacts = contacts_of(founder);
  const auto click = hasty_click(founder, contacts, *names_.find("purchase"), at);
  if (click == nothing) return {};
  const auto t = touches_.told(click);
  return seconds_text(at - t.occurred_at) + " seconds after the click " + touch_id(t) +
         ", and nothing is known of its contacts from more than " + seconds_text(policy_.marks.min_click_to_order_us) +
         " seconds before";
}

std::string truth::why_outlier(const journey_conversion& c) const {
  const auto usual = values_.usual(value_kind{c.type, c.currency});
  const auto value = c.entries.front().amount;
  return amount_text(value, c.currency) + " is " + std::to_string(value / usual.median) + " times " +
         amount_text(usual.median, c.currency) + ", the median of " + std::to_string(usual.conversions) +
         " conversions of type " + names_.text(c.type) + " in this currency; more than " +
         std::to_string(policy_.marks.outlier_factor) + " times is an outlier";
}

std::vector<label_note> truth::notes_on(event_no founder, const journey_conversion& c) const {
  std::vector<label_note> notes;
  const auto labels = values_.of(founder);
  const auto note = [&](label l, std::string why) {
    notes.push_back({l, std::move(why), policy_.marks.leave_out.has(l)});
  };
  if (labels.has(label::fast_order)) note(label::fast_order, why_fast(founder, c.at));
  if (labels.has(label::outlier_value)) note(label::outlier_value, why_outlier(c));
  return notes;
}

std::vector<label_count> truth::label_counts() const {
  std::vector<label_count> counts;
  for (const auto l : all_labels)
    counts.push_back({l, policy_.marks.leave_out.has(l), touch_labels_.count(l), values_.with(l).size()});
  return counts;
}

labelled_item truth::item_of(label l, const touch_record& t) const {
  labelled_item item;
  item.is_touch = true;
  item.at = t.occurred_at;
  item.key = touch_key(t);
  item.id = touch_id(t);
  item.source = names_.text(t.feed);
  item.contact = contact_id(identity_.key_of(t.contact));
  item.note = {l, touch_labels_.reason(l, t, names_.text(t.campaign)), policy_.marks.leave_out.has(l)};
  return item;
}

labelled_item truth::item_of(label l, event_no founder) const {
  const auto c = compile_conversion(founder);
  labelled_item item;
  item.at = c.at;
  item.key = c.id;
  item.source = names_.text(c.source);
  item.type = names_.text(c.type);
  item.has_value = c.has_value;
  if (c.has_value) item.value = {c.entries.front().amount, c.currency};
  if (const auto contacts = contacts_of(founder); !contacts.empty())
    item.contact = contact_id(identity_.key_of(contacts.front()));
  for (auto& note : notes_on(founder, c))
    if (note.what == l) item.note = std::move(note);
  return item;
}

std::vector<labelled_item> truth::labelled(label l, std::optional<labelled_position> after, std::size_t limit) const {
  std::vector<std::pair<labelled_position, std::uint32_t>> found;  // a heap: the first to go is on top
  const auto later = [](const auto& a, const auto& b) { return a.first > b.first; };
  const auto add = [&](labelled_position at, std::uint32_t no) {
    if (after && !(at < *after)) return;
    found.emplace_back(at, no);
    std::push_heap(found.begin(), found.end(), later);
    if (found.size() <= limit) return;
    std::pop_heap(found.begin(), found.end(), later);
    found.pop_back();
  };
  if (is_touch_label(l)) {
    for (touch_no no = 0; no < touches_.size(); ++no)
      if (const auto t = touches_.told(no); t.contact != no_contact && touch_labels_.of(t).has(l))
        add({t.occurred_at, touch_key(t)}, no);
  } else {
    for (const auto no : values_.with(l)) {
      auto at = events_[no].occurred_at;
      for (const auto m : members_of(no)) at = std::min(at, events_[m].occurred_at);
      add({at, events_[no].key}, no);
    }
  }
  std::sort_heap(found.begin(), found.end(), later);
  std::vector<labelled_item> items;
  for (const auto& [at, no] : found)
    items.push_back(is_touch_label(l) ? item_of(l, touches_.told(no)) : item_of(l, no));
  return items;
}

}  // namespace hub
