// Any text as the answers to a pull: it is taken, or asked for again, and never more than that.
#include "sources/anytrack/anytrack.hpp"
#include "sources/pull/hubspot_pull.hpp"
#include "sources/pull/json_pull.hpp"
#include "sources/pull/meta_pull.hpp"
#include "sources/pull/rates_pull.hpp"
#include "tests/fuzz/expect.hpp"
#include "tests/fuzz/parsed_items.hpp"

namespace {

using namespace hub::sources;

constexpr hub::instant now = 1'770'000'000'000'000;

template <class Pull>
void feed(Pull pull, std::string_view text) {
  pull_step step = pull.first(now);
  // The same text again and again: whatever state that leads to, it must be one that can go on.
  for (int i = 0; i < 6 && step.next; ++i) {
    step = pull.next(fetch_answer{200, {}, std::string(text), now});
    if (step.trouble) hub::fuzz::expect(step.page.items.empty() && !step.cursor, "trouble takes nothing");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = hub::fuzz::view(data, size);
  hubspot_cursor crowded;
  crowded.began = 1;
  crowded.crowded = true;
  crowded.past_id = "0";
  feed(hubspot_pull({}, {}), text);
  feed(hubspot_pull({}, crowded, {{"5"}, {"6"}}), text);
  meta_pull_settings meta;
  meta.account = "1";
  feed(meta_pull(meta, {}), text);
  json_pull_settings list;
  list.parse = parse_anytrack;
  list.url = "https://api.example/?c={cursor}";
  list.items = "/items";
  list.next_cursor = "/next";
  feed(json_pull(list, {}), text);
  feed(rates_pull({}, {}), text);
  (void)hubspot_cursor_of(text);
  (void)meta_cursor_of(text);
  (void)json_cursor_of(text);
  return 0;
}
