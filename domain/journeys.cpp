#include "domain/journeys.hpp"

#include <algorithm>
#include <utility>

namespace hub {

void journey_columns::apply(journey_update update) {
  const auto old = journeys_.find(update.journey);
  if (update.gone && old != journeys_.end()) {
    patch(spans_[old->second], std::move(update));
  } else {
    if (old != journeys_.end()) {
      bury(spans_[old->second]);
      journeys_.erase(old);
    }
    if (!update.touches.empty() || !update.conversions.empty()) append(std::move(update));
  }
  constexpr std::size_t worth_it = 1 << 16;
  if (dead_touches_ + dead_rows_ > worth_it && 3 * (dead_touches_ + dead_rows_) > at_.size() + rows_.size()) compact();
}

void journey_columns::bury(span_of_journey& old) {
  old.alive = false;
  dead_touches_ += old.touches;
  for (auto at = old.first_row; at != no_row; at = rows_[at].next) bury_row(at);
}

void journey_columns::bury_row(std::uint32_t at) {
  ++dead_rows_;
  rows_[at].alive = false;
  details_[rows_[at].detail] = {};
}

void journey_columns::patch(span_of_journey& journey, journey_update update) {
  auto gone = std::move(*update.gone);
  for (const auto& c : update.conversions) gone.push_back(c.id);
  std::sort(gone.begin(), gone.end());
  for (auto* link = &journey.first_row; *link != no_row;) {
    const auto at = *link;
    if (!std::binary_search(gone.begin(), gone.end(), details_[rows_[at].detail].id)) {
      link = &rows_[at].next;
      continue;
    }
    *link = rows_[at].next;
    --journey.rows;
    bury_row(at);
  }
  for (auto& c : update.conversions) append_row(journey, std::move(c));
}

void journey_columns::append(journey_update update) {
  span_of_journey span{update.journey, static_cast<std::uint32_t>(at_.size()),
                       static_cast<std::uint32_t>(update.touches.size()), no_row, 0};
  for (const auto& t : update.touches) {
    at_.push_back(t.at);
    flags_.push_back(t.flags);
    channel_.push_back(t.channel);
    source_medium_.push_back(t.source_medium);
    campaign_.push_back(t.campaign);
    adset_.push_back(t.adset);
    ad_.push_back(t.ad);
  }
  for (auto& c : update.conversions) append_row(span, std::move(c));
  journeys_.emplace(update.journey, static_cast<std::uint32_t>(spans_.size()));
  spans_.push_back(span);
}

void journey_columns::append_row(span_of_journey& to, journey_conversion c) {
  const auto begin = at_.begin() + to.first_touch;
  const auto until = std::upper_bound(begin, begin + to.touches, c.at);
  row r;
  r.at = c.at;
  r.amount = c.entries.empty() ? 0 : c.entries.front().amount;
  r.first_touch = to.first_touch;
  r.last_touch = static_cast<std::uint32_t>(until - at_.begin());
  r.detail = static_cast<std::uint32_t>(details_.size());
  r.next = std::exchange(to.first_row, static_cast<std::uint32_t>(rows_.size()));
  ++to.rows;
  r.currency = c.currency;
  r.plain = c.entries.size() == 1 && c.types.size() == 1 && c.sources.size() == 1;
  r.offline = c.offline;
  r.first_of_contact = c.first_of_contact;
  r.elsewhere = c.elsewhere;
  r.labels = c.labels;
  r.type = c.type;
  r.source = c.source;
  rows_.push_back(r);
  details_.push_back(std::move(c));
}

void journey_columns::compact() {
  journey_columns fresh;
  for (const auto& span : spans_) {
    if (!span.alive) continue;
    journey_update update{span.journey, {}, {}, {}};
    update.touches.reserve(span.touches);
    for (auto i = span.first_touch; i < span.first_touch + span.touches; ++i)
      update.touches.push_back({at_[i], channel_[i], source_medium_[i], campaign_[i], adset_[i], ad_[i], flags_[i]});
    for (auto i = span.first_row; i != no_row; i = rows_[i].next)
      update.conversions.push_back(std::move(details_[rows_[i].detail]));
    std::reverse(update.conversions.begin(), update.conversions.end());
    fresh.append(std::move(update));
  }
  *this = std::move(fresh);
}

std::size_t journey_columns::bytes() const {
  return at_.capacity() * sizeof(instant) + flags_.capacity() +
         (channel_.capacity() + source_medium_.capacity() + campaign_.capacity() + adset_.capacity() + ad_.capacity()) *
             sizeof(name_id) +
         rows_.capacity() * sizeof(row) + details_.capacity() * sizeof(journey_conversion) +
         spans_.capacity() * sizeof(span_of_journey) + journeys_.size() * 16;
}

}  // namespace hub
