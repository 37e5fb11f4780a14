// The facts: everything the hub is told, as plain values. Sources make them, dedup decides over them, storage keeps
// them. A fact is never changed after it was stored; a newer version of the same event is another fact.
//
// `timed_by_receipt` says that occurred_at leans on when the item was received: its sender's clock was set right, or it
// stated no time. A later delivery then has another time by nature; if it differs in nothing else it is a redelivery, and
// the time told first stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/money.hpp"
#include "domain/time.hpp"

namespace hub {

/// What names a person, strongest first. The order is the order in which links of one event are tried
/// (docs/semantics.md, Identity).
enum class identifier_kind : std::uint8_t {
  email,           ///< 64 hex digits: SHA-256 of the trimmed, lower-cased address
  phone,           ///< 64 hex digits: SHA-256 of the E.164 digits without `+`
  external_id,     ///< 64 hex digits: SHA-256 of the trimmed, lower-cased id
  crm_contact_id,  ///< the CRM's own record id; `account:id` for an account that is not the hub's own
  anonymous_id,    ///< first-party device id
  fbp,             ///< Meta browser id
  fbclid,          ///< Meta click id (also the payload of `fbc`)
  gclid,
  msclkid,
  ttclid,
  atclid,
  click,  ///< a click id whose network was not named
};

/// One identifier as it links: hashed where it is personal, verbatim where it is a device or a click.
struct identifier {
  identifier_kind kind = identifier_kind::email;
  std::string value;
  bool links = true;  ///< false: stored as evidence but joins nobody (a phone reported by the Meta Pixel)

  friend bool operator==(const identifier&, const identifier&) = default;
};

/// How the contact met the campaign; the order is the tie order of touches at one instant (docs/semantics.md,
/// Touchpoints).
enum class interaction : std::uint8_t { click, engaged_view, view, impression };

/// Where an interaction came from. Empty text means "not given"; reports show it as `(not set)`.
struct campaign_context {
  std::string channel;  ///< GA4 default channel group name, or the given channel verbatim
  std::string source;   ///< utm_source
  std::string medium;   ///< utm_medium
  std::string campaign_id;
  std::string campaign_name;
  std::string adset_id;
  std::string ad_id;
  std::string click_id;

  friend bool operator==(const campaign_context&, const campaign_context&) = default;
};

/// One report of an outcome (or of another event worth keeping) by one source.
struct conversion_event {
  std::string source;         ///< `meta_capi`, `manual`, …: lower-case slug
  std::string external_id;    ///< the source's own id of the event; for Meta `event_name/event_id`
  std::string type;           ///< IAB ECAPI 1.0 name: `purchase`, `generate_lead`, …
  std::string original_type;  ///< the name the source used, when it differs
  bool outcome = true;        ///< false: kept, but no conversion (Meta PageView, AddToCart)
  instant occurred_at = 0;
  std::optional<instant> updated_at;  ///< version time stated by the source
  std::optional<money> value;         ///< absent: a conversion of null value
  std::string order_key;              ///< order_id / transaction_id, trimmed, case-sensitive; empty: none
  std::string event_name;             ///< Meta event key: event_name …
  std::string event_id;               ///< … and event_id; empty: none
  std::string dataset;                ///< Meta dataset (pixel) id; empty: unknown, equals any
  std::vector<identifier> identifiers;
  campaign_context context;           ///< the touch the event itself names, if any
  std::optional<instant> clicked_at;  ///< when the click of `context` happened, if known
  bool offline = false;
  std::string country;  ///< ISO 3166-1 alpha-2, upper case; empty: unknown
  std::string url;
  std::string metadata;  ///< the fields the hub does not interpret, as a JSON object; empty: none
  bool timed_by_receipt = false;
  std::string user_agent;  ///< of whoever made the touch of `context`; empty: not told

  friend bool operator==(const conversion_event&, const conversion_event&) = default;
};

/// One interaction of a contact, from the touch feed.
struct touch_event {
  std::string source;       ///< the feed; `touchpoints` for the native route
  std::string external_id;  ///< the touch's id
  instant occurred_at = 0;
  hub::interaction kind = hub::interaction::click;
  std::vector<identifier> identifiers;
  campaign_context context;
  std::string country;
  std::string url;
  std::string user_agent;
  std::string metadata;
  bool timed_by_receipt = false;

  friend bool operator==(const touch_event&, const touch_event&) = default;
};

enum class adjustment_kind : std::uint8_t { refund, chargeback, adjustment, reversal };

/// A later change of a conversion's money. Names its conversion in one of three ways.
struct adjustment_event {
  std::string source;       ///< who reports the adjustment; `manual` unless given
  std::string external_id;  ///< the adjustment's own id
  adjustment_kind kind = adjustment_kind::refund;
  std::string conversion_id;     ///< `cv_…`, or
  std::string sale_source;       ///< source and
  std::string sale_external_id;  ///< external id of the sale, or
  std::string order_key;         ///< the order id of a purchase-family conversion
  std::optional<std::int64_t>
      amount;  ///< minor units; positive for refund and chargeback, signed for adjustment; absent: all that is left
  std::optional<hub::currency> currency;  ///< absent: that of the sale
  instant occurred_at = 0;
  std::string metadata;
  bool timed_by_receipt = false;

