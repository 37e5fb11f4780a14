#include "domain/identity_resolution.hpp"

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <numeric>
#include <tuple>

namespace hub {
namespace {

using local_no = std::uint32_t;  // position of an identifier within this resolution

/// Persons under construction: a union-find that knows which strong identifiers each side holds.
class persons {
 public:
  explicit persons(const std::vector<identifier_kind>& kinds) : parent_(kinds.size()), holds_(kinds.size()) {
    std::iota(parent_.begin(), parent_.end(), 0U);
    for (std::size_t i = 0; i < kinds.size(); ++i)
      if (is_strong(kinds[i])) holds_[i][static_cast<std::size_t>(kinds[i])] = true;
  }
  local_no root(local_no x) {
    while (parent_[x] != x) x = parent_[x] = parent_[parent_[x]];
    return x;
  }
  void unite(local_no a, local_no b) {
    a = root(a);
    b = root(b);
    if (a == b) return;
    if (b < a) std::swap(a, b);
    parent_[b] = a;
    for (std::size_t k = 0; k < strong_kinds; ++k) holds_[a][k] = holds_[a][k] || holds_[b][k];
  }
  /// Refused when both sides hold identifiers of one strong kind: they differ, or the sides were one already.
  void unite_unless_conflicting(local_no a, local_no b) {
    a = root(a);
    b = root(b);
    if (a == b) return;
    for (std::size_t k = 0; k < strong_kinds; ++k)
      if (holds_[a][k] && holds_[b][k]) return;
    unite(a, b);
  }

 private:
  std::vector<local_no> parent_;
  std::vector<std::array<bool, strong_kinds>> holds_;
};

struct local_record {
  std::size_t input = 0;
  instant occurred_at = 0;
  std::vector<local_no> ids;  // in kind order, shared ones taken out
};

/// The records in time order with identifiers renumbered from 0 in order of their graph position.
struct local_view {
  std::vector<local_record> records;
  std::vector<identifier_no> global;
  std::vector<identifier_kind> kinds;
};

local_view renumber(std::span<const identity_record> records, std::span<const identifier_kind> kinds) {
  local_view view;
  for (const auto& r : records) view.global.insert(view.global.end(), r.identifiers.begin(), r.identifiers.end());
  std::sort(view.global.begin(), view.global.end());
  view.global.erase(std::unique(view.global.begin(), view.global.end()), view.global.end());
  for (const auto id : view.global) view.kinds.push_back(kinds[id]);
  for (std::size_t i = 0; i < records.size(); ++i) {
    local_record local{i, records[i].occurred_at, {}};
    for (const auto id : records[i].identifiers) {
      const auto at = std::lower_bound(view.global.begin(), view.global.end(), id);
      local.ids.push_back(static_cast<local_no>(at - view.global.begin()));
    }
    view.records.push_back(std::move(local));
  }
  return view;
}

/// Strong identifiers that came together with too many different identifiers of one strong kind.
std::vector<bool> find_shared(const local_view& view, const identity_policy& policy) {
  std::vector<std::array<boost::unordered_flat_set<local_no>, strong_kinds>> met(view.global.size());
  for (const auto& r : view.records)
    for (const auto a : r.ids)
      for (const auto b : r.ids)
        if (a != b && is_strong(view.kinds[a]) && is_strong(view.kinds[b]))
          met[a][static_cast<std::size_t>(view.kinds[b])].insert(b);
  std::vector<bool> shared(view.global.size(), false);
  for (std::size_t i = 0; i < met.size(); ++i)
    for (const auto& of_kind : met[i])
      if (of_kind.size() > policy.max_per_identifier) shared[i] = true;
  return shared;
}

void link_strong(const local_view& view, persons& people) {
  for (const auto& r : view.records) {
    local_no first = 0;
    bool have = false;
    for (const auto id : r.ids) {
      if (!is_strong(view.kinds[id])) break;  // strong kinds come first
      if (have) people.unite(first, id);
      first = have ? first : id;
      have = true;
    }
  }
}

void link_devices(const local_view& view, persons& people) {
  for (const auto& r : view.records) {
    const auto& ids = r.ids;
    std::size_t first_device = 0;
    while (first_device < ids.size() && is_strong(view.kinds[ids[first_device]])) ++first_device;
    if (first_device > 0)
      for (std::size_t i = first_device; i < ids.size(); ++i) people.unite_unless_conflicting(ids[0], ids[i]);
    for (std::size_t i = first_device; i < ids.size(); ++i)
      for (std::size_t j = i + 1; j < ids.size(); ++j) people.unite_unless_conflicting(ids[i], ids[j]);
  }
}

/// Who was seen on each device or click id, in time order.
using sightings = boost::unordered_flat_map<local_no, std::vector<std::pair<instant, local_no>>>;

sightings see_persons(const local_view& view, persons& people) {
  sightings seen;
  for (const auto& r : view.records) {
    if (r.ids.empty() || !is_strong(view.kinds[r.ids[0]])) continue;
    for (const auto id : r.ids)
      if (!is_strong(view.kinds[id])) seen[id].emplace_back(r.occurred_at, people.root(r.ids[0]));
  }
  return seen;
}

bool several_persons(const std::vector<std::pair<instant, local_no>>& seen) {
  return std::any_of(seen.begin(), seen.end(), [&](const auto& s) { return s.second != seen.front().second; });
}

/// The person a record belongs to, as the root of one of its identifiers.
local_no person_of(const local_record& r, const local_view& view, persons& people, const sightings& seen) {
  if (is_strong(view.kinds[r.ids[0]])) return people.root(r.ids[0]);
  const std::vector<std::pair<instant, local_no>>* shared_device = nullptr;
  for (const auto id : r.ids) {
    const auto found = seen.find(id);
    if (found == seen.end()) continue;
    if (!several_persons(found->second)) return people.root(id);
    if (shared_device == nullptr) shared_device = &found->second;
  }
  if (shared_device == nullptr) return people.root(r.ids[0]);
  const auto after = std::upper_bound(shared_device->begin(), shared_device->end(), r.occurred_at,
                                      [](instant t, const auto& s) { return t < s.first; });
  return after == shared_device->begin() ? after->second : std::prev(after)->second;
}

}  // namespace

identity_resolution resolve_identity(std::vector<identity_record> records, std::span<const identifier_kind> kinds,
                                     const identity_policy& policy) {
  identity_resolution out;
  std::vector<std::size_t> order(records.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto& x = records[a];
    const auto& y = records[b];
    return std::tie(x.occurred_at, x.source, x.external_id, x.record) <
           std::tie(y.occurred_at, y.source, y.external_id, y.record);
  });
  std::vector<identity_record> sorted;
  sorted.reserve(records.size());
  for (const auto i : order) sorted.push_back(records[i]);

  auto view = renumber(sorted, kinds);
  const auto shared = find_shared(view, policy);
  for (auto& r : view.records) std::erase_if(r.ids, [&](local_no id) { return shared[id]; });
  persons people(view.kinds);
  link_strong(view, people);
  link_devices(view, people);
  const auto seen = see_persons(view, people);

  out.of_record.resize(records.size());
  for (const auto& r : view.records)
    out.of_record[order[r.input]] =
        r.ids.empty() ? (anonymous_contact | sorted[r.input].record) : view.global[person_of(r, view, people, seen)];
  for (local_no i = 0; i < view.global.size(); ++i) {
    out.of_identifier.emplace_back(view.global[i], shared[i] ? no_contact : view.global[people.root(i)]);
    if (shared[i]) out.shared.push_back(view.global[i]);
  }
  return out;
}

}  // namespace hub
