#include "domain/journey_columns.hpp"

#include <algorithm>
#include <utility>

#include "domain/random_numbers.hpp"

namespace hub {
namespace {

std::uint64_t hash_of(std::uint64_t journey) { return random_numbers(journey).next(); }

/// Room for *more*; a column grows by a quarter, so that little of it stands empty.
template <class T>
void make_room(std::vector<T>& column, std::size_t more) {
  if (column.size() + more > column.capacity()) column.reserve(column.size() + more + column.size() / 4);
}

}  // namespace

std::uint32_t journey_columns::find(std::uint64_t journey) const {
  return journeys_.find(hash_of(journey), [&](auto at) { return spans_[at].journey == journey; });
}

void journey_columns::apply(journey_update update) {
  const auto old = find(update.journey);
  const bool known = old != number_table::absent && spans_[old].alive;
  if (update.gone && known) {
    patch(spans_[old], std::move(update));
  } else {
    if (known) bury(spans_[old]);
    if (!update.touches.empty() || !update.conversions.empty()) append(std::move(update), old);
  }
  constexpr std::size_t worth_it = 1 << 16;
  if (dead_touches_ + dead_rows_ > worth_it && 3 * (dead_touches_ + dead_rows_) > at_.size() + rows_.size()) compact();
}

void journey_columns::bury(span_of_journey& old) {
  old.alive = false;
  --living_;
  dead_touches_ += old.touches;
  for (auto at = old.first_row; at != no_row; at = rows_[at].next) bury_row(at);
}

void journey_columns::bury_row(std::uint32_t at) {
  ++dead_rows_;
  rows_[at].alive = false;
  if (!rows_[at].bare) whole_[rows_[at].detail] = {};
}

void journey_columns::patch(span_of_journey& journey, journey_update update) {
  auto gone = std::move(*update.gone);
  for (const auto& c : update.conversions) gone.push_back(c.id);
  std::sort(gone.begin(), gone.end());
  for (auto* link = &journey.first_row; *link != no_row;) {
    const auto at = *link;
    if (!std::binary_search(gone.begin(), gone.end(), id(rows_[at]))) {
      link = &rows_[at].next;
      continue;
    }
    *link = rows_[at].next;
    bury_row(at);
  }
  for (auto& c : update.conversions) append_row(journey, std::move(c));
}

void journey_columns::append(journey_update update, std::uint32_t old) {
  span_of_journey span{update.journey, static_cast<std::uint32_t>(at_.size()),
                       static_cast<std::uint32_t>(update.touches.size()), no_row};
  make_room(at_, span.touches);
  make_room(flags_, span.touches);
  make_room(origin_, span.touches);
  for (const auto& t : update.touches) {
    at_.push_back(t.at);
    flags_.push_back(t.flags);
    origin_.push_back(origins_.intern({t.channel, t.source_medium, t.campaign, t.adset, t.ad}));
  }
  for (auto& c : update.conversions) append_row(span, std::move(c));
  const auto now = static_cast<std::uint32_t>(spans_.size());
  const auto hash = hash_of(span.journey);
  if (old != number_table::absent)
    journeys_.replace(hash, old, now);
  else
    journeys_.insert(hash, now);
  make_room(spans_, 1);
  spans_.push_back(span);
  ++living_;
}

bool journey_columns::is_bare(const journey_conversion& c) {
  if (c.entries.size() != 1 || c.types.size() != 1 || c.sources.size() != 1 || c.seqs.size() != 1) return false;
  const auto& e = c.entries[0];
  return e.at == c.at && e.count == 1 && e.kind == entry_kind::sale && c.types[0] == c.type &&
         c.sources[0] == c.source && c.passed == milestones{};
}

void journey_columns::append_row(span_of_journey& to, journey_conversion c) {
  const auto begin = at_.begin() + to.first_touch;
  const auto until = std::upper_bound(begin, begin + to.touches, c.at);
  row r;
  r.at = c.at;
  r.amount = c.entries.empty() ? 0 : c.entries.front().amount;
  r.first_touch = to.first_touch;
  r.last_touch = static_cast<std::uint32_t>(until - at_.begin());
  r.next = std::exchange(to.first_row, static_cast<std::uint32_t>(rows_.size()));
  r.currency = c.currency;
  r.plain = c.entries.size() == 1 && c.types.size() == 1 && c.sources.size() == 1;
  r.bare = is_bare(c);
  r.has_value = c.has_value;
  r.offline = c.offline;
  r.first_of_contact = c.first_of_contact;
  r.elsewhere = c.elsewhere;
  r.labels = c.labels;
  r.type = c.type;
  r.source = c.source;
  r.detail = static_cast<std::uint32_t>(r.bare ? bare_.size() : whole_.size());
  make_room(rows_, 1);
  rows_.push_back(r);
  if (r.bare) {
    make_room(bare_, 1);
    bare_.push_back({c.id, c.seqs[0], c.country, c.contact});
  } else {
    make_room(whole_, 1);
    whole_.push_back(std::move(c));
  }
}

journey_conversion journey_columns::detail(const row& r) const {
  if (!r.bare) return whole_[r.detail];
  const auto& d = bare_[r.detail];
  journey_conversion c;
  c.id = d.id;
  c.at = r.at;
  c.currency = r.currency;
  c.has_value = r.has_value;
  c.offline = r.offline;
  c.first_of_contact = r.first_of_contact;
  c.elsewhere = r.elsewhere;
  c.labels = r.labels;
  c.type = r.type;
  c.source = r.source;
  c.country = d.country;
  c.contact = d.contact;
  c.types = {r.type};
  c.sources = {r.source};
  c.entries = {{r.at, r.amount, 1, entry_kind::sale}};
  c.seqs = {d.seq};
  return c;
}

void journey_columns::compact() {
  journey_columns fresh;
  for (const auto& span : spans_) {
    if (!span.alive) continue;
    journey_update update{span.journey, {}, {}, {}};
    update.touches.reserve(span.touches);
    for (auto i = span.first_touch; i < span.first_touch + span.touches; ++i) {
      const auto& from = origins_.all()[origin_[i]];
      update.touches.push_back(
          {at_[i], from.channel, from.source_medium, from.campaign, from.adset, from.ad, flags_[i]});
    }
    for (auto i = span.first_row; i != no_row; i = rows_[i].next) update.conversions.push_back(detail(rows_[i]));
    std::reverse(update.conversions.begin(), update.conversions.end());
    fresh.append(std::move(update), number_table::absent);
  }
  *this = std::move(fresh);
}

std::size_t journey_columns::bytes() const {
  return at_.capacity() * sizeof(instant) + flags_.capacity() + origin_.capacity() * sizeof(std::uint32_t) +
         origins_.bytes() + rows_.capacity() * sizeof(row) + bare_.capacity() * sizeof(bare_detail) +
         whole_.capacity() * sizeof(journey_conversion) + spans_.capacity() * sizeof(span_of_journey) +
         journeys_.bytes();
}

}  // namespace hub
