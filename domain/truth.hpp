// The truth: everything the facts mean, kept in memory and up to date fact by fact. One class, because identity,
// clusters, ledgers and journeys depend on each other; each of them is decided by a pure function of its own
// (identity_resolution, cluster, ledger, touch_folding). Replaying the log of facts rebuilds it.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "domain/campaign_aliases.hpp"
#include "domain/chunked_vector.hpp"
#include "domain/cluster.hpp"
#include "domain/contact_table.hpp"
#include "domain/crm_deal.hpp"
#include "domain/crm_records.hpp"
#include "domain/dossier.hpp"
#include "domain/duplicate_pairs.hpp"
#include "domain/erased_people.hpp"
#include "domain/identity_graph.hpp"
#include "domain/identity_verdicts.hpp"
#include "domain/journeys.hpp"
#include "domain/key_list.hpp"
#include "domain/labelled.hpp"
#include "domain/labels_touches.hpp"
#include "domain/labels_values.hpp"
#include "domain/large_memory.hpp"
#include "domain/ledger.hpp"
#include "domain/listing.hpp"
#include "domain/rates.hpp"
#include "domain/records.hpp"
#include "domain/sealed_fact.hpp"
#include "domain/state_hash.hpp"
#include "domain/touch_store.hpp"
#include "domain/truth_delta.hpp"
#include "domain/truth_policy.hpp"
#include "domain/truth_records.hpp"

namespace hub {

class truth {
 public:
  explicit truth(truth_policy policy = {});

  /// Decides over new facts. Facts that are redeliveries are answered but not stored; facts that a CRM change brings
  /// about are stored behind it. *now* dates decisions.
  truth_delta apply(std::vector<sealed_fact> facts, instant now);

  /// Takes facts from the log back in, in log order. Compiles no journeys: take_everything() follows.
  void reload(std::vector<sealed_fact> facts);
  /// All names, labels, spend, rates and journeys, as for somebody who knows nothing.
  truth_delta take_everything();

  /// Answers about one conversion, by the id of any of its events.
  std::optional<conversion_dossier> conversion(const key128& id) const;
  /// Answers about one contact, by contact id or by identifier_key().
  std::optional<contact_dossier> contact(const key128& key) const;
  /// The contact that a key names (as for contact()), by its id; nothing when it names none.
  std::optional<std::string> contact_id_of(const key128& key) const;
  /// Identifiers that link nobody, because they came together with too many others.
  std::vector<shared_identifier> shared_identifiers() const { return identity_.shared(); }
  std::size_t shared_identifier_count() const { return identity_.shared_count(); }
  /// What people decided about contacts.
  const identity_verdicts& contact_verdicts() const { return identity_verdicts_; }
  /// Conversions of a contact, for filters.
  std::optional<std::vector<key128>> conversions_of(const key128& contact) const;
  /// What is known otherwise than *event* says it: by the events of its conversion received before, of its order under
  /// another type, or of an order whose id is written with a # before it or without. Nothing where all agrees.
  std::optional<known_otherwise> otherwise(const key128& event) const;
  /// Conversions with an event of this order id or external id, or with this conversion id; where there are none, those
  /// whose order id is this with a # before it, or without.
  std::vector<key128> find(std::string_view text) const;

  /// Merged events dated in [from, to), by rule and pair of sources.
  std::vector<duplicate_sum> duplicates(instant from, instant to) const;
  /// A page of pairs, the latest received first, and where it ended if there may be more. Looks at no more than
  /// `most_looked_at` events at a time, so that a page may be short and still not the last.
  std::pair<std::vector<duplicate_pair>, std::optional<pair_position>> pairs(pair_filter which,
                                                                             std::optional<pair_position> past,
                                                                             std::size_t limit) const;
  static constexpr std::size_t most_looked_at = 100'000;
  /// Keys that are on too many events.
  std::vector<hub_key> hub_keys() const;

