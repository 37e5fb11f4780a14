// The identity graph, kept up to date record by record. It says what resolve_identity says over all records, in any
// order of their coming (docs/decisions/0008-identity-is-kept-by-persons.md).
//
// Records with the same identifiers are one set; a set is as early as its earliest record, and links the once. What a
// new set or an earlier one changes is seen at the persons it touches: most of the time two of them become one, or
// nothing happens. Where that cannot be told, what hangs together is resolved again, at settle().
#pragma once

#include <array>
#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "domain/chunked_vector.hpp"
#include "domain/dictionary.hpp"
#include "domain/identifier_key.hpp"
#include "domain/identity_resolution.hpp"
#include "domain/keys.hpp"
#include "domain/large_memory.hpp"
#include "domain/number_table.hpp"
#include "domain/run_starts.hpp"
#include "domain/text_arena.hpp"

namespace hub {

/// `ct_` + 32 hex digits of the key.
std::string contact_id(const key128& key);

/// An identifier outwards: its value is not known, or not told.
struct told_identifier {
  identifier_kind kind = identifier_kind::email;
  key128 key;
};

/// A link between identifiers that was taken or refused, and the record that told it.
struct told_link {
  told_identifier a, b;
  link_rule rule = link_rule::strong;
  link_refusal refused = link_refusal::none;
  instant at = 0;
  std::string source;
  std::string external_id;
};

/// An identifier that links nobody, because it came together with too many others.
struct shared_identifier {
  told_identifier identifier;
  std::array<std::size_t, strong_kinds> met{};  ///< different identifiers of each strong kind
  std::size_t records = 0;
  instant first_at = 0;
  instant last_at = 0;
};

class identity_graph {
 public:
  explicit identity_graph(identity_policy policy = {}) : policy_(policy) {}

  /// Adds a record; who it is can be asked after settle(). *external_id* lies in an arena that outlives the graph.
  /// @param keys those of the identifiers, where they were computed already
  std::uint32_t add(instant occurred_at, std::string_view source, text_ref external_id,
                    std::span<const identifier> identifiers, std::span<const key128> keys = {});
  /// Has what add() reads first of identifiers of these keys brought near; then what it reads next.
  void fetch(std::span<const key128> keys) const;
  void fetch_nodes(std::span<const key128> keys) const;
  /// Likewise for a record of exactly these identifiers, where they are known: the hash of what it shares with others of
  /// the same identifiers, else 0; then what is kept of those.
  std::uint64_t fetch_set(std::span<const identifier> identifiers, std::span<const key128> keys) const;
  void fetch_set(std::uint64_t hash) const;
  /// Takes a record out again, because a newer version of its event stands.
  void remove(std::uint32_t record);
  /// Says that these are, pairwise, not one person (*apart*), or takes one such saying back. They need not be known.
  void part(std::span<const identifier> identifiers, bool apart);
  /// Decides what was left open and appends to *changed* every record whose contact changed.
  void settle(std::vector<std::uint32_t>& changed);

  contact_no contact_of(std::uint32_t record) const { return records_[record].contact; }
  /// False once the record was taken out.
  bool stands(std::uint32_t record) const { return !records_[record].removed; }
  /// The contact that holds an identifier today; nothing for an unknown or shared one.
  std::optional<contact_no> find(const key128& identifier) const;
  /// What names the contact outwards: the key of its representative identifier or of its anonymous record.
  key128 key_of(contact_no contact) const;
  std::span<const identifier_no> identifiers_of(std::uint32_t record) const;
  identifier_kind kind_of(identifier_no id) const { return nodes_[id].kind; }
  const key128& key_of_identifier(identifier_no id) const { return nodes_[id].key; }
  std::size_t identifier_count() const { return nodes_.size(); }
  std::size_t shared_count() const { return shared_.size(); }
  /// Those of a contact, in order of their kinds.
  std::vector<told_identifier> identifiers_of_contact(contact_no contact) const;
  /// Why these identifiers are one contact: links that were taken, then those that were refused, shared ones among them.
  std::vector<told_link> evidence(contact_no contact) const;
  /// Counts them over their records, those of most records first.
  std::vector<shared_identifier> shared() const;
  /// Bytes held for identifiers (their sets included) and for records, texts left out.
  std::pair<std::size_t, std::size_t> bytes() const;

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFFU;
  static constexpr std::uint8_t most_bound = 255;

