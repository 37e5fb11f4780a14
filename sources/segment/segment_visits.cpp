#include "sources/segment/segment_visits.hpp"

#include <iterator>
#include <utility>

#include "domain/normalise.hpp"
#include "sources/attribution_url.hpp"
#include "sources/landing.hpp"
#include "sources/segment/segment_people.hpp"
#include "sources/utm_fields.hpp"

namespace hub::sources {
namespace {

/// What the page itself is called stands in url; these say nothing beyond it.
using page_fields = field_values<field_names<"url", "referrer", "path", "search", "title", "email", "phone", "fbc",
                                             "fbp", "fbclid", "gclid", "msclkid", "ttclid", "atclid">>;

/// `context.campaign` and `context.referrer` as the URL parameters that they were.
std::string parameters_of(json_value context, item_reader& reader) {
  utm_fields utm;
  const auto campaign = object_in(context, "campaign");
  for (const auto& [member, parameter] :
       {std::pair("source", "utm_source"), std::pair("medium", "utm_medium"), std::pair("name", "utm_campaign"),
        std::pair("id", "utm_id"), std::pair("term", "utm_term"), std::pair("content", "utm_content")})
    utm.add(parameter, reader.text(text_in(campaign, member)));
  const auto referrer = object_in(context, "referrer");
  if (const auto type = text_in(referrer, "type"); type && !click_channel(type.text()).empty())
    utm.add(type.text(), reader.raw_text(text_in(referrer, "id")));
  return utm.url();
}

/// *url* with *search* as its query, if it has none.
std::string with_search(std::string url, std::string_view search) {
  if (!search.starts_with('?') || url.find('?') != std::string::npos) return url;
  return url.insert(std::min(url.find('#'), url.size()), search);
}

void read_visit(const segment_call& call, item_reader& reader, fact_body& fact, bool is_page) {
  auto who = read_segment_person(call, reader);
  auto landing = read_landing(call, who, reader, is_page);
  if (is_page) add_referral(landing.context, landing.url, landing.referrer, reader.channels());
  require_identifier(who, reader);
  page_fields in(call.properties);
  for (const json_value more : {call.fields.get<"name">(), call.fields.get<"category">()})
    if (more) in.unknown.push_back(more);
  const auto fill = [&](auto& event) {
    event.identifiers = std::move(who.identifiers);
    event.country = read_country(call, reader);
    event.context = std::move(landing.context);
    event.url = std::move(landing.url);
    event.metadata = metadata_of({}, in.unknown);
  };
  if (landing.context != campaign_context{}) {
    auto& touch = begin_fact<touch_event>(call, reader, fact);
    touch.user_agent = reader.text(text_in(call.context, "userAgent"));
    return fill(touch);
  }
  auto& event = begin_fact<conversion_event>(call, reader, fact);
  event.type = is_page ? "page_view" : "screen_view";
  event.original_type = is_page ? "page" : "screen";
  event.outcome = false;
  fill(event);
}

}  // namespace

segment_landing read_landing(const segment_call& call, person& who, item_reader& reader, bool is_page) {
  segment_landing landing;
  const auto page = object_in(call.context, "page");
  const auto page_text = [&](std::string_view name) {
    auto text = reader.text(text_in(page, name));
    return text.empty() && is_page ? reader.text(text_in(call.properties, name)) : text;
  };
  landing.url = with_search(page_text("url"), page_text("search"));
  landing.referrer = page_text("referrer");
  if (landing.referrer == "$direct") landing.referrer.clear();  // RudderStack's word for none
  auto named = read_url(parameters_of(call.context, reader));
  who.identifiers.insert(who.identifiers.end(), std::make_move_iterator(named.clicks.begin()),
                         std::make_move_iterator(named.clicks.end()));
  if (who.network_channel.empty()) who.network_channel = std::move(named.network_channel);
  landing.context = landing_context(std::move(named.context), who, landing.url, reader.channels());
  return landing;
}

std::string read_country(const segment_call& call, item_reader& reader) {
  return normalise_country(reader.raw_text(text_in(object_in(call.context, "location"), "country")));
}

void read_page(const segment_call& call, item_reader& reader, fact_body& fact) { read_visit(call, reader, fact, true); }

void read_screen(const segment_call& call, item_reader& reader, fact_body& fact) {
  read_visit(call, reader, fact, false);
}

}  // namespace hub::sources