  /// The decision that these conversions are one. Errors: `conversion-unknown`, `already-one`, `too-many-events`.
  result<merge_verdict> propose_merge(std::span<const key128> conversions, instant at, std::string note) const;
  /// The decision that these conversions are never one, whatever the rules come to say. Errors as for propose_merge().
  result<merge_verdict> propose_keep_apart(std::span<const key128> conversions, instant at, std::string note) const;
  /// The decision that a conversion's events are not one: *event* and the rest; what hangs on *side* without decisions
  /// by hand and the rest; or all of them. Errors: `conversion-unknown`, `event-unknown`, `one-event`, `nothing-to-part`,
  /// `too-many-events`.
  result<merge_verdict> propose_unmerge(const key128& conversion, std::optional<key128> event,
                                        std::optional<key128> side, instant at, std::string note) const;
  /// The decision that takes back that of this id. Errors: `verdict-unknown`, `already-withdrawn`.
  result<merge_verdict> propose_withdrawal(std::string_view id, instant at) const;
  /// The decisions that hold for a pair of its events, until *told* comes and says the opposite, the latest first.
  std::vector<merge_verdict> overruled_by(const merge_verdict& told) const;
  /// What the events of a decision stand for, the earliest received first.
  std::vector<key128> conversions_of(const merge_verdict& told) const;
  /// Every decision, the latest received first.
  std::vector<standing_verdict> verdicts(std::size_t skip, std::size_t limit) const;

  /// What somebody put in force over the configuration, if anybody did.
  const std::optional<dedup_rules>& rules() const { return standing_rules_; }
  /// The rules in force: the configured ones and these.
  const truth_policy& policy() const { return policy_; }
  /// Puts *rules* in force; what that changes, and the delta as apply() gives it. @param examples at most so many
  std::pair<rules_effect, truth_delta> put_in_force(dedup_rules rules, instant now, std::size_t examples);

  /// All rates told so far.
  std::shared_ptr<const rate_table> rates() const;
  /// Source events that are outcomes, dated in [from, to), and the conversions they are.
  std::pair<std::uint64_t, std::uint64_t> outcome_counts(instant from, instant to) const;

  /// What carries each label.
  std::vector<label_count> label_counts() const;
  /// What carries *l*, the latest first: at most *limit* of those past *after*. Looks at everything there is.
  std::vector<labelled_item> labelled(label l, std::optional<labelled_position> after, std::size_t limit) const;
  /// Touches that happened in [from, to), as they were received, from number *first* on: at most *limit*, and where to go
  /// on if there may be more. Looks at no more than `most_looked_at` at a time.
  numbered_page<listed_touch> list_touches(instant from, instant to, std::uint32_t first, std::size_t limit) const;
  /// The same of source events.
  numbered_page<listed_event> list_events(instant from, instant to, std::uint32_t first, std::size_t limit) const;
  /// Adjustments of which this became, the latest received first, from number *past* downwards: at most *limit*, and where
  /// to go on if there may be more.
  numbered_page<listed_adjustment> list_adjustments(entry_note note, std::optional<std::uint32_t> past,
                                                    std::size_t limit) const;
  /// The order of a conversion, and the touches in some places of its journey.
  placed_touches touches_at(const touch_places& places) const;
  /// Which campaigns somebody decided are one.
  const campaign_aliases& aliases() const { return aliases_; }
  /// What each source told, dated in [from, to), and what it was.
  source_sums sources(instant from, instant to) const;

  /// What the state hash is made of. Reads through everything: a second for some million events.
  state_sums state() const;

  /// The CRM records, for those who look up what is missing in them.
  const crm_records& crm() const { return crm_; }

  std::uint64_t last_seq() const { return last_seq_; }
  std::size_t event_count() const { return events_.size(); }
  std::size_t adjustment_count() const { return adjustments_.size(); }
  std::size_t touch_count() const { return touches_.size(); }
  std::size_t contact_count() const { return contacts_.size(); }
  /// What is held for what, in bytes, the most first. Lists of a few entries each are left out.
  std::vector<held_bytes> bytes() const;
  /// Counts them; for status, not for the hot path.
  std::size_t conversion_count() const;

 private:
  /// Who tells a fact: a sender, whose versions are weighed; or a record's fold or the log, whose last word counts.
  enum class teller : std::uint8_t { sender, fold, log };