  friend bool operator==(const adjustment_event&, const adjustment_event&) = default;
};

/// Cost of one (platform, account, campaign, adset, ad, day). The same key again replaces.
struct spend_event {
  std::int32_t day = 0;  ///< days since 1970-01-01 in the account's own zone
  std::string platform;
  std::string account;
  std::string campaign_id;
  std::string campaign_name;
  std::string adset_id;
  std::string ad_id;
  money cost;
  std::int64_t impressions = 0;
  std::int64_t clicks = 0;
  std::optional<std::string> platform_conversions;  ///< decimal text as the platform claims it
  std::optional<std::int64_t> platform_value;       ///< minor units of the cost's currency
  std::string tz;                                   ///< zone of the account's days (IANA name); empty: not told

  friend bool operator==(const spend_event&, const spend_event&) = default;
};

/// `1 base = rate quote` on a day; the rate is kept as decimal text.
struct fx_rate_event {
  std::int32_t day = 0;
  hub::currency base;
  hub::currency quote;
  std::string rate;

  friend bool operator==(const fx_rate_event&, const fx_rate_event&) = default;
};

/// Says that some identifiers name one person.
struct identity_event {
  std::string source;
  std::string external_id;
  instant occurred_at = 0;
  std::vector<identifier> identifiers;
  bool timed_by_receipt = false;

  friend bool operator==(const identity_event&, const identity_event&) = default;
};

enum class crm_object : std::uint8_t { contact, deal };

/// One property of a CRM record, in the words of domain/crm_words.hpp.
struct crm_property {
  std::string name;
  std::string value;  ///< empty: the CRM says that there is none

  friend bool operator==(const crm_property&, const crm_property&) = default;
};

/// What a CRM says of one record at one time. Changes of a record are folded in the order of their times, whatever order
/// they came in (domain/crm_record.hpp); what they mean is derived from the fold.
struct crm_change {
  std::string source;
  std::string external_id;
  std::string account;  ///< the CRM account that says so; empty: not named
  crm_object object = crm_object::deal;
  std::string record;  ///< unique among the source's records of this kind
  instant occurred_at = 0;
  std::vector<crm_property> properties;

  friend bool operator==(const crm_change&, const crm_change&) = default;
};

/// What somebody decided; `withdrawn` takes the decision of the same id back, for good.
enum class verdict : std::uint8_t { together, apart, withdrawn };

/// A source event in a decision, and on which side of it.
struct sided_event {
  std::int32_t side = 0;
  std::string source;
  std::string external_id;

  friend bool operator==(const sided_event&, const sided_event&) = default;
};

/// Somebody's decision that events are, or are not, one conversion: every pair of events of different sides. Of several
/// decisions about a pair the latest counts.
struct merge_verdict {
  std::string source;       ///< who decided; `manual`
  std::string external_id;  ///< the decision's own id
  instant occurred_at = 0;  ///< when it was decided
  verdict said = verdict::together;
  std::vector<sided_event> events;
  std::string note;  ///< why, in the words of who decided

  friend bool operator==(const merge_verdict&, const merge_verdict&) = default;
};

/// Somebody's decision that identifiers are not one person: every pair of them. `together` is never said; links are
/// told by identity_event.
struct identity_verdict {
  std::string source;
  std::string external_id;
  instant occurred_at = 0;
  verdict said = verdict::apart;
  std::vector<identifier> identifiers;
  std::string note;

  friend bool operator==(const identity_verdict&, const identity_verdict&) = default;
};

/// Rules of deduplication that somebody put in force for all data. What is absent is as configured. Those with the latest
/// time stand.
struct dedup_rules {
  std::string source;
  std::string external_id;
  instant occurred_at = 0;
  std::optional<std::int64_t> window_us;
  std::optional<std::int64_t> amount_tolerance;  ///< minor units
  std::optional<bool> same_source_fuzzy;
  std::optional<std::vector<std::string>> authority;

  /// Whether it leaves every rule to the configuration.
  bool as_configured() const { return !window_us && !amount_tolerance && !same_source_fuzzy && !authority; }

  friend bool operator==(const dedup_rules&, const dedup_rules&) = default;
};

/// Somebody's decision that what touches and spend call *from* is the campaign *to*. Of several decisions about one
/// campaign the latest counts.
struct campaign_alias {
  std::string source;       ///< who decided; `manual`
  std::string external_id;  ///< the decision's own id
  instant occurred_at = 0;  ///< when it was decided
  bool withdrawn = false;   ///< takes the decision of the same id back, for good
  std::string from;         ///< campaign keys: id, else name
  std::string to;
  std::string note;

  friend bool operator==(const campaign_alias&, const campaign_alias&) = default;
};

/// Somebody's decision that a person is forgotten. When it was made, every fact that named the person was masked where it
/// is stored (domain/person_mask.hpp); none that happened before it and names them is taken in again.
struct person_erasure {
  std::string source;                ///< who decided; `manual`
  std::string external_id;           ///< the decision's own id
  instant occurred_at = 0;           ///< when it was decided
  std::vector<std::string> digests;  ///< of the person's identifiers, erasure_digest() each

  friend bool operator==(const person_erasure&, const person_erasure&) = default;
};

/// Facts are stored by their position in this list; new kinds are added at its end.
using fact_body =
    std::variant<conversion_event, touch_event, adjustment_event, spend_event, fx_rate_event, identity_event,
                 crm_change, merge_verdict, identity_verdict, dedup_rules, campaign_alias, person_erasure>;

}  // namespace hub