  /// An identifier. What is said of a person or a cluster stands at its root.
  struct node {
    key128 key;
    std::uint32_t parent = 0;         // towards the root of the person
    std::uint32_t next = 0;           // ring of the person's identifiers
    std::uint32_t size = 1;           // of the ring
    std::uint32_t aux = none;         // strong: towards the root of the cluster; else: a set that tells who used it
    std::uint32_t first_link = none;  // its sets
    identifier_kind kind{};
    std::uint8_t person_holds : 4 = 0, cluster_holds : 4 = 0;  // strong kinds
    std::uint8_t met_bound = 0;                                // no more strong identifiers met than that, unless 255
    bool is_shared : 1 = false;
    bool is_kiosk : 1 = false;   // several persons used it
    bool is_apart : 1 = false;   // somebody said so of it and another
    bool contested : 1 = false;  // a link of the person was refused
    bool at_kiosk : 1 = false;   // the person used a kiosk
    bool guarded : 1 = false;    // the person has an identifier that is_apart
  };
  /// Records with the same identifiers.
  struct id_set {
    std::uint32_t first = 0;  // into link_ids_
    std::uint32_t count : 31 = 0;
    std::uint32_t linked : 1 = 0;   // its links are in force
    std::uint32_t live = 0;         // records
    std::uint32_t records = none;   // the first of a list
    std::uint32_t earliest = none;  // may have been removed: then whichever is, once it matters
  };
  struct record_entry {
    instant occurred_at = 0;
    text_ref external_id;
    std::uint32_t source : 31 = 0;
    std::uint32_t removed : 1 = 0;
    std::uint32_t set = none;
    std::uint32_t next = none;  // of the set
    contact_no contact = no_contact;
  };
  /// A device or click id of several persons: who was seen when, and the records that follow from it. Both in order.
  struct kiosk {
    std::vector<std::uint32_t> sightings;
    std::vector<std::uint32_t> followers;
  };
  /// Which strong identifiers a busy identifier met.
  struct meter {
    boost::unordered_flat_set<identifier_no> met;
    std::array<std::size_t, strong_kinds> counts{};
  };
  using id_list = std::vector<identifier_no>;
  using few_ids = boost::container::small_vector<identifier_no, 12>;  // of one record
  /// Identifiers that hang together, and their sets.
  struct region {
    id_list ids;
    std::vector<std::uint32_t> sets;
  };

  // identity_graph.cpp
  identifier_no intern(const key128& key, identifier_kind kind);
  std::uint32_t intern_set(std::span<const identifier_no> ids);
  void take_known(std::uint32_t set, std::uint32_t record);
  void take_set(std::uint32_t set, std::uint32_t record);
  std::span<const identifier_no> ids_of(const id_set& s) const { return {link_ids_.data() + s.first, s.count}; }
  few_ids live_ids(const id_set& s) const;
  bool before(std::uint32_t a, std::uint32_t b) const;
  std::uint32_t earliest_of(const id_set& s) const;
  template <class Visit>
  void each_set(identifier_no id, Visit visit) const;
  template <class Visit>
  void each_record(const id_set& s, Visit visit) const;

  // identity_links.cpp: what a set changes at the persons it touches
  identifier_no root(identifier_no id) const;
  identifier_no cluster(identifier_no id) const;
  void link(const few_ids& ids, std::uint32_t record);
  bool link_strong(identifier_no a, identifier_no b);
  bool link_device(identifier_no a, identifier_no b, std::uint32_t record, identifier_no own);
  std::uint8_t held_at(identifier_no id, std::uint32_t record, identifier_no own);
  void unite(identifier_no a, identifier_no b);
  bool contested(const few_ids& ids) const;

  // identity_kiosks.cpp: whose a record is, and who was seen on what
  contact_no contact_now(std::uint32_t record) const;
  void see(const few_ids& ids, std::uint32_t set, std::uint32_t record);
  void unsee(const few_ids& ids, std::uint32_t record);
  bool denied(identifier_no device, const few_ids& ids) const;
  void open_kiosk(identifier_no device);
  void recheck_followers(const kiosk& k, std::size_t sighting);
  bool is_apart(identifier_no a, identifier_no b) const;

  // identity_shared.cpp
  void note_met(std::uint32_t set);
  bool met_too_many(identifier_no id, std::uint32_t set);
  meter measure(identifier_no id) const;
  void meet(meter& m, identifier_no id, const id_set& s) const;
  void set_shared(identifier_no id, bool shared);
  void judge_again(identifier_no id);

  // identity_evidence.cpp
  id_list members(contact_no contact) const;
  told_identifier tell(identifier_no id) const { return {nodes_[id].kind, nodes_[id].key}; }
  void add_shared(const id_list& ids, std::vector<identity_link>& links) const;

  // identity_settle.cpp
  void dissolve(std::uint32_t set);
  void rebuild();
  region region_of(const id_list& seeds) const;
  void clear(identifier_no id);
  identity_resolution resolve(const id_list& ids, const std::vector<std::uint32_t>& sets) const;
  void install(const region& r, const identity_resolution& resolved);
  void install_person(const id_list& members, const std::map<identifier_no, std::uint32_t>& old_sizes);
  void update(std::uint32_t record, std::vector<std::uint32_t>& changed);

  identity_policy policy_;
  dictionary sources_;
  chunked_vector<record_entry> records_;
  chunked_vector<id_set> sets_;
  large_vector<identifier_no> link_ids_;  // the identifiers of the sets
  chunked_vector<std::uint32_t> link_next_;
  run_starts link_sets_;
  chunked_vector<node> nodes_;
  number_table by_key_, by_ids_;
  boost::unordered_flat_map<identifier_no, kiosk> kiosks_;
  boost::unordered_flat_map<identifier_no, meter> meters_;
  boost::unordered_flat_set<identifier_no> shared_;
  std::map<apart_pair, std::uint32_t> apart_;  // lower first; how often it was said
  // What settle() has to look at.
  std::vector<std::uint32_t> emptied_, open_records_, open_sets_;
  id_list open_kiosks_, dirty_;
};

}  // namespace hub