  // facts → records (truth_facts.cpp)
  item_result take(const sealed_fact& fact, std::uint64_t seq, teller by, std::vector<fact_body>* derived);
  item_result take_conversion(const sealed_fact& fact, const conversion_event& e, std::uint64_t seq, bool derived);
  item_result take_version(event_no no, const sealed_fact& fact, const conversion_event& e, std::uint64_t seq);
  void note_stated(const sealed_fact& fact, const conversion_event& e, std::uint64_t seq);
  void stand_again(event_no no);
  item_result take_touch(const sealed_fact& fact, const touch_event& t, std::uint64_t seq, bool derived);
  item_result take_adjustment(const sealed_fact& fact, const adjustment_event& a);
  void tell(truth_delta& delta);
  void mark_aliased(truth_delta& delta);
  void bring_near(std::span<const sealed_fact> facts) const;
  adjustment_record record_of(const sealed_fact& fact, const adjustment_event& a);
  event_no sale_of(const adjustment_record& a) const;
  event_no first_sale_of_order(std::uint64_t order_hash) const;
  bool event_before(event_no a, event_no b) const;
  const event_kind& kind_of(const event_record& r) const { return kinds_[r.kind]; }
  const event_kind& kind_of(event_no no) const { return kinds_[events_[no].kind]; }
  instant updated_at(event_no no) const;
  void mark_sale(const adjustment_record& a);
  std::optional<error> misfit_of(const adjustment_record& a) const;
  void answer_adjustments(std::span<const std::pair<std::size_t, std::uint32_t>> told,
                          std::vector<item_result>& results) const;
  listed_adjustment told_of(const adjustment_record& a) const;
  item_result take_replaced(const sealed_fact& fact);
  void enter(event_no no, const sealed_fact& fact, const conversion_event& e, std::uint64_t seq);
  void leave(event_no no);
  void contribute_touch(event_no no, const conversion_event& e);
  void set_context(touch_record& t, const campaign_context& c);
  void label_campaign(name_id campaign, std::string_view label, instant at);
  name_id family_of(std::string_view type);

  // CRM changes → what their records mean (truth_crm.cpp)
  item_result take_crm(const sealed_fact& fact, const crm_change& change, std::vector<fact_body>* derived);
  std::vector<deal_entry> entries_of(const crm_record& deal, const std::vector<deal_turn>& turns);
  void take_deal(const crm_record& deal, std::vector<fact_body>* derived);
  void take_contact(const crm_record& contact, std::vector<fact_body>* derived);
  void take_visits(const crm_record& contact, std::vector<fact_body>* derived);
  void claim_touch(const key128& key);
  void drop_touch(const key128& key);
  item_result replace_version(event_no no, const sealed_fact& fact, const conversion_event& e, std::uint64_t seq);
  bool is_derived(const sealed_fact& fact) const;
  void add_deal_turns(std::span<const event_no> members, const event_record* value,
                      std::vector<ledger_adjustment>& to) const;

  // identity changes → contacts (truth_contacts.cpp)
  std::uint32_t identify(record_owner owner, instant at, std::string_view source, text_ref external_id,
                         std::span<const identifier> identifiers, std::span<const key128> keys = {});
  item_result take_identity(const sealed_fact& fact, const identity_event& e);
  item_result take_identity_verdict(const sealed_fact& fact, const identity_verdict& v);
  item_result take_alias(const sealed_fact& fact, const campaign_alias& told);
  void settle_contacts();
  void bring_contacts_near() const;
  void move_event(event_no no, contact_no to);
  void move_touch(touch_no no, contact_no to);
  void mark(contact_no contact);
  void mark_event(event_no no);
  void mark_conversion(event_no founder);
  const contact_entry* members_at(contact_no contact) const;
  contact_more& more_of(contact_entry& contact);
  busy_contact* busy_of(const contact_entry& contact) const;
  bool shares_journeys(const contact_entry& contact) const;
  void set_shared_journeys(contact_entry& contact, std::vector<std::uint64_t> journeys);

  // events → conversions (truth_clusters.cpp)
  void settle_clusters(std::vector<decision>* decisions, instant now);
  void find_block(event_no start, std::vector<event_no>& block);
  void cluster(const std::vector<event_no>& block);
  void note_before(event_no no);
  void explain_merges(const std::vector<event_no>& members, const event_cluster& c, const std::vector<event_no>& block);
  block_event view_of(const event_record& r) const;
  std::vector<block_event> view_of_block(std::span<const event_no> block) const;
  decision decision_on(event_no no, event_no before, instant now) const;
  void regroup(std::span<const event_no> members);
  void leave_circles(std::span<const event_no> members);
  few<event_no> members_of(event_no any) const;
  std::uint32_t authority_of(const event_record& r) const { return authority_[kind_of(r).source]; }
  void rank_sources();
  item_result standing_of(event_no no) const;
  std::string matching_key(event_no event, merge_rule rule) const;

