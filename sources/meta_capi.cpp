#include "sources/meta_capi.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "sources/item_loop.hpp"
#include "sources/json_items.hpp"
#include "sources/meta_event.hpp"

namespace hub::sources {
namespace {

/// Reads the elements of `data`, each an object or an object's JSON text, into *items*.
void read_elements(const payload& in, json_value data, const std::string& place, parsed& items) {
  std::size_t index = 0;
  items.items.reserve(items.items.size() + static_cast<std::size_t>(std::distance(data.begin(), data.end())));
  for (const json_value element : data) {
    auto at = place + "/" + std::to_string(index++);
    if (!element.is(json_kind::string)) {
      read_item(in, element, std::move(at), read_meta_event, items);
      continue;
    }
    read_text_item(in, element.text(), std::move(at), read_meta_event, items);
  }
}

/// Reads `data` itself, which may be an array or the JSON text of one.
void read_data(const payload& in, json_value data, const std::string& place, parsed& items) {
  thread_local json_document list_document;
  if (data.is(json_kind::string)) {
    const auto list = list_document.parse(data.text());
    if (!list) return items.items.push_back(reject_text(data.text(), {list.error().code, list.error().detail, place}));
    data = *list;
  }
  if (data.is(json_kind::array)) return read_elements(in, data, place, items);
  read_item(in, data, place, read_meta_event, items);
}

void read_body(const payload& in, const body_item& body, parsed& items) {
  const auto place = item_place(body.at);
  const auto data = body.value.find("data");
  const auto count =
      std::count_if(body.value.begin(), body.value.end(), [](json_value m) { return m.key() == "data"; });
  // Without data the body is an event itself; with data twice it is refused as one item, for its repeated key.
  if (!data || count > 1) return read_item(in, body.value, place, read_meta_event, items);
  read_data(in, data, place + "/data", items);
}

}  // namespace

result<parsed> parse_meta_capi(const payload& in) {
  parsed items;
  item_cursor cursor(thread_document(), in.body, in.content_type);
  for (;;) {
    auto next = cursor.next();
    if (!next) return next.error();
    if (!*next) return items;
    body_item& found = **next;
    if (found.problem) {
      found.problem->pointer = item_place(found.at);
      items.items.push_back(reject_text(found.line, std::move(*found.problem)));
    } else {
      read_body(in, found, items);
    }
  }
}

}  // namespace hub::sources
