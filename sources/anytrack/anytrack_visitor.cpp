#include "sources/anytrack/anytrack_visitor.hpp"

#include <iterator>
#include <utility>

#include "sources/attribution_url.hpp"
#include "sources/identifiers.hpp"
#include "sources/landing.hpp"
#include "sources/utm_fields.hpp"

namespace hub::sources {
namespace {

/// Source, medium, campaign and click ids as the URL parameters that they were.
url_attribution read_attribution(anytrack_fields& in, item_reader& reader) {
  utm_fields utm;
  for (const auto& [field, parameter] :
       {std::pair("source", "utm_source"), std::pair("medium", "utm_medium"), std::pair("campaign", "utm_campaign"),
        std::pair("campaign_id", "utm_id"), std::pair("term", "utm_term"), std::pair("content", "utm_content")})
    utm.add(parameter, reader.text(in.take(field)));
  for (const auto* click : {"fbclid", "gclid", "msclkid", "ttclid"}) utm.add(click, reader.text(in.take(click)));
  auto read = read_url(utm.url());
  if (auto adset = reader.text(in.take("adset_id")); !adset.empty()) read.context.adset_id = std::move(adset);
  if (auto ad = reader.text(in.take("ad_id")); !ad.empty()) read.context.ad_id = std::move(ad);
  return read;
}

person read_ids(anytrack_fields& in, item_reader& reader) {
  person_fields fields;
  fields.email = in.take("email");
  fields.phone = in.take("phone");
  fields.external_user_id = in.take("contact_id");
  fields.anonymous_id = in.take("anonymous_id");
  fields.fbc = in.take("fbc");
  fields.fbp = in.take("fbp");
  auto who = read_person(fields, reader);
  add_identifier(who.identifiers, identifier_kind::anonymous_id, reader.text(in.take("ref_id")));
  return who;
}

}  // namespace

anytrack_visitor read_visitor(anytrack_fields& in, item_reader& reader) {
  anytrack_visitor visitor;
  auto& who = visitor.who;
  who = read_ids(in, reader);
  auto told = read_attribution(in, reader);
  who.identifiers.insert(who.identifiers.end(), std::make_move_iterator(told.clicks.begin()),
                         std::make_move_iterator(told.clicks.end()));
  if (who.network_channel.empty()) who.network_channel = std::move(told.network_channel);
  visitor.url = reader.text(in.take("url"));
  const auto landed = read_url(visitor.url);
  if (const auto click = reader.text(in.take("click_id")); !click.empty()) {
    const bool first = who.click_id.empty() && told.context.click_id.empty() && landed.context.click_id.empty();
    if (first) who.click_id = click;
    if (first && landed.network_channel.empty() && who.network_channel.empty())
      who.network_channel = click_channel("atclid");
    add_identifier(who.identifiers, identifier_kind::atclid, click);
  }
  visitor.context = landing_context(std::move(told.context), who, visitor.url, reader.channels());
  if (const auto referrer = reader.text(in.take("referrer")); !referrer.empty())
    add_referral(visitor.context, visitor.url, referrer, reader.channels());
  return visitor;
}

}  // namespace hub::sources
