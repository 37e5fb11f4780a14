// A graph with what it was told beside it, so that its answer can be compared with what everything means at once.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "domain/identity_graph.hpp"

namespace hub::telling {

struct told {
  instant at = 0;
  std::string id;
  std::vector<identifier> identifiers;
};

inline identifier of(identifier_kind kind, std::string value) { return {kind, std::move(value), true}; }

/// A graph, what it was told, and what that means when it is resolved at once.
class teller {
 public:
  explicit teller(identity_policy policy) : policy_(policy), graph_(policy) {}

  std::uint32_t add(const told& r) {
    all_.push_back(r);
    removed_.push_back(false);
    return graph_.add(r.at, "manual", texts_.add(r.id), r.identifiers);
  }
  void remove(std::uint32_t record) {
    if (removed_[record]) return;
    removed_[record] = true;
    graph_.remove(record);
  }
  void part(const std::vector<identifier>& ids, bool apart) {
    graph_.part(ids, apart);
    for (std::size_t i = 0; i < ids.size(); ++i)
      for (std::size_t j = i + 1; j < ids.size(); ++j)
        said_[std::minmax(identifier_key(ids[i]), identifier_key(ids[j]))] += apart ? 1 : -1;
  }
  std::vector<std::uint32_t> settle() {
    std::vector<std::uint32_t> changed;
    graph_.settle(changed);
    return changed;
  }

  /// The contacts of all records that are there, then of all identifiers.
  std::vector<contact_no> kept() const {
    std::vector<contact_no> out;
    for (std::uint32_t i = 0; i < all_.size(); ++i)
      if (!removed_[i]) out.push_back(graph_.contact_of(i));
    for (identifier_no id = 0; id < graph_.identifier_count(); ++id)
      if (const auto found = graph_.find(graph_.key_of_identifier(id))) out.push_back(*found);
    return out;
  }
  /// What resolve_identity says over everything at once.
  std::vector<contact_no> resolved() const {
    const auto all = resolution();
    auto out = all.of_record;
    for (const auto& id : all.of_identifier)
      if (id.contact != no_contact) out.push_back(id.contact);
    return out;
  }
  identity_resolution resolution() const {
    std::vector<identifier_kind> kinds;
    std::map<key128, identifier_no> numbers;
    for (identifier_no i = 0; i < graph_.identifier_count(); ++i) {
      kinds.push_back(graph_.kind_of(i));
      numbers.emplace(graph_.key_of_identifier(i), i);
    }
    std::vector<identity_record> view;
    for (std::uint32_t i = 0; i < all_.size(); ++i)
      if (!removed_[i]) view.push_back({i, all_[i].at, "manual", all_[i].id, graph_.identifiers_of(i)});
    std::vector<apart_pair> apart;
    for (const auto& [keys, times] : said_)
      if (times > 0) apart.emplace_back(numbers.at(keys.first), numbers.at(keys.second));
    return resolve_identity(view, kinds, policy_, apart);
  }
  const identity_graph& graph() const { return graph_; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(all_.size()); }

 private:
  identity_policy policy_;
  text_arena texts_;
  std::vector<told> all_;
  std::vector<bool> removed_;
  std::map<std::pair<key128, key128>, int> said_;
  identity_graph graph_;
};

}  // namespace hub::telling
