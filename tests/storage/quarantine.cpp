// Quarantined items change when they are tried again or given up, and pages of them can be narrowed.
#include "workbench.hpp"

using namespace hub;
using namespace hub::storage;

namespace {

quarantined_item refused(std::uint64_t id, std::string source, std::string code) {
  quarantined_item item;
  item.id = id;
  item.at = item.tried_at = static_cast<instant>(id) * second_us;
  item.source = std::move(source);
  item.route = "ingest/" + item.source;
  item.errors = {fail(std::move(code), "what is wrong", "/0/value")};
  item.raw = "{}";
  item.dataset = "77";
  return item;
}

/// Three items of two sources, with two reasons.
void fill(store& log) {
  commit made;
  made.quarantined = {refused(1, "anytrack", "currency-missing"), refused(2, "segment", "currency-missing"),
                      refused(3, "anytrack", "field-missing")};
  done(append(log, made));
}

std::vector<std::uint64_t> ids(const scratch& place, const quarantine_filter& which, bool oldest_first = false) {
  std::vector<std::uint64_t> found;
  for (const auto& item : got(reading(place.data())->quarantine_page(which, oldest_first, 0, 10)))
    found.push_back(item.id);
  return found;
}

quarantined_item item(const scratch& place, std::uint64_t id) {
  quarantine_filter which;
  which.id = id;
  return got(reading(place.data())->quarantine_page(which, false, 0, 10)).at(0);
}

void change(store& log, quarantine_change what) {
  commit made;
  made.changes = {std::move(what)};
  done(append(log, made));
}

using ids_t = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("pages of quarantine are narrowed by source, reason, state and number", "[storage][quarantine]") {
  const scratch place;
  fill(*opened(place.data()));
  CHECK(ids(place, {}) == ids_t{3, 2, 1});
  CHECK(ids(place, {}, true) == ids_t{1, 2, 3});
  CHECK(ids(place, {std::nullopt, "anytrack", "", std::nullopt}) == ids_t{3, 1});
  CHECK(ids(place, {std::nullopt, "", "currency-missing", std::nullopt}) == ids_t{2, 1});
  CHECK(ids(place, {std::nullopt, "anytrack", "currency-missing", std::nullopt}) == ids_t{1});
  CHECK(ids(place, {quarantine_state::discarded, "", "", std::nullopt}).empty());
  CHECK(item(place, 2).source == "segment");
  CHECK(item(place, 2).dataset == "77");
}

TEST_CASE("another attempt is counted with its time and its reasons", "[storage][quarantine]") {
  const scratch place;
  const auto log = opened(place.data());
  fill(*log);
  change(*log, {1, 9 * second_us, quarantine_state::open, true, {fail("currency-unknown", "no such currency", "/x")}});
  const auto still = item(place, 1);
  CHECK(still.attempts == 2);
  CHECK(still.tried_at == 9 * second_us);
  CHECK(still.at == second_us);
  CHECK(still.state == quarantine_state::open);
  REQUIRE(still.errors.size() == 1);
  CHECK(still.errors[0].code == "currency-unknown");
  CHECK(ids(place, {std::nullopt, "", "currency-missing", std::nullopt}) == ids_t{2});
  CHECK(item(place, 2).attempts == 1);
}

TEST_CASE("an item that was taken in or given up keeps its reasons and is not changed again", "[storage][quarantine]") {
  const scratch place;
  const auto log = opened(place.data());
  fill(*log);
  change(*log, {1, 9 * second_us, quarantine_state::replayed, true, {}});
  change(*log, {2, 9 * second_us, quarantine_state::discarded, false, {}});
  CHECK(item(place, 1).state == quarantine_state::replayed);
  CHECK(item(place, 1).errors.at(0).code == "currency-missing");
  CHECK(item(place, 2).attempts == 1);
  CHECK(ids(place, {quarantine_state::open, "", "", std::nullopt}) == ids_t{3});
  change(*log, {1, 11 * second_us, quarantine_state::discarded, false, {}});
  change(*log, {2, 11 * second_us, quarantine_state::replayed, true, {}});
  CHECK(item(place, 1).state == quarantine_state::replayed);
  CHECK(item(place, 2).state == quarantine_state::discarded);
}
