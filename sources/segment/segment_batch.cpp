#include "sources/segment/segment_batch.hpp"

#include <algorithm>

#include "sources/json_write.hpp"

namespace hub::sources {
namespace {

/// Appends the name of a further member.
void append_name(std::string& out, std::string_view name) {
  if (out.back() != '{') out.push_back(',');
  append_json_string(out, name);
  out.push_back(':');
}

bool has(json_value object, std::string_view name) {
  return std::any_of(object.begin(), object.end(), [&](json_value member) { return member.key() == name; });
}

/// The context of the batch with the members of the call's own in place of those of the same name.
void append_merged(std::string& out, json_value own, json_value shared) {
  append_name(out, "context");
  out.push_back('{');
  for (const json_value member : shared) {
    if (has(own, member.key())) continue;
    append_name(out, member.key());
    append_json(out, member);
  }
  for (const json_value member : own) {
    append_name(out, member.key());
    append_json(out, member);
  }
  out.push_back('}');
}

/// What a call takes over: nothing where it has its own.
struct inheritance {
  bool type = false;
  json_value sent_at, context;

  inheritance(json_value call, json_value batch, std::string_view route_type) {
    if (!call.is(json_kind::object)) return;
    type = !route_type.empty() && !call.find("type");
    if (!batch) return;
    if (!call.find("sentAt")) sent_at = batch.find("sentAt");
    const auto own = call.find("context");
    const auto shared = batch.find("context");
    if (shared.is(json_kind::object) && (!own || own.is(json_kind::object))) context = shared;
  }

  bool empty() const { return !type && !sent_at && !context; }
};

}  // namespace

bool lacks_something(json_value call, json_value batch, std::string_view type) {
  return !inheritance(call, batch, type).empty();
}

std::string completed_call(json_value call, json_value batch, std::string_view type) {
  const inheritance inherited(call, batch, type);
  std::string out = "{";
  if (inherited.type) {
    append_name(out, "type");
    append_json_string(out, type);
  }
  if (inherited.sent_at) {
    append_name(out, "sentAt");
    append_json(out, inherited.sent_at);
  }
  if (inherited.context && !call.find("context")) {
    append_name(out, "context");
    append_json(out, inherited.context);
  }
  for (const json_value member : call) {
    if (member.is(json_kind::null)) continue;  // says nothing, and would stand beside what was inherited
    if (inherited.context && member.key() == "context" && member.is(json_kind::object)) {
      append_merged(out, member, inherited.context);
      continue;
    }
    append_name(out, member.key());
    append_json(out, member);
  }
  return out += '}';
}

}  // namespace hub::sources
