// Looking through a store for what is damaged.
#include "storage/examination.hpp"

#include <SQLiteCpp/Database.h>

#include "domain/sealed_fact.hpp"
#include "storage/directory.hpp"
#include "workbench.hpp"

using namespace hub;
using namespace hub::storage;

namespace {

constexpr std::uint64_t orders = 2000;

void filled_with_orders(const scratch& place) {
  commit made;
  for (std::uint64_t seq = 1; seq <= orders; ++seq) {
    conversion_event order;
    order.source = "shop";
    order.external_id = "A-" + std::to_string(seq);
    order.occurred_at = static_cast<instant>(1'770'000'000'000'000 + seq);
    made.facts.push_back(seal(std::move(order), order.occurred_at));
    made.facts.back().seq = seq;
  }
  done(append(*opened(place.data()), made));
}

}  // namespace

TEST_CASE("a store is examined from its pages to the last fact, beside the hub that uses it",
          "[storage][examination]") {
  const scratch place;
  filled_with_orders(place);
  const auto log = opened(place.data());
  std::int64_t told = 0;
  CHECK(got(examine(place.data(), [&](std::int64_t done, std::int64_t) { told = done; })) == orders);
  CHECK(told == orders);
}

TEST_CASE("an examination names the fact that cannot be read and the page that is damaged", "[storage][examination]") {
  const scratch place;
  filled_with_orders(place);
  const auto file = database_file(place.data());
  {
    SQLite::Database store(file, SQLite::OPEN_READWRITE);
    store.exec("UPDATE fact SET body = x'ffff' WHERE seq = 1234");
  }
  const auto unreadable = examine(place.data(), [](auto, auto) {});
  REQUIRE(refusal(unreadable) == "store-corrupt");
  CHECK_THAT(unreadable.error().detail, Catch::Contains("position 1234"));
  {
    SQLite::Database store(file, SQLite::OPEN_READWRITE);
    store.exec("DELETE FROM fact WHERE seq = 1234");
  }
  CHECK(refusal(examine(place.data(), [](auto, auto) {})) == "store-corrupt");
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  CHECK(refusal(examine(place.data(), [](auto, auto) {})) == "store-corrupt");
}
