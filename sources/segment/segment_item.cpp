#include "sources/segment/segment_item.hpp"

#include <vector>

#include "sources/item_loop.hpp"
#include "sources/segment/segment_people.hpp"
#include "sources/segment/segment_time.hpp"
#include "sources/segment/segment_track.hpp"
#include "sources/segment/segment_visits.hpp"

namespace hub::sources {
namespace {

using read_call = void (*)(const segment_call& call, item_reader& reader, fact_body& fact);

/// The member that groups fields; anything but an object there is refused.
json_value group(json_value field, item_reader& reader) {
  if (!field || field.is(json_kind::object)) return field;
  reader.refuse("field-type", "'" + std::string(field.key()) + "' must be an object", field.key());
  return {};
}

/// The id of a call without message id: of everything in it that another attempt to send it would say again.
std::string content_id(std::string_view source, json_value object) {
  std::vector<json_value> lasting;
  for (const json_value member : object)
    if (!member.is(json_kind::null) && member.key() != "sentAt" && member.key() != "receivedAt" &&
        member.key() != "writeKey")
      lasting.push_back(member);
  return derived_id(source, lasting);
}

}  // namespace

void read_segment_item(json_value object, item_reader& reader, fact_body& fact) {
  segment_call call;
  call.fields = segment_fields(object);
  const auto& in = call.fields;
  call.properties = group(in.get<"properties">(), reader);
  call.traits = group(in.get<"traits">(), reader);
  call.context = group(in.get<"context">(), reader);
  call.external_id = reader.text(in.get<"messageId">());
  if (call.external_id.empty()) call.external_id = content_id(reader.request().source, object);
  const auto when = read_segment_time(in, reader);
  call.occurred_at = when.at;
  call.timed_by_receipt = when.by_receipt;
  if (!reader.require(in.get<"type">(), "type", "what the call is: identify, track, page, screen, group or alias"))
    return;
  const auto read = reader.word<read_call>(in.get<"type">(), {{"track", read_track},
                                                              {"page", read_page},
                                                              {"screen", read_screen},
                                                              {"identify", read_identify},
                                                              {"alias", read_alias},
                                                              {"group", read_group}});
  if (read) (*read)(call, reader, fact);
}

}  // namespace hub::sources
