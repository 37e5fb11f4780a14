#include "sources/hubspot/hubspot_event.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "domain/crm_words.hpp"
#include "domain/text.hpp"
#include "sources/field_names.hpp"
#include "sources/hubspot/hubspot_words.hpp"

namespace hub::sources {
namespace {

using event_fields = field_values<
    field_names<"subscriptionType", "objectTypeId", "objectId", "occurredAt", "eventId", "subscriptionId", "portalId",
                "propertyName", "propertyValue", "primaryObjectId", "mergedObjectIds", "newObjectId", "fromObjectId",
                "toObjectId", "fromObjectTypeId", "toObjectTypeId", "associationType", "associationRemoved">>;

/// One event while it is read.
class event_reading {
 public:
  event_reading(json_value object, item_reader& reader, fact_body& fact) : in_(object), reader_(reader), fact_(fact) {}

  void read() {
    const std::string type(reader_.raw_text(in_.get<"subscriptionType">()));
    const auto dot = std::min(type.find('.'), type.size());
    const auto kind = std::string_view(type).substr(std::min(dot + 1, type.size()));
    auto what = std::string_view(type).substr(0, dot);
    if (what == "object") what = reader_.raw_text(in_.get<"objectTypeId">());
    const auto object = hubspot_object_of(what);
    if (!object)
      return reader_.ignore("object-unused", "the hub keeps deals and contacts; '" +
                                                 reader_.text(in_.get<"subscriptionType">()) +
                                                 "' tells of something else");
    object_ = *object;
    account_ = hubspot_account(in_.get<"portalId">(), reader_);
    if (reader_.require(in_.get<"occurredAt">(), "occurredAt", "when it happened, in Unix milliseconds"))
      at_ = reader_.unix_time(in_.get<"occurredAt">()).value_or(0);
    read_kind(kind, type);
  }

 private:
  void read_kind(std::string_view kind, const std::string& type) {
    if (kind == "associationChange") return read_association();
    if (kind == "merge") return read_merge();
    auto& change = fact_.emplace<crm_change>(own_change(in_.get<"objectId">(), "objectId"));
    const auto say = [&](std::string_view word, std::string value) {
      change.properties.push_back({std::string(word), std::move(value)});
    };
    if (kind == "propertyChange")
      read_property(change);
    else if (kind == "creation")
      say(crm::created_at, format_instant(at_));
    else if (kind == "deletion" || kind == "privacyDeletion")
      say(crm::archived, "true");
    else if (kind == "restore")
      say(crm::archived, "false");
    else
      reader_.refuse("subscription-unknown", "the hub does not know events of type '" + type + "'", "subscriptionType");
  }

  void read_property(crm_change& change) {
    const auto name = in_.get<"propertyName">();
    if (!reader_.require(name, "propertyName", "which property changed")) return;
    const std::string property(reader_.raw_text(name));
    const auto value = in_.get<"propertyValue">();
    const json_node none{"propertyValue", {}, 1, json_kind::null, false};
    if (translate_property(object_, property, value ? value : json_value(&none), reader_, change.properties)) return;
    reader_.ignore("property-unused", "the hub has no use for the property '" + reader_.text(name) + "'");
  }

  void read_association() {
    auto from = hubspot_object_of(reader_.raw_text(in_.get<"fromObjectTypeId">()));
    auto to = hubspot_object_of(reader_.raw_text(in_.get<"toObjectTypeId">()));
    const auto type = lower_ascii(reader_.raw_text(in_.get<"associationType">()));
    if (type.starts_with("deal_to_contact")) from = crm_object::deal, to = crm_object::contact;
    if (type.starts_with("contact_to_deal")) from = crm_object::contact, to = crm_object::deal;
    if (!from || !to || *from == *to)
      return reader_.ignore("association-unused",
                            "the hub keeps which contacts a deal has; this tells of other records");
    auto deal = hubspot_id(in_.get<"fromObjectId">(), "fromObjectId", reader_);
    auto contact = hubspot_id(in_.get<"toObjectId">(), "toObjectId", reader_);
    if (*from == crm_object::contact) std::swap(deal, contact);
    const bool removed = reader_.flag(in_.get<"associationRemoved">()).value_or(false);
    auto link = hubspot_link_of(reader_, account_, deal, contact, at_, !removed);
    link.deal.external_id = event_id(reader_.raw_text(in_.get<"fromObjectId">()));
    link.contact.external_id = link.deal.external_id + "/contact";
    reader_.companions.emplace_back(std::move(link.contact));
    fact_ = std::move(link.deal);
  }

  /// The record that goes on may be one of those merged or a new one.
  void read_merge() {
    const auto primary = in_.get<"primaryObjectId">();
    const auto survivor = first_given(in_.get<"newObjectId">(), primary);
    auto& change = fact_.emplace<crm_change>(blank(survivor) ? own_change(in_.get<"objectId">(), "objectId")
                                                             : own_change(survivor, survivor.key()));
    const auto gone = in_.get<"mergedObjectIds">();
    std::vector<std::string> merged;
    if (gone.is(json_kind::array))
      for (const json_value id : gone) merged.push_back(hubspot_id(id, "mergedObjectIds", reader_));
    else
      merged.push_back(hubspot_id(gone, "mergedObjectIds", reader_));
    if (merged.empty())
      reader_.refuse("field-missing", "'mergedObjectIds' is empty; it says which records were merged",
                     "mergedObjectIds");
    if (!blank(primary)) merged.push_back(hubspot_id(primary, "primaryObjectId", reader_));
    for (const auto& id : merged) {
      auto other = hubspot_change(reader_, object_, account_, id, at_);
      if (other.record == change.record) continue;
      other.external_id = change.external_id + "/" + id;
      other.properties = {{std::string(crm::merged_into), change.record}};
      change.properties.push_back({crm::word(crm::absorbed, other.record), "true"});
      reader_.companions.emplace_back(std::move(other));
    }
  }

  crm_change own_change(json_value id, std::string_view name) {
    auto change = hubspot_change(reader_, object_, account_, hubspot_id(id, name, reader_), at_);
    change.external_id = event_id(change.record);
    return change;
  }

  /// HubSpot's event ids repeat; together with subscription, object and time they do not.
  std::string event_id(std::string_view object) {
    return reader_.text(in_.get<"eventId">()) + "/" + reader_.text(in_.get<"subscriptionId">()) + "/" +
           std::string(object) + "/" + reader_.text(in_.get<"occurredAt">());
  }

  event_fields in_;
  item_reader& reader_;
  fact_body& fact_;
  crm_object object_ = crm_object::deal;
  std::string account_;
  instant at_ = 0;
};

}  // namespace

void read_hubspot_event(json_value object, item_reader& reader, fact_body& fact) {
  event_reading(object, reader, fact).read();
}

}  // namespace hub::sources
