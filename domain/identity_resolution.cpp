#include "domain/identity_resolution.hpp"

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_set.hpp>
#include <numeric>
#include <tuple>

#include "domain/identity_persons.hpp"

namespace hub {
namespace {

using local_no = identity_persons::member;  // position of an identifier within this resolution

struct local_record {
  std::size_t input = 0;
  const identity_record* told = nullptr;
  std::vector<local_no> ids;  // in kind order, shared ones taken out
};

/// The records in time order with identifiers renumbered from 0 in order of their graph position.
struct local_view {
  std::vector<local_record> records;
  std::vector<identifier_no> global;
  std::vector<identifier_kind> kinds;
  std::vector<std::pair<local_no, local_no>> apart;

  bool strong(local_no id) const { return is_strong(kinds[id]); }
  local_no local(identifier_no id) const {
    return static_cast<local_no>(std::lower_bound(global.begin(), global.end(), id) - global.begin());
  }
  bool is_apart(local_no a, local_no b) const {
    return !apart.empty() && std::binary_search(apart.begin(), apart.end(), std::pair(a, b));
  }
};

std::vector<std::size_t> in_order(std::span<const identity_record> records) {
  std::vector<std::size_t> order(records.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto& x = records[a];
    const auto& y = records[b];
    return std::tie(x.occurred_at, x.source, x.external_id, x.record) <
           std::tie(y.occurred_at, y.source, y.external_id, y.record);
  });
  return order;
}

local_view renumber(std::span<const identity_record> records, std::span<const identifier_kind> kinds,
                    std::span<const apart_pair> apart) {
  local_view view;
  for (const auto& r : records) view.global.insert(view.global.end(), r.identifiers.begin(), r.identifiers.end());
  std::sort(view.global.begin(), view.global.end());
  view.global.erase(std::unique(view.global.begin(), view.global.end()), view.global.end());
  for (const auto id : view.global) view.kinds.push_back(kinds[id]);
  for (const auto i : in_order(records)) {
    local_record local{i, &records[i], {}};
    for (const auto id : records[i].identifiers) local.ids.push_back(view.local(id));
    view.records.push_back(std::move(local));
  }
  const auto known = [&](identifier_no id) { return std::binary_search(view.global.begin(), view.global.end(), id); };
  for (const auto& [a, b] : apart) {
    if (!known(a) || !known(b)) continue;
    view.apart.emplace_back(view.local(a), view.local(b));
    view.apart.emplace_back(view.local(b), view.local(a));
  }
  std::sort(view.apart.begin(), view.apart.end());
  return view;
}

/// Whether *id* came together with more than *most* different identifiers of one strong kind.
bool met_too_many(const local_view& view, local_no id, const std::vector<std::size_t>& its_records, std::size_t most) {
  boost::unordered_flat_set<local_no> met;
  std::array<std::size_t, strong_kinds> counts{};
  for (const auto r : its_records)
    for (const auto other : view.records[r].ids)
      if (view.strong(other) && other != id && !view.is_apart(id, other) && met.insert(other).second &&
          ++counts[static_cast<std::size_t>(view.kinds[other])] > most)
        return true;
  return false;
}

/// Identifiers that came together with too many different identifiers of one strong kind.
std::vector<bool> find_shared(const local_view& view, const identity_policy& policy) {
  std::vector<std::vector<std::size_t>> records_of(view.global.size());
  std::vector<std::size_t> most_met(view.global.size());  // an upper bound, so that few are counted
  for (std::size_t r = 0; r < view.records.size(); ++r) {
    const auto& ids = view.records[r].ids;
    const auto strong = std::count_if(ids.begin(), ids.end(), [&](local_no id) { return view.strong(id); });
    for (const auto id : ids) {
      records_of[id].push_back(r);
      most_met[id] += static_cast<std::size_t>(strong);
    }
  }
  std::vector<bool> shared(view.global.size(), false);
  for (local_no id = 0; id < view.global.size(); ++id) {
    const auto most = view.strong(id) ? policy.max_per_identifier : policy.max_per_device;
    shared[id] = most_met[id] > most && met_too_many(view, id, records_of[id], most);
  }
  return shared;
}

/// The links of the records, taken one after the other.
class linking {
 public:
  linking(const local_view& view, identity_persons& people, identity_resolution& out)
      : view_(view), people_(people), out_(out), first_seen_(view.global.size(), none) {}

  /// Each with each: where the first is parted from two others, these two still belong together.
  void strong() {
    for (const auto& r : view_.records)
      for (std::size_t i = 0; i < r.ids.size() && view_.strong(r.ids[i]); ++i)
        for (std::size_t j = i + 1; j < r.ids.size() && view_.strong(r.ids[j]); ++j)
          if (people_.root(r.ids[i]) != people_.root(r.ids[j])) take(r, r.ids[i], r.ids[j], link_rule::strong);
  }

