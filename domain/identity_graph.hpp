// The identity graph, kept up to date record by record: finds the records that share identifiers and has
// resolve_identity decide over them, except where the answer is plain (nothing in the set could conflict).
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "domain/identity_resolution.hpp"
#include "domain/keys.hpp"
#include "domain/text_arena.hpp"

namespace hub {

/// 128-bit name of an identifier. All click ids share one name space: their networks are told apart by the value.
key128 identifier_key(const identifier& id);

/// `ct_` + 32 hex digits of the key.
std::string contact_id(const key128& key);

class identity_graph {
 public:
  explicit identity_graph(identity_policy policy = {}) : policy_(policy) {}

  /// Adds a record and appends to *changed* every record (this one included) whose contact changed.
  std::uint32_t add(instant occurred_at, std::string_view source, std::string_view external_id,
                    std::span<const identifier> identifiers, std::vector<std::uint32_t>& changed);
  /// Takes a record out again, because a newer version of its event stands.
  void remove(std::uint32_t record, std::vector<std::uint32_t>& changed);

  contact_no contact_of(std::uint32_t record) const { return records_[record].contact; }
  /// False once the record was taken out.
  bool stands(std::uint32_t record) const { return !records_[record].removed; }
  /// The contact that holds an identifier today; nothing for an unknown or shared one.
  std::optional<contact_no> find(const key128& identifier) const;
  /// What names the contact outwards: the key of its representative identifier or of its anonymous record.
  key128 key_of(contact_no contact) const;
  std::span<const identifier_no> identifiers_of(std::uint32_t record) const;
  identifier_kind kind_of(identifier_no id) const { return kinds_[id]; }
  const key128& key_of_identifier(identifier_no id) const { return keys_[id]; }
  std::size_t identifier_count() const { return keys_.size(); }

 private:
  struct record_entry {
    instant occurred_at = 0;
    text_ref source;
    text_ref external_id;
    std::uint32_t first = 0;  // into links_
    std::uint16_t count = 0;
    bool removed = false;
    contact_no contact = no_contact;
  };
  /// Identifiers and records that hang together by any link, accepted or not.
  struct component {
    std::vector<std::uint32_t> records;
    std::array<std::uint32_t, strong_kinds> strong{};  // how many identifiers of each strong kind
    contact_no contact = no_contact;                   // of everything in it, while plain
    bool plain = true;                                 // nothing in it can conflict: one contact
  };

  identifier_no intern(const identifier& id);
  identifier_no root(identifier_no id);
  identifier_no root(identifier_no id) const;
  std::uint32_t join(std::span<const identifier_no> ids, std::vector<std::uint32_t>& changed);
  void absorb(component& into, component& from, std::vector<std::uint32_t>& changed);
  void resolve(std::uint32_t component_no, std::vector<std::uint32_t>& changed);
  bool is_plain(const component& c) const;

  identity_policy policy_;
  text_arena texts_;
  std::vector<record_entry> records_;
  std::vector<identifier_no> links_;
  std::vector<key128> keys_;
  std::vector<identifier_kind> kinds_;
  std::vector<identifier_no> parent_;
  std::vector<contact_no> contact_;          // of an identifier, where its component is not plain
  std::vector<std::uint32_t> component_of_;  // of a root identifier
  std::vector<component> components_;
  std::vector<std::uint32_t> free_components_;
  boost::unordered_flat_map<key128, identifier_no, key128_hash> by_key_;
};

}  // namespace hub
