#include "sources/item_loop.hpp"

#include <algorithm>

#include "domain/sha256.hpp"
#include "sources/json_items.hpp"
#include "sources/json_write.hpp"
#include "sources/redact.hpp"

namespace hub::sources {
namespace {

constexpr std::size_t typical_item = 256;  // bytes; only a guess for reserving
constexpr std::size_t most_reserved = 4096;

/// JSON pointer of *target* below *value*; both are nodes of one tape, so containment is a range of addresses.
std::string pointer_below(json_value value, json_value target) {
  std::size_t index = 0;
  for (auto child = value.begin(); child != value.end(); ++child, ++index) {
    if (target.begin().at < (*child).begin().at || target.begin().at > child.at + child.at->span) continue;
    const auto token = value.is(json_kind::object) ? pointer_token((*child).key()) : std::to_string(index);
    return "/" + token + ((*child).begin().at == target.begin().at ? std::string() : pointer_below(*child, target));
  }
  return {};
}

constexpr std::size_t most_listed = 200;

/// How many identifiers or properties *fact* lists.
std::size_t size_of_lists(const fact_body& fact) {
  return std::visit(
      [](const auto& f) -> std::size_t {
        if constexpr (requires { f.identifiers; }) return f.identifiers.size();
        if constexpr (requires { f.properties; }) return f.properties.size();
        return 0;
      },
      fact);
}

rejection reject(json_value value, std::vector<error> errors) { return {std::move(errors), redacted_json(value)}; }

}  // namespace

void read_item(const payload& in, json_value value, std::string place, read_function read, parsed& items) {
  auto& made = items.items.emplace_back(std::in_place_type<fact_body>);  // filled in place: a fact is large to move
  if (!value.is(json_kind::object)) {
    made =
        reject(value, {fail("item-not-object", "an item must be a JSON object with the fields of one event", place)});
    return;
  }
  if (const auto repeated = value.duplicate_key()) {
    made =
        reject(value, {fail("key-duplicate", "the key '" + std::string(repeated.key()) + "' stands twice; send it once",
                            place + pointer_below(value, repeated))});
    return;
  }
  item_reader reader(in, std::move(place));
  read(value, reader, std::get<fact_body>(made));
  if (const auto count = size_of_lists(std::get<fact_body>(made)); count > most_listed)
    reader.refuse("identifiers-too-many",
                  "one item names " + std::to_string(count) + " identifiers or properties; no person has more than " +
                      std::to_string(most_listed),
                  "");
  if (reader.left_out) {
    made = ignored{std::move(*reader.left_out)};
  } else if (!reader.sound()) {
    made = reject(value, std::move(reader.errors));
  } else {
    for (auto& fact : reader.companions) items.companions.push_back({items.items.size() - 1, std::move(fact)});
  }
}

void read_text_item(const payload& in, std::string_view json, std::string place, read_function read, parsed& items) {
  thread_local json_document document;
  if (const auto value = document.parse(json))
    read_item(in, *value, std::move(place), read, items);
  else
    items.items.push_back(reject_text(json, {value.error().code, value.error().detail, std::move(place)}));
}

item reject_text(std::string_view text, error why) { return rejection{{std::move(why)}, redact(text)}; }

result<void> each_value(const payload& in, parsed& items, const take_value& take) {
  item_cursor cursor(thread_document(), in.body, in.content_type);
  for (;;) {
    auto next = cursor.next();
    if (!next) return next.error();
    if (!*next) return {};
    body_item& found = **next;
    auto place = item_place(found.at);
    if (found.problem) {
      found.problem->pointer = std::move(place);
      items.items.push_back(reject_text(found.line, std::move(*found.problem)));
    } else if (auto done = take(found.value, std::move(place)); !done) {
      return done;
    }
  }
}

result<parsed> read_items(const payload& in, read_function read) {
  parsed items;
  items.items.reserve(std::min(in.body.size() / typical_item + 1, most_reserved));
  const auto done = each_value(in, items, [&](json_value value, std::string place) -> result<void> {
    read_item(in, value, std::move(place), read, items);
    return {};
  });
  return done ? result<parsed>(std::move(items)) : done.error();
}

std::string derived_id(std::string_view source, json_value object) {
  return sha256_hex(source, canonical_json(object));
}

std::string derived_id(std::string_view source, std::span<const json_value> members) {
  return sha256_hex(source, metadata_of({}, members));
}

std::string item_place(const std::optional<std::size_t>& position) {
  return position ? "/" + std::to_string(*position) : std::string();
}

json_document& thread_document() {
  thread_local json_document document;
  return document;
}

}  // namespace hub::sources