  /// The person first with each device and click, then each of these with what stands behind it.
  void devices() {
    for (std::size_t n = 0; n < view_.records.size(); ++n) {
      const auto& r = view_.records[n];
      std::size_t device = 0;
      while (device < r.ids.size() && view_.strong(r.ids[device])) ++device;
      for (std::size_t i = device; device > 0 && i < r.ids.size(); ++i) join(r, r.ids[0], r.ids[i]);
      for (std::size_t i = device; i < r.ids.size(); ++i)
        for (std::size_t j = i + 1; j < r.ids.size(); ++j) join(r, r.ids[i], r.ids[j]);
      for (std::size_t i = device; i < r.ids.size(); ++i) first_seen_[r.ids[i]] = std::min(first_seen_[r.ids[i]], n);
    }
  }

 private:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  void join(const local_record& r, local_no a, local_no b) {
    if (people_.root(a) == people_.root(b)) return;
    if (people_.conflict(a, b)) return refuse(r, a, b, link_rule::device, link_refusal::conflict);
    const bool brings = people_.holds(a) != 0 && people_.holds(b) == 0 && first_seen_[b] != none;
    take(r, a, b, brings ? link_rule::stitched : link_rule::device);
  }

  void take(const local_record& r, local_no a, local_no b, link_rule rule) {
    for (const auto& [x, y] : view_.apart)
      if (people_.root(x) == people_.root(a) && people_.root(y) == people_.root(b))
        return refuse(r, a, b, rule, link_refusal::apart);
    people_.unite(a, b);
    out_.links.push_back({view_.global[a], view_.global[b], r.told->record, rule, link_refusal::none});
  }

  void refuse(const local_record& r, local_no a, local_no b, link_rule rule, link_refusal why) {
    if (refused_.insert((std::uint64_t{a} << 32) | b).second)
      out_.refused.push_back({view_.global[a], view_.global[b], r.told->record, rule, why});
  }

  const local_view& view_;
  identity_persons& people_;
  identity_resolution& out_;
  std::vector<std::size_t> first_seen_;  // of a device or click id: the first record with it
  boost::unordered_flat_set<std::uint64_t> refused_;
};

/// Who was seen on each device or click id, in order.
using sightings = std::vector<std::vector<std::pair<instant, local_no>>>;

sightings see_persons(const local_view& view, identity_persons& people) {
  sightings seen(view.global.size());
  for (const auto& r : view.records) {
    if (r.ids.empty() || !view.strong(r.ids[0])) continue;
    for (const auto id : r.ids) {
      if (view.strong(id)) continue;
      const auto denied = [&](local_no other) { return view.strong(other) && view.is_apart(id, other); };
      if (std::none_of(r.ids.begin(), r.ids.end(), denied))
        seen[id].emplace_back(r.told->occurred_at, people.root(r.ids[0]));
    }
  }
  return seen;
}

bool several_persons(const std::vector<std::pair<instant, local_no>>& seen) {
  return std::any_of(seen.begin(), seen.end(), [&](const auto& s) { return s.second != seen.front().second; });
}

/// The person a record belongs to, as the root of one of its identifiers.
local_no person_of(const local_record& r, const local_view& view, identity_persons& people, const sightings& seen) {
  if (view.strong(r.ids[0])) return people.root(r.ids[0]);
  const std::vector<std::pair<instant, local_no>>* several = nullptr;
  for (const auto id : r.ids) {
    if (seen[id].empty()) continue;
    if (!several_persons(seen[id])) return people.root(id);
    if (several == nullptr) several = &seen[id];
  }
  if (several == nullptr) return people.root(r.ids[0]);
  const auto after = std::upper_bound(several->begin(), several->end(), r.told->occurred_at,
                                      [](instant t, const auto& s) { return t < s.first; });
  return after == several->begin() ? after->second : std::prev(after)->second;
}

}  // namespace

identity_resolution resolve_identity(std::vector<identity_record> records, std::span<const identifier_kind> kinds,
                                     const identity_policy& policy, std::span<const apart_pair> apart) {
  identity_resolution out;
  auto view = renumber(records, kinds, apart);
  const auto shared = find_shared(view, policy);
  for (auto& r : view.records) std::erase_if(r.ids, [&](local_no id) { return shared[id]; });
  identity_persons people(view.kinds);
  linking links(view, people, out);
  links.strong();
  std::vector<local_no> clusters;
  for (local_no i = 0; i < view.global.size(); ++i) clusters.push_back(people.root(i));
  links.devices();
  const auto seen = see_persons(view, people);

  out.of_record.resize(records.size());
  for (const auto& r : view.records)
    out.of_record[r.input] =
        r.ids.empty() ? (anonymous_contact | r.told->record) : view.global[person_of(r, view, people, seen)];
  for (local_no i = 0; i < view.global.size(); ++i) {
    out.of_identifier.push_back(
        {view.global[i], shared[i] ? no_contact : view.global[people.root(i)], view.global[clusters[i]]});
    if (shared[i]) out.shared.push_back(view.global[i]);
  }
  return out;
}

}  // namespace hub
