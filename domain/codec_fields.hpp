// The order of every fact's fields in its bytes, written once for the writer and the reader of domain/codec.cpp.
#pragma once

#include "domain/facts.hpp"

namespace hub::codec {

template <class Archive, class Context>
void context_fields(Archive& a, Context& c) {
  a.all(c.channel, c.source, c.medium, c.campaign_id, c.campaign_name, c.adset_id, c.ad_id, c.click_id);
}

/// Calls a.all(…) with the fields of *f* in their order; F is a fact, const for a writer.
template <class Archive, class F>
void conversion_fields(Archive& a, F& f) {
  a.all(f.source, f.external_id, f.type, f.original_type, f.outcome, f.occurred_at, f.updated_at, f.value, f.order_key,
        f.event_name, f.event_id, f.dataset, f.identifiers);
  context_fields(a, f.context);
  a.all(f.clicked_at, f.offline, f.country, f.url, f.metadata);
  a.last(f.user_agent);
}

template <class Archive, class F>
void touch_fields(Archive& a, F& f) {
  a.all(f.source, f.external_id, f.occurred_at);
  a.enumerated(f.kind, interaction::impression);
  a.all(f.identifiers);
  context_fields(a, f.context);
  a.all(f.country, f.url, f.user_agent, f.metadata);
}

template <class Archive, class F>
void adjustment_fields(Archive& a, F& f) {
  a.all(f.source, f.external_id);
  a.enumerated(f.kind, adjustment_kind::reversal);
  a.all(f.conversion_id, f.sale_source, f.sale_external_id, f.order_key, f.amount, f.currency, f.occurred_at,
        f.metadata);
}

template <class Archive, class F>
void spend_fields(Archive& a, F& f) {
  a.all(f.day, f.platform, f.account, f.campaign_id, f.campaign_name, f.adset_id, f.ad_id, f.cost, f.impressions,
        f.clicks, f.platform_conversions, f.platform_value);
  a.last(f.tz);
}

template <class Archive, class F>
void rate_fields(Archive& a, F& f) {
  a.all(f.day, f.base, f.quote, f.rate);
}

template <class Archive, class F>
void identity_fields(Archive& a, F& f) {
  a.all(f.source, f.external_id, f.occurred_at, f.identifiers);
}

template <class Archive, class F>
void crm_fields(Archive& a, F& f) {
  a.all(f.source, f.external_id, f.account);
  a.enumerated(f.object, crm_object::deal);
  a.all(f.record, f.occurred_at, f.properties);
}

template <class Archive, class F>
void merge_verdict_fields(Archive& a, F& f) {
  a.all(f.source, f.external_id, f.occurred_at);
  a.enumerated(f.said, verdict::withdrawn);
  a.all(f.events, f.note);
}

template <class Archive, class F>
void identity_verdict_fields(Archive& a, F& f) {
  a.all(f.source, f.external_id, f.occurred_at);
  a.enumerated(f.said, verdict::withdrawn);
  a.all(f.identifiers, f.note);
}

template <class Archive, class F>
void rules_fields(Archive& a, F& f) {
  a.all(f.source, f.external_id, f.occurred_at, f.window_us, f.amount_tolerance, f.same_source_fuzzy, f.authority);
}

template <class Archive, class F>
void alias_fields(Archive& a, F& f) {
  a.all(f.source, f.external_id, f.occurred_at, f.withdrawn, f.from, f.to, f.note);
}

template <class Archive, class F>
void erasure_fields(Archive& a, F& f) {
  a.all(f.source, f.external_id, f.occurred_at, f.digests);
}

/// The fields of whichever fact *f* is.
template <class Archive, class F>
void fields(Archive& a, F& f) {
  using fact = std::remove_const_t<F>;
  if constexpr (std::is_same_v<fact, conversion_event>) conversion_fields(a, f);
  if constexpr (std::is_same_v<fact, touch_event>) touch_fields(a, f);
  if constexpr (std::is_same_v<fact, adjustment_event>) adjustment_fields(a, f);
  if constexpr (std::is_same_v<fact, spend_event>) spend_fields(a, f);
  if constexpr (std::is_same_v<fact, fx_rate_event>) rate_fields(a, f);
  if constexpr (std::is_same_v<fact, identity_event>) identity_fields(a, f);
  if constexpr (std::is_same_v<fact, crm_change>) crm_fields(a, f);
  if constexpr (std::is_same_v<fact, merge_verdict>) merge_verdict_fields(a, f);
  if constexpr (std::is_same_v<fact, identity_verdict>) identity_verdict_fields(a, f);
  if constexpr (std::is_same_v<fact, dedup_rules>) rules_fields(a, f);
  if constexpr (std::is_same_v<fact, campaign_alias>) alias_fields(a, f);
  if constexpr (std::is_same_v<fact, person_erasure>) erasure_fields(a, f);
}

}  // namespace hub::codec
