// POST /v1/touchpoints: interactions of a contact with a campaign.
#include <utility>

#include "domain/normalise.hpp"
#include "sources/item_loop.hpp"
#include "sources/landing.hpp"
#include "sources/native/native.hpp"

namespace hub::sources {
namespace {

using touch_names =
    join_names<person_names, field_names<"id", "external_id", "occurred_at", "interaction", "channel", "source",
                                         "medium", "utm_source", "utm_medium", "campaign_id", "campaign_name",
                                         "adset_id", "ad_id", "url", "referrer", "country", "user_agent", "metadata">>;
using touch_fields = field_values<touch_names>;

campaign_context read_given(const touch_fields& in, item_reader& reader) {
  campaign_context given;
  given.channel = reader.text(in.get<"channel">());
  given.source = reader.text(first_given(in.get<"source">(), in.get<"utm_source">()));
  given.medium = reader.text(first_given(in.get<"medium">(), in.get<"utm_medium">()));
  given.campaign_id = reader.text(in.get<"campaign_id">());
  given.campaign_name = reader.text(in.get<"campaign_name">());
  given.adset_id = reader.text(in.get<"adset_id">());
  given.ad_id = reader.text(in.get<"ad_id">());
  return given;
}

/// What is left of a visit that is no touch: who it was.
void keep_identity(touch_event touch, item_reader& reader, fact_body& fact) {
  if (touch.identifiers.empty())
    reader.ignore("visit-continued",
                  "the site's own pages or an excluded referrer sent this visit; it is no touch and names nobody");
  fact = identity_event{std::move(touch.source), std::move(touch.external_id), touch.occurred_at,
                        std::move(touch.identifiers)};
}

void read_touch(json_value object, item_reader& reader, fact_body& fact) {
  const touch_fields in(object);
  const auto source = reader.request().source;
  auto& touch = fact.emplace<touch_event>();
  touch.source = source == "manual" ? "touchpoints" : source;
  touch.external_id = reader.text(first_given(in.get<"id">(), in.get<"external_id">()));
  if (reader.require(in.get<"occurred_at">(), "occurred_at", "when it happened, as an RFC 3339 time"))
    touch.occurred_at = reader.time(in.get<"occurred_at">()).value_or(0);
  touch.kind = reader
                   .word<interaction>(in.get<"interaction">(), {{"click", interaction::click},
                                                                {"engaged_view", interaction::engaged_view},
                                                                {"view", interaction::view},
                                                                {"impression", interaction::impression}})
                   .value_or(interaction::click);
  auto who = read_person(person_fields::of(in), reader);
  touch.url = reader.text(in.get<"url">());
  touch.context = landing_context(read_given(in, reader), who, touch.url, reader.channels());
  const bool visit = apply_referrer(touch.context, touch.url, reader.text(in.get<"referrer">()), reader.channels());
  touch.identifiers = std::move(who.identifiers);
  touch.country = normalise_country(reader.raw_text(in.get<"country">()));
  touch.user_agent = reader.text(in.get<"user_agent">());
  touch.metadata = metadata_of(in.get<"metadata">(), in.unknown);
  if (touch.external_id.empty()) touch.external_id = derived_id(touch.source, object);
  if (!visit) keep_identity(std::move(touch), reader, fact);
}

}  // namespace

result<parsed> parse_touchpoints(const payload& in) { return read_items(in, read_touch); }

}  // namespace hub::sources