  // keys → the events that carry them (truth_blocks.cpp)
  event_no event_of(const key128& key) const;
  touch_no touch_of(const key128& key) const;
  bool is_hub_order(std::uint64_t order_hash) const;
  std::string_view order_text(const event_record& r) const { return order_texts_[r.order].view(); }
  void set_on_hub(const key_list& order);
  void list_order(event_no no);
  void unlist_order(event_no no);
  std::uint64_t likeness_of(const event_record& r, std::int64_t steps = 0) const;
  void list_at_contact(contact_no contact, event_no no);
  void unlist_at_contact(contact_no contact, event_no no);
  void make_busy(contact_entry& contact);
  void note_first(busy_contact& busy, event_no no);
  void drop_milestone(contact_no contact, busy_contact& busy, event_no no);
  bool may_be_like(const event_record& a, const event_record& b) const;
  void set_crowded(const std::vector<event_no>& changed);
  template <class F>
  void for_each_neighbour(event_no no, F&& f) const;

  // decisions of people (truth_verdicts.cpp)
  item_result take_merge_verdict(const sealed_fact& fact, const merge_verdict& told);
  std::vector<decided_pair> decided_in(std::span<const event_no> block, bool joins) const;
  std::vector<event_no> joined_with(const key128& event) const;
  std::vector<const merge_verdict*> decisions_about(const merge_verdict& told) const;
  std::optional<bool> decided(const key128& a, const key128& b) const;
  result<merge_verdict> checked_verdict(merge_verdict told) const;
  result<merge_verdict> verdict_between(std::span<const key128> conversions, verdict said, instant at,
                                        std::string note) const;
  sided_event sided(event_no no, std::int32_t side) const;

  // rules in force (truth_rules.cpp)
  item_result take_rules(const sealed_fact& fact, const dedup_rules& rules);
  worth all_worth() const;

  // pairs for people (truth_pairs.cpp)
  paired_event paired(event_no no) const;
  void pairs_of(event_no no, std::vector<duplicate_pair>& out) const;
  std::set<event_no> events_near(event_no any) const;
  std::optional<duplicate_pair> unmerged_pair(event_no no, event_no other) const;
  bool share_source(event_no a, event_no b) const;
  std::vector<event_no> differently_spelled(const event_record& r) const;

  // conversions → journeys (truth_journeys.cpp, truth_previous.hpp)
  class earlier_sales;
  class sale_notes;
  void compile_journeys(std::vector<journey_update>& out);
  void compile_contact(contact_no contact, earlier_sales& earlier, std::vector<journey_update>& out);
  bool patch_contact(contact_no contact, std::span<const std::pair<contact_no, event_no>> events,
                     std::vector<journey_update>& out);
  bool is_milestone(const event_record& r) const;
  milestones milestones_before(event_no founder, std::span<const contact_no> contacts, instant sold_at) const;
  journey_conversion compile_conversion(event_no founder) const;
  few<contact_no> contacts_of(event_no founder) const;
  std::vector<journey_touch> compile_touches(std::span<const contact_no> contacts) const;
  few<event_no> by_authority(event_no founder) const;
  std::vector<touch_record> touches_of(std::span<const contact_no> contacts) const;
  std::string touch_id(const touch_record& t) const;
  key128 touch_key(const touch_record& t) const;
  bool touch_before(const touch_record& a, const touch_record& b) const;
  journey_touch journey_touch_of(const touch_record& t, label_set labels) const;
  ledger ledger_of(std::span<const event_no> members) const;
  bool is_direct(name_id channel) const;
  std::vector<event_no> founders_of(contact_no contact) const;
  event_no first_of_family(contact_no contact, name_id family) const;

  // labels (truth_labels.cpp)
  void settle_labels(const std::vector<contact_no>& changed);
  void drop_values(contact_no contact);
  bool tells_of_click(const touch_record& t, event_no founder) const;
  touch_no hasty_click(event_no founder, std::span<const contact_no> contacts, name_id family, instant at) const;
  std::vector<label_set> labels_of(const std::vector<touch_record>& touches,
                                   const std::vector<std::uint32_t>& stands) const;
  std::vector<label_note> notes_on(label_set labels, const touch_record& t) const;
  std::string why_fast(event_no founder, instant at) const;
  std::string why_outlier(const journey_conversion& c) const;
  std::vector<label_note> notes_on(event_no founder, const journey_conversion& c) const;
  labelled_item item_of(label l, const touch_record& t) const;
  labelled_item item_of(label l, event_no founder) const;
  // the state hash (truth_state.cpp)
  void put_touch(state_item& item, const touch_record& t, const key128& key, const std::vector<key128>& names) const;
  std::vector<std::pair<key128, key128>> folded_keys(const std::vector<touch_record>& touches) const;
  void add_contacts(state_sums& to, const std::vector<key128>& names) const;
  void put_conversion(state_item& item, event_no founder, const std::vector<key128>& names) const;

