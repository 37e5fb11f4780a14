// A person is erased from the files: masked in the log, emptied in quarantine, and not a byte of them left on disk.
#include "workbench.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "domain/codec.hpp"
#include "domain/erased_people.hpp"
#include "domain/identifier_key.hpp"
#include "domain/sha256.hpp"

using namespace hub;
using namespace hub::storage;

namespace {

const identifier browser{identifier_kind::fbp, "fb.1.1700000000000.1234567890", true};
const identifier other_browser{identifier_kind::fbp, "fb.1.1700000000000.9999999999", true};

sealed_fact touch_from(const identifier& who, std::uint64_t seq) {
  touch_event t;
  t.source = "meta_pixel";
  t.external_id = "t" + std::to_string(seq);
  t.occurred_at = second_us;
  t.identifiers = {who};
  t.url = "https://shop.example/?name=Anna";
  auto fact = seal(std::move(t), second_us);
  fact.seq = seq;
  return fact;
}

quarantined_item refused(std::uint64_t id, std::string raw) {
  quarantined_item item;
  item.id = id;
  item.source = "meta_pixel";
  item.route = "ingest/meta_pixel";
  item.errors = {fail("time-malformed", "what is wrong", "/0/time")};
  item.raw = std::move(raw);
  return item;
}

bool on_disk(const scratch& place, const std::string& trace) {
  for (const auto& file : std::filesystem::recursive_directory_iterator(place.data())) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    if (bytes.str().find(trace) != std::string::npos) return true;
  }
  return false;
}

commit decided(std::uint64_t seq) {
  auto fact = seal(person_erasure{"manual", "er_1", second_us, {erasure_digest(identifier_key(browser))}}, second_us);
  fact.seq = seq;
  commit made;
  made.facts.push_back(std::move(fact));
  return made;
}

quarantined_item item(const scratch& place, std::uint64_t id) {
  quarantine_filter which;
  which.id = id;
  return got(reading(place.data())->quarantine_page(which, false, 0, 10)).at(0);
}

}  // namespace

TEST_CASE("after an erasure no file holds the person, and the log goes on", "[storage][erasure]") {
  const scratch place;
  const auto hex = to_hex({reinterpret_cast<const std::uint8_t*>(browser.value.data()), browser.value.size()});
  const auto log = opened(place.data());
  commit made;
  for (std::uint64_t seq = 1; seq <= 400; ++seq)
    made.facts.push_back(touch_from(seq % 3 == 0 ? browser : other_browser, seq));
  made.quarantined = {refused(1, R"({"fbp":")" + browser.value + R"("})"), refused(2, R"({"fact":")" + hex + R"("})"),
                      refused(3, R"({"fbp":")" + other_browser.value + R"("})")};
  done(append(*log, made));
  REQUIRE(on_disk(place, browser.value));
  REQUIRE(on_disk(place, hex));

  person_mask mask({identifier_key(browser)}, "secret");
  CHECK(got(log->erase(decided(401), mask, 2 * second_us)) == erased_rows{133, 2});

  CHECK_FALSE(on_disk(place, browser.value));
  CHECK_FALSE(on_disk(place, hex));
  CHECK(on_disk(place, other_browser.value));
  CHECK(log->last_seq() == 401);
  for (const auto id : {1, 2}) {
    const auto emptied = item(place, static_cast<std::uint64_t>(id));
    CHECK(emptied.raw.empty());
    CHECK(emptied.state == quarantine_state::discarded);
    CHECK(emptied.errors.at(0).code == "contact-erased");
  }
  CHECK(item(place, 3).state == quarantine_state::open);

  commit more;
  more.facts.push_back(touch_from(other_browser, 402));
  done(append(*log, more));
  const auto rows = got(reading(place.data())->facts_after(0, 1'000));
  REQUIRE(rows.size() == 402);
  CHECK(std::get<touch_event>(*decode(rows[2].encoded)).identifiers[0].value.starts_with("erased-"));
  CHECK(rows[0].encoded == touch_from(other_browser, 1).encoded);
}

TEST_CASE("an erasure that does not continue the log changes nothing", "[storage][erasure]") {
  const scratch place;
  const auto log = opened(place.data());
  commit made;
  made.facts.push_back(touch_from(browser, 1));
  done(append(*log, made));
  person_mask mask({identifier_key(browser)}, "secret");
  CHECK(refusal(log->erase(decided(7), mask, second_us)) == "store-order");
  CHECK(got(reading(place.data())->facts_after(0, 10)).at(0).encoded == made.facts[0].encoded);
}
