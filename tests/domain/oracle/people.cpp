// Who is one person. spec/semantics.md §2, rule by rule.
#include <algorithm>

#include "oracle.hpp"

namespace hub::oracle {
namespace {

/// Kind and value; click ids of all networks are one name space.
using id = std::pair<int, std::string>;

constexpr int strong_kind_count = 4;
bool strong(const id& i) { return i.first < strong_kind_count; }
id id_of(const identifier& i) {
  return {std::min(static_cast<int>(i.kind), static_cast<int>(identifier_kind::fbclid)), i.value};
}

/// Pairs of identifiers that somebody said are not one person, each both ways.
std::set<std::pair<id, id>> pairs_of(const parted_people& parted) {
  std::set<std::pair<id, id>> pairs;
  for (const auto& decision : parted)
    for (const auto& a : decision)
      for (const auto& b : decision)
        if (id_of(a) != id_of(b)) pairs.emplace(id_of(a), id_of(b));
  return pairs;
}

struct linked_record {
  instant at = 0;
  event_name name;
  std::vector<id> ids;  // in the order of the list of kinds

  bool has_person() const { return !ids.empty() && strong(ids[0]); }
};

/// A set of identifiers that are one person or device, as a colour of each of them.
class colouring {
 public:
  explicit colouring(const std::set<std::pair<id, id>>& parted) : parted_(parted) {}

  /// Unites two sides, unless somebody said that they are not one person.
  void link(const id& a, const id& b) {
    const int left = of(a), right = of(b);
    for (const auto& [x, y] : parted_)
      if (holds(left, x) && holds(right, y)) return;
    unite(a, b);
  }
  int of(const id& i) { return colours_.try_emplace(i, static_cast<int>(colours_.size())).first->second; }
  /// Both sides hold identifiers of one strong kind, and are not the same already.
  bool conflict(const id& a, const id& b) {
    const int left = of(a), right = of(b);
    if (left == right) return false;
    for (int kind = 0; kind < strong_kind_count; ++kind)
      if (holds(left, kind) && holds(right, kind)) return true;
    return false;
  }

 private:
  void unite(const id& a, const id& b) {
    const int from = of(b), to = of(a);
    for (auto& [i, colour] : colours_)
      if (colour == from) colour = to;
  }
  bool holds(int colour, const id& i) const {
    const auto found = colours_.find(i);
    return found != colours_.end() && found->second == colour;
  }
  bool holds(int colour, int kind) const {
    return std::any_of(colours_.begin(), colours_.end(),
                       [&](const auto& c) { return c.second == colour && c.first.first == kind; });
  }
  std::map<id, int> colours_;
  const std::set<std::pair<id, id>>& parted_;
};

std::vector<id> linking_ids(const record& r) {
  std::vector<id> ids;
  for (const auto& i : r.identifiers) {
    const auto one = id_of(i);
    if (i.links && std::find(ids.begin(), ids.end(), one) == ids.end()) ids.push_back(one);
  }
  std::stable_sort(ids.begin(), ids.end(), [](const id& a, const id& b) { return a.first < b.first; });
  return ids;
}

/// Identifiers seen together with too many different ones of one strong kind. Those that somebody parted never met.
std::set<id> shared_ids(const std::vector<linked_record>& records, const std::set<std::pair<id, id>>& parted,
                        const identity_policy& policy) {
  std::map<std::pair<id, int>, std::set<id>> company;
  for (const auto& r : records)
    for (const auto& a : r.ids)
      for (const auto& b : r.ids)
        if (strong(b) && a != b && !parted.contains({a, b})) company[{a, b.first}].insert(b);
  std::set<id> shared;
  for (const auto& [whose, others] : company)
    if (others.size() > (strong(whose.first) ? policy.max_per_identifier : policy.max_per_device))
      shared.insert(whose.first);
  return shared;
}

}  // namespace

std::vector<int> contacts_of(const std::vector<record>& told, const parted_people& people,
                             const identity_policy& policy) {
  std::vector<linked_record> records;
  for (const auto& r : told) records.push_back({r.at, r.name, linking_ids(r)});
  const auto parted = pairs_of(people);
  const auto shared = shared_ids(records, parted, policy);
  std::vector<const linked_record*> by_time;
  for (auto& r : records) {
    std::erase_if(r.ids, [&](const id& i) { return shared.contains(i); });
    by_time.push_back(&r);
  }
  std::sort(by_time.begin(), by_time.end(),
            [](auto* a, auto* b) { return std::tie(a->at, a->name) < std::tie(b->at, b->name); });

  // Rule 1: strong links always hold, except of shared identifiers, and of what people parted.
  colouring colours(parted);
  for (const auto* r : by_time)
    for (std::size_t i = 0; i < r->ids.size(); ++i)
      for (std::size_t j = i + 1; j < r->ids.size(); ++j)
        if (strong(r->ids[i]) && strong(r->ids[j])) colours.link(r->ids[i], r->ids[j]);

  // Rule 2: devices and clicks in order of time, unless two persons would become one.
  for (const auto* r : by_time)
    for (std::size_t i = 0; i < r->ids.size(); ++i)
      for (std::size_t j = i + 1; j < r->ids.size(); ++j)
        if (!strong(r->ids[j]) && !colours.conflict(r->ids[i], r->ids[j])) colours.link(r->ids[i], r->ids[j]);

  // Rule 3: who was seen with an identifier, in order of time.
  const auto denied = [&](const id& i, const linked_record& r) {
    return std::any_of(r.ids.begin(), r.ids.end(), [&](const id& other) {
      return strong(other) && parted.contains({i, other});
    });
  };
  const auto seen_with = [&](const id& i) {
    std::vector<const linked_record*> seen;
    for (const auto* r : by_time)
      if (r->has_person() && std::find(r->ids.begin(), r->ids.end(), i) != r->ids.end() && !denied(i, *r))
        seen.push_back(r);
    return seen;
  };
  const auto person_on_device = [&](const linked_record& r) {
    std::vector<const linked_record*> shared_seen;
    for (const auto& i : r.ids) {
      const auto seen = seen_with(i);
      std::set<int> persons;
      for (const auto* s : seen) persons.insert(colours.of(s->ids[0]));
      if (persons.size() == 1) return colours.of(i);
      if (shared_seen.empty()) shared_seen = seen;
    }
    if (shared_seen.empty()) return colours.of(r.ids[0]);
    const auto* owner = shared_seen[0];
    for (const auto* s : shared_seen)
      if (s->at <= r.at) owner = s;
    return colours.of(owner->ids[0]);
  };

  // Rule 4: whom nothing names is somebody of their own.
  std::vector<int> contacts;
  int nobody = -1;
  for (const auto& r : records)
    contacts.push_back(r.ids.empty() ? nobody-- : r.has_person() ? colours.of(r.ids[0]) : person_on_device(r));
  return contacts;
}

}  // namespace hub::oracle
