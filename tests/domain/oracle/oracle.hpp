// The oracle: what facts mean, worked out a second time from the specification alone (spec/semantics.md §1 to §3 and §5;
// docs/semantics.md where that is silent). Slow and obvious: a function of all facts at once, without blocks, graphs or
// anything kept up to date. It shares no code with the truth but the facts, their content keys and the texts of dates.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "domain/truth.hpp"

namespace hub::oracle {

/// A source event by name.
using event_name = std::pair<std::string, std::string>;

struct entry {
  entry_kind kind = entry_kind::sale;
  entry_note note = entry_note::counted;
  instant at = 0;
  std::int64_t amount = 0;
  int count = 0;
  std::string source, external_id;
};

struct touch {
  std::string id, feed, channel, campaign, adset, ad, click_id;
  instant at = 0;
  hub::interaction interaction = hub::interaction::click;
  std::string folded_into;  ///< id of the touch that counts for this click
};

struct conversion {
  std::set<event_name> events;
  std::string type, source, country;
  instant at = 0;
  bool offline = false;
  std::optional<money> value;
  std::vector<entry> ledger;
  std::int64_t gross = 0, net = 0;
  std::vector<touch> touches;  ///< of all its contacts, in total order
};

/// Everything that two tellings of the same facts must agree on.
struct state {
  std::vector<conversion> conversions;
  std::vector<std::set<event_name>> people;  ///< events and touches by contact

  /// One line for each thing in it, sorted: equal for equal states.
  std::string text() const;
};

/// What the facts, received in this order, mean.
state meaning_of(const std::vector<fact_body>& facts, const truth_policy& policy);

/// The events and touches that facts name.
std::vector<event_name> names_in(const std::vector<fact_body>& facts);

/// What the hub says of events and touches; who is one person only where *people* is set, which takes its time.
state told_by(const truth& hub, const std::vector<event_name>& names, bool people);

// The steps, each a function of everything before it.

/// The standing version of each source event.
std::vector<conversion_event> standing_events(const std::vector<fact_body>& facts);

/// Everything that may name a person: events, touches, statements.
struct record {
  instant at = 0;
  event_name name;
  std::vector<identifier> identifiers;
  bool statement = false;  ///< POST /v1/identities: names people, is nothing of its own
};

/// Identifiers that somebody said are, pairwise, not one person.
using parted_people = std::vector<std::vector<identifier>>;

/// Of each such decision the latest version, unless it was taken back.
parted_people people_parted_in(const std::vector<fact_body>& facts);

/// The number of the contact of each record.
std::vector<int> contacts_of(const std::vector<record>& records, const parted_people& parted,
                             const identity_policy& policy);

/// What people decided about two events.
struct decided_events {
  event_name a, b;
  bool together = false;
};

/// Of each pair the latest decision that nobody took back, the latest first.
std::vector<decided_events> decisions_in(const std::vector<fact_body>& facts);

/// The configured rules with those that somebody put in force last.
truth_policy rules_in_force(const std::vector<fact_body>& facts, truth_policy configured);

/// Events and the contact of each, both by position; answers clusters of positions.
std::vector<std::vector<int>> clusters_of(const std::vector<conversion_event>& events, const std::vector<int>& contacts,
                                          const std::vector<decided_events>& decisions, const truth_policy& policy);

/// Position of a source in the order of trust.
std::pair<std::size_t, std::string> trust(const std::string& source, const truth_policy& policy);

/// The name of the family of a type.
std::string family_of(const std::string& type, const truth_policy& policy);

/// What somebody says happened to a conversion's money; a sale says that what was taken back stands again.
struct money_change {
  entry_kind kind = entry_kind::refund;
  std::optional<std::int64_t> amount;
  std::optional<hub::currency> currency;
  instant at = 0;
  std::string source, external_id;
};

/// Fills in the ledger of a conversion whose value and time are known.
void keep_books(conversion& c, std::vector<money_change> changes);

/// All touches told, with the contact of each.
struct owned_touch {
  touch what;
  int contact = 0;
};

/// The touches of some contacts in total order, those folded that are one click.
std::vector<touch> fold(std::vector<touch> touches);

}  // namespace hub::oracle
