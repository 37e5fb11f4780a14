#include "sources/hubspot/hubspot_object.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "domain/crm_words.hpp"
#include "sources/field_names.hpp"
#include "sources/hubspot/hubspot_history.hpp"
#include "sources/hubspot/hubspot_words.hpp"

namespace hub::sources {
namespace {

using object_fields = field_values<field_names<"id", "properties", "createdAt", "updatedAt", "archived", "archivedAt",
                                               "associations", "objectTypeId", "portalId", "propertiesWithHistory">>;

constexpr std::string_view deal_names[] = {"dealname",           "dealstage",        "pipeline", "amount",
                                           "deal_currency_code", "hs_is_closed_won", "dealtype"};
constexpr std::string_view contact_names[] = {"email",    "lastmodifieddate", "firstname",
                                              "lastname", "lifecyclestage",   "hs_latest_source",
                                              "phone",    "mobilephone",      "hs_analytics_first_url"};

/// Whether the object has a property of this name, be it null.
bool has(json_value properties, std::string_view name) {
  return std::any_of(properties.begin(), properties.end(), [&](json_value p) { return p.key() == name; });
}

std::optional<crm_object> kind_of(const object_fields& in, item_reader& reader) {
  if (const auto type = reader.raw_text(in.get<"objectTypeId">()); !type.empty()) return hubspot_object_of(type);
  const auto has_any = [&](const auto& names) {
    return std::any_of(std::begin(names), std::end(names), [&](auto n) { return has(in.get<"properties">(), n); });
  };
  if (has_any(deal_names)) return crm_object::deal;
  if (has_any(contact_names)) return crm_object::contact;
  return std::nullopt;
}

/// When the object was as it is.
instant time_of(const object_fields& in, item_reader& reader) {
  const auto properties = in.get<"properties">();
  for (const auto field : {in.get<"updatedAt">(), properties.find("hs_lastmodifieddate"),
                           properties.find("lastmodifieddate"), in.get<"createdAt">()})
    if (!blank(field)) return hubspot_time(field, reader).value_or(0);
  reader.require({}, "updatedAt", "when the object was last changed");
  return 0;
}

/// Ids in `associations.contacts.results[]`, of the older API (`id`) or the newer one (`toObjectId`).
std::vector<std::string> associated(json_value associations, std::string_view name, std::string_view type_id,
                                    item_reader& reader) {
  std::vector<std::string> ids;
  if (!associations.is(json_kind::object)) return ids;
  const auto group = first_given(associations.find(name), associations.find(type_id));
  const auto results = group.is(json_kind::object) ? group.find("results") : json_value();
  if (!results.is(json_kind::array)) return ids;
  reader.enter("associations");
  for (const json_value to : results) {
    if (!to.is(json_kind::object)) continue;
    auto id = hubspot_id(first_given(to.find("id"), to.find("toObjectId")), "id", reader);
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
  }
  reader.enter("");
  return ids;
}

void read_associations(json_value associations, crm_change& change, const std::string& id, item_reader& reader) {
  if (!associations) return;
  const bool of_deal = change.object == crm_object::deal;
  const auto others =
      of_deal ? associated(associations, "contacts", "0-1", reader) : associated(associations, "deals", "0-3", reader);
  if (of_deal) change.properties.push_back({std::string(crm::contacts), "told"});
  for (const auto& other : others) {
    auto link =
        hubspot_link_of(reader, change.account, of_deal ? id : other, of_deal ? other : id, change.occurred_at, true);
    auto& own = of_deal ? link.deal : link.contact;
    auto& beside = of_deal ? link.contact : link.deal;
    change.properties.push_back(std::move(own.properties.front()));
    beside.external_id = change.external_id + "/" + other;
    reader.companions.emplace_back(std::move(beside));
  }
}

/// A deletion has a time of its own; an object that is there says so as of its last update.
void read_archived(const object_fields& in, crm_change& change, const std::string& id, item_reader& reader) {
  const auto archived = reader.flag(in.get<"archived">());
  if (!archived) return;
  if (!*archived) return change.properties.push_back({std::string(crm::archived), "false"});
  const auto at =
      blank(in.get<"archivedAt">()) ? std::optional(change.occurred_at) : hubspot_time(in.get<"archivedAt">(), reader);
  auto gone = hubspot_change(reader, change.object, change.account, id, at.value_or(0));
  gone.external_id = change.external_id + "/archived";
  gone.properties = {{std::string(crm::archived), "true"}};
  reader.companions.emplace_back(std::move(gone));
}

}  // namespace

void read_hubspot_object(json_value object, item_reader& reader, fact_body& fact) {
  const object_fields in(object);
  const auto properties = in.get<"properties">();
  if (!properties.is(json_kind::object))
    return reader.refuse("field-type", "'properties' must be an object", "properties");
  const auto kind = kind_of(in, reader);
  if (!kind)
    return reader.refuse("object-type-unknown",
                         "neither the properties nor 'objectTypeId' tell a deal (0-3) or a contact (0-1); add it",
                         "objectTypeId");
  const auto id = hubspot_id(first_given(in.get<"id">(), properties.find("hs_object_id")), "id", reader);
  const auto at = time_of(in, reader);
  auto& change =
      fact.emplace<crm_change>(hubspot_change(reader, *kind, hubspot_account(in.get<"portalId">(), reader), id, at));
  change.external_id =
      (*kind == crm_object::deal ? "deal/" : "contact/") + change.record + "/" + format_instant(change.occurred_at);
  reader.enter("properties");
  for (const json_value property : properties)
    translate_property(*kind, property.key(), property, reader, change.properties);
  reader.enter("");
  // HubSpot returns what was asked for: these come only with a look at everything of interest.
  if (has(properties, *kind == crm_object::deal ? "hs_is_closed_won" : "email"))
    change.properties.push_back({std::string(crm::whole), "true"});
  read_hubspot_merges(properties, in.get<"propertiesWithHistory">(), change, id, reader);
  read_hubspot_history(in.get<"propertiesWithHistory">(), change, id, reader);
  read_archived(in, change, id, reader);
  read_associations(in.get<"associations">(), change, id, reader);
}

}  // namespace hub::sources
