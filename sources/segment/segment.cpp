#include "sources/segment/segment.hpp"

#include <utility>

#include "sources/item_loop.hpp"
#include "sources/json_items.hpp"
#include "sources/segment/segment_batch.hpp"
#include "sources/segment/segment_item.hpp"

namespace hub::sources {
namespace {

/// The body of one request, taken apart into calls.
class segment_body {
 public:
  segment_body(const payload& in, std::string_view type) : in_(in), type_(type) {}

  result<parsed> read() {
    const auto done = each_value(
        in_, items_, [this](json_value value, std::string place) { return read_object(value, std::move(place)); });
    return done ? result<parsed>(std::move(items_)) : done.error();
  }

 private:
  result<void> read_object(json_value value, std::string place) {
    const auto batch = value.is(json_kind::object) ? value.find("batch") : json_value();
    if (!batch) {
      read_call(value, {}, std::move(place));
      return {};
    }
    place += "/batch";
    if (!batch.is(json_kind::array)) return fail("batch-not-array", "'batch' must be an array of calls", place);
    std::size_t index = 0;
    for (const json_value call : batch) {
      read_call(call, value, place + "/" + std::to_string(index++));
      if (completed_ > most_completed)
        return fail("batch-too-large",
                    "with the context of the batch its calls are larger than " + std::to_string(most_completed) +
                        " bytes; send several batches, or a smaller context",
                    place);
    }
    return {};
  }

  void read_call(json_value call, json_value batch, std::string place) {
    if (!lacks_something(call, batch, type_)) return read_item(in_, call, std::move(place), read_segment_item, items_);
    const auto whole = completed_call(call, batch, type_);
    completed_ += whole.size();
    read_text_item(in_, whole, std::move(place), read_segment_item, items_);
  }

  static constexpr std::size_t most_completed = 32 * 1024 * 1024;

  const payload& in_;
  std::string_view type_;
  std::size_t completed_ = 0;  // bytes of calls with what they took over
  parsed items_;
};

}  // namespace

result<parsed> parse_segment_calls(const payload& in, std::string_view type) { return segment_body(in, type).read(); }

result<parsed> parse_segment(const payload& in) { return parse_segment_calls(in, {}); }

std::string segment_write_key(std::string_view body) {
  const auto first = item_cursor(thread_document(), body, {}).next();
  if (!first || !*first || !(**first).value.is(json_kind::object)) return {};
  const auto key = (**first).value.find("writeKey");
  return key.is(json_kind::string) ? std::string(key.text()) : std::string();
}

}  // namespace hub::sources
