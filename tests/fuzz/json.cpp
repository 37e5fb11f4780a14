// Any text as a body: items are cut without harm, and what is kept of them is JSON, stays itself when redacted again, and
// has one canonical text.
#include "sources/json_items.hpp"
#include "sources/json_write.hpp"
#include "sources/redact.hpp"
#include "tests/fuzz/expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hub::sources;
  using hub::fuzz::expect;
  const auto body = hub::fuzz::view(data, size);
  json_document document;
  item_cursor cursor(document, body, size % 2 == 0 ? "application/json" : "application/x-ndjson");
  for (;;) {
    const auto next = cursor.next();
    if (!next || !*next) break;
    const auto& item = **next;
    if (item.problem) {
      redact(item.line);
      continue;
    }
    const auto kept = redacted_json(item.value);
    const auto canonical = canonical_json(item.value);
    const bool repeats = static_cast<bool>(item.value.duplicate_key());
    json_document again;
    const auto value = again.parse(kept);
    expect(value.has_value(), "redacted JSON is JSON");
    expect(redacted_json(*value) == kept, "redacting twice changes nothing");
    expect(repeats || canonical_json(*value) == canonical, "an item keeps its canonical text when it is redacted");
  }
  return 0;
}
