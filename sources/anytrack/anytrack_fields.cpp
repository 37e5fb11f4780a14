#include "sources/anytrack/anytrack_fields.hpp"

#include <algorithm>
#include <array>

#include "domain/text.hpp"
#include "sources/attribution_url.hpp"
#include "sources/folded_name.hpp"
#include "sources/item_reader.hpp"

namespace hub::sources {
namespace {

/// One name of a field, folded; a group's members are named `group.member`.
struct usual_name {
  std::string_view field;
  std::string_view name;
};

// Of several names of one field the first that is there counts. Vendor's names come before those of networks.
constexpr usual_name usual_names[] = {
    {"external_id", "transactionid"},
    {"external_id", "transid"},
    {"external_id", "orderid"},
    {"click_id", "clickid"},
    {"click_id", "click"},
    {"click_id", "atclid"},
    {"ref_id", "refid"},
    {"event", "eventname"},
    {"event", "event"},
    {"conversion_type", "conversiontype"},
    {"value", "eventvalue"},
    {"value", "value"},
    {"value", "commission"},
    {"value", "payout"},
    {"value", "revenue"},
    {"value", "ordertotal"},
    {"value", "amount"},
    {"value", "sum"},
    {"currency", "currency"},
    {"time", "eventtime"},
    {"time", "eventtimestamp"},
    {"time", "timestamp"},
    {"time", "ts"},
    {"time", "time"},
    {"email", "email"},
    {"phone", "phone"},
    {"phone", "phonenumber"},
    {"contact_id", "customerid"},
    {"anonymous_id", "clientid"},
    {"source", "mainattribution.source"},
    {"source", "utmsource"},
    {"source", "source"},
    {"medium", "mainattribution.medium"},
    {"medium", "utmmedium"},
    {"medium", "medium"},
    {"campaign", "mainattribution.campaign"},
    {"campaign", "utmcampaign"},
    {"campaign", "campaign"},
    {"campaign", "camp"},
    {"campaign_id", "mainattribution.campaignid"},
    {"campaign_id", "campaignid"},
    {"campaign_id", "camid"},
    {"campaign_id", "utmid"},
    {"adset_id", "mainattribution.adsetid"},
    {"adset_id", "adsetid"},
    {"ad_id", "mainattribution.adid"},
    {"ad_id", "adid"},
    {"term", "mainattribution.term"},
    {"term", "utmterm"},
    {"content", "mainattribution.content"},
    {"content", "utmcontent"},
    {"fbclid", "mainattribution.fbclid"},
    {"fbclid", "fbclid"},
    {"gclid", "mainattribution.gclid"},
    {"gclid", "gclid"},
    {"msclkid", "mainattribution.msclkid"},
    {"msclkid", "msclkid"},
    {"ttclid", "mainattribution.ttclid"},
    {"ttclid", "ttclid"},
    {"fbc", "fbc"},
    {"fbp", "fbp"},
    {"status", "status"},
    {"url", "location"},
    {"url", "url"},
    {"referrer", "mainattribution.referrer"},
    {"referrer", "referrer"},
    {"country", "country"},
    {"country", "countrycode"},
};

constexpr std::array<std::string_view, 8> private_names = {"firstname", "lastname",  "fullname",  "name",
                                                           "ip",        "ipaddress", "useragent", "ua"};

/// Whether there is nothing in *field*: blank, or a macro that nobody filled in.
bool is_empty(json_value field) {
  return blank(field) || (field.is(json_kind::string) && is_placeholder(trim(field.text())));
}

}  // namespace

bool is_anytrack_token(std::string_view name) {
  const auto folded = folded_name(name);
  return folded == "token" || folded == "key";
}

anytrack_fields::anytrack_fields(json_value object, std::span<const field_mapping> map) : map_(map) {
  for (const json_value value : object)
    if (!value.is(json_kind::null)) members_.push_back({folded_name(value.key()), value, false});
}

/// The member at *path* (folded names joined by `.`), if there is something in it.
json_value anytrack_fields::find(std::string_view path, bool take) {
  const auto dot = path.find('.');
  const auto name = path.substr(0, dot);
  for (auto& known : members_) {
    if (known.name != name || is_empty(known.value)) continue;
    if (dot == std::string_view::npos) {
      known.taken = known.taken || take;
      return known.value;
    }
    // A group stays in rest(): only some of its members mean something here.
    if (!known.value.is(json_kind::object)) continue;
    for (const json_value inner : known.value)
      if (folded_name(inner.key()) == path.substr(dot + 1) && !inner.is(json_kind::null) && !is_empty(inner))
        return inner;
  }
  return {};
}

json_value anytrack_fields::look_up(std::string_view field, bool take) {
  for (const auto& [mapped, name] : map_)
    if (folded_name(mapped) == folded_name(field))
      if (const auto found = find(folded_name(name), take)) return found;
  for (const auto& usual : usual_names)
    if (usual.field == field)
      if (const auto found = find(usual.name, take)) return found;
  return {};
}

std::vector<json_value> anytrack_fields::rest() const {
  std::vector<json_value> left;
  for (const auto& known : members_) {
    const bool named = std::find(private_names.begin(), private_names.end(), known.name) != private_names.end();
    if (!known.taken && !named && !is_anytrack_token(known.name)) left.push_back(known.value);
  }
  return left;
}

}  // namespace hub::sources
