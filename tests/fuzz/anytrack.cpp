// Any text as an AnyTrack webhook: as JSON, as a form in both encodings, and as the query of a postback.
#include "sources/anytrack/anytrack.hpp"

#include <utility>

#include "tests/fuzz/parsed_items.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hub::sources;
  static const source_settings mapped = [] {
    source_settings s;
    s.anytrack = {{{"value", "net.total"}, {"time", "mainAttribution.at"}}, "EUR"};
    return s;
  }();
  payload in{.body = hub::fuzz::view(data, size), .content_type = {}, .source = "anytrack"};
  for (const std::string_view type :
       {"application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=xyz"}) {
    in.content_type = type;
    hub::fuzz::check_items(parse_anytrack(in));
  }
  in.settings = &mapped;
  hub::fuzz::check_items(parse_anytrack(in));
  in.query = std::exchange(in.body, {});
  hub::fuzz::check_items(parse_anytrack(in));
  return 0;
}