  // listings (truth_listing.cpp)
  std::string contact_text(contact_no contact) const;
  event_no add_sale(event_no founder, const std::function<bool(instant)>& in_range, source_sums& to) const;
  // lookups (truth_lookup.cpp)
  dossier_touch told_touch(const touch_record& t) const;
  std::optional<contact_no> contact_by_key(const key128& key) const;
  conversion_dossier dossier_of(event_no founder) const;
  std::vector<dossier_touch> dossier_touches(std::span<const contact_no> contacts,
                                             conversion_dossier* conversion) const;

  truth_policy policy_;
  text_arena texts_;
  dictionary names_;
  name_id names_told_ = 1;
  std::vector<name_id> sources_;          // that sent conversions
  std::vector<std::uint32_t> authority_;  // of names that are sources of conversions: their rank, the best is 0
  identity_graph identity_;
  identity_verdicts identity_verdicts_;
  chunked_vector<record_owner> owners_;  // by identity record
  std::vector<std::uint32_t> changed_records_;
  chunked_vector<event_record> events_;
  name_combinations<event_kind> kinds_;                      // of events
  boost::unordered_flat_map<event_no, instant> updated_at_;  // of standing versions that state it
  touch_store touches_;
  std::vector<adjustment_record> adjustments_;
  number_table event_by_key_;
  number_table touch_by_key_;  // the standing version, or one that is gone
  boost::unordered_flat_map<key128, std::uint32_t, key128_hash> adjustment_by_key_;
  boost::unordered_flat_map<key128, std::uint64_t, key128_hash> replaced_by_key_;  // spend, rates: content
  boost::unordered_flat_set<key128, key128_hash> older_versions_;                  // event key mixed with content
  boost::unordered_flat_map<key128, instant, key128_hash> earliest_version_;       // of Meta events told in several
  boost::unordered_flat_map<key128, std::vector<stated_version>, key128_hash> stated_versions_;  // of Meta events
  key_lists orders_;                      // outcomes by their order id
  chunked_vector<text_ref> order_texts_;  // by number
  key_lists event_keys_;                  // likewise
  boost::unordered_flat_map<key128, few<std::uint32_t>, key128_hash> adjustments_of_event_;
  boost::unordered_flat_map<std::uint64_t, few<std::uint32_t>> adjustments_of_order_;
  crm_records crm_;
  boost::unordered_flat_map<key128, std::vector<deal_entry>, key128_hash> deal_turns_;  // by conversion event
  boost::unordered_flat_map<key128, contact_record, key128_hash> contact_identity_;     // by CRM contact
  boost::unordered_flat_set<key128, key128_hash> crm_touches_;                          // keys of derived touches
  contact_table contacts_;
  std::vector<contact_more> more_;
  std::vector<std::uint32_t> free_more_;
  std::vector<contact_no> dirty_contacts_;                       // some of them repeatedly
  std::vector<std::pair<contact_no, event_no>> changed_events_;  // whose conversions look different; likewise
  std::vector<event_no> dirty_events_;
  boost::unordered_flat_map<key128, verdict_record, key128_hash> verdicts_;
  std::vector<key128> verdicts_received_;
  boost::unordered_flat_map<key128, few<key128>, key128_hash> verdicts_of_event_;
  std::optional<dedup_rules> standing_rules_;
  truth_policy configured_;
  campaign_aliases aliases_;
  erased_people erased_;
  boost::unordered_flat_map<name_id, campaign_label> labels_;
  touch_labels touch_labels_;
  value_book values_;
  std::vector<name_id> changed_labels_;
  std::vector<displaced_event> displaced_;
  std::vector<spend_event> spend_;
  std::vector<fx_rate_event> rates_;
  boost::unordered_flat_map<key128, spend_event, key128_hash> all_spend_;
  boost::unordered_flat_map<key128, fx_rate_event, key128_hash> all_rates_;
  std::map<std::string, name_id, std::less<>> families_;
  large_vector<std::uint32_t> visited_;  // by event: the walk that saw it last
  std::uint32_t walk_ = 0;
  large_vector<std::uint32_t> noted_;                  // by event: the settling that noted it last
  std::vector<std::pair<event_no, event_no>> before_;  // founders of the events this settling looked at
  std::uint32_t settling_ = 0;
  std::uint64_t last_seq_ = 0;
};

}  // namespace hub
