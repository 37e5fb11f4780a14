// The messages between processes: what is read is what was written, and what was not written is not read.
#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>
#include <catch2/catch.hpp>
#include <limits>

#include "any_value.hpp"
#include "messages/wire_block.hpp"

using namespace hub;
using namespace hub::testing;

namespace {

/// Every message that may leave the process and has bytes of its own.
#define EVERY_MESSAGE                                                                                                 \
  journeys_changed, credit_request, credit_reply, path_scan_request, path_scan_reply, conversion_scan_request,        \
      conversion_scan_reply, cell_scan_request, cell_scan_reply, series_scan_request, series_scan_reply,              \
      cohort_scan_request, cohort_scan_reply, path_cell_scan_request, path_cell_scan_reply, cohort_cell_scan_request, \
      cohort_cell_scan_reply, match_scan_request, match_scan_reply, shard_wanted

struct cluster_settings : caf::actor_system_config {
  cluster_settings() { add_message_types<caf::id_block::convhub>(); }
};

/// What the other end of a connection gets of *message*.
caf::message through_caf(caf::actor_system& system, caf::message message) {
  std::vector<char> bytes;
  caf::binary_serializer to(system, bytes);
  REQUIRE(to(message) == caf::none);
  caf::message arrived;
  caf::binary_deserializer from(system, bytes);
  REQUIRE(from(arrived) == caf::none);
  return arrived;
}

}  // namespace

TEMPLATE_TEST_CASE("a message that went over the wire is the same in every field and bit", "[wire]", EVERY_MESSAGE) {
  chance random(20260101);
  for (int i = 0; i < 300; ++i) {
    TestType sent;
    fill(random, sent);
    const auto bytes = wire::bytes_of(sent);
    TestType got;
    fill(random, got);  // what stood there before is gone
    REQUIRE(wire::read_whole(bytes, got));
    REQUIRE(same(sent, got));
  }
}

TEMPLATE_TEST_CASE("bytes that were cut or lengthened are no message", "[wire]", EVERY_MESSAGE) {
  chance random(7);
  for (int i = 0; i < 20; ++i) {
    TestType sent, got;
    fill(random, sent);
    const auto bytes = wire::bytes_of(sent);
    for (std::size_t n = 0; n < bytes.size(); n += 1 + bytes.size() / 64)
      REQUIRE_FALSE(wire::read_whole(std::string_view(bytes).substr(0, n), got));
    REQUIRE_FALSE(wire::read_whole(bytes + '\0', got));
  }
}

TEMPLATE_TEST_CASE("bytes that were changed are read as something or refused, and nothing else happens", "[wire]",
                   EVERY_MESSAGE) {
  chance random(11);
  std::size_t refused = 0;
  for (int i = 0; i < 400; ++i) {
    TestType sent, got;
    fill(random, sent);
    auto bytes = wire::bytes_of(sent);
    if (bytes.empty()) continue;
    for (int change = 0; change < 3; ++change) bytes[random() % bytes.size()] = static_cast<char>(random());
    refused += wire::read_whole(bytes, got) ? 0 : 1;
  }
  CHECK(refused > 0);
}

TEMPLATE_TEST_CASE("CAF carries a message to another process whole", "[wire]", EVERY_MESSAGE) {
  cluster_settings settings;
  caf::actor_system system(settings);
  chance random(3);
  for (int i = 0; i < 20; ++i) {
    TestType sent;
    fill(random, sent);
    const caf::message arrived = through_caf(system, caf::make_message(sent));
    REQUIRE(arrived.size() == 1);
    REQUIRE(arrived.match_element<TestType>(0));
    REQUIRE(same(sent, arrived.get_as<TestType>(0)));
  }
}

TEST_CASE("an answer of a worker without a shard carries its reason", "[wire]") {
  cluster_settings settings;
  caf::actor_system system(settings);
  const caf::message arrived = through_caf(system, caf::make_message(shard_granted{{}, "is of another build"}));
  REQUIRE(arrived.match_element<shard_granted>(0));
  CHECK(arrived.get_as<shard_granted>(0).refusal == "is of another build");
  CHECK_FALSE(arrived.get_as<shard_granted>(0).shard);
}

TEST_CASE("a length beyond the bytes there are asks for no memory", "[wire]") {
  std::string bytes(9, '\xff');
  bytes += '\x01';  // 2^64 - 1 journeys
  journeys_changed got;
  CHECK_FALSE(wire::read_whole(bytes, got));
  CHECK(got.journeys.capacity() == 0);
}

// The fields are found by counting what an initialiser takes; these numbers are counted by hand.
TEST_CASE("no field of the largest structs is overlooked", "[wire]") {
  CHECK(boost::pfr::tuple_size_v<key128> == 2);
  CHECK(boost::pfr::tuple_size_v<zone> == 3);
  CHECK(boost::pfr::tuple_size_v<journey_touch> == 7);
  CHECK(boost::pfr::tuple_size_v<journey_entry> == 4);
  CHECK(boost::pfr::tuple_size_v<journey_update> == 4);
  CHECK(boost::pfr::tuple_size_v<milestones> == 2);
  CHECK(boost::pfr::tuple_size_v<share_sum> == 2);
  CHECK(boost::pfr::tuple_size_v<path_partial> == 11);
  CHECK(boost::pfr::tuple_size_v<cell_partial> == 6);
}

TEST_CASE("a conversion arrives as it was, field by field", "[wire]") {
  journey_conversion c;
  c.id = {1, 2};
  c.at = -3;
  c.currency = parse_currency("EUR").value();
  c.has_value = c.offline = c.first_of_contact = c.elsewhere = true;
  c.labels = {label::fast_order};
  c.type = 4;
  c.source = 5;
  c.country = 6;
  c.contact = 7;
  c.passed = {8, 9};
  c.types = {10, 11};
  c.sources = {12, 13, 14};
  c.entries = {{15, -16, -1, entry_kind::refund}};
  c.seqs = {17, std::numeric_limits<std::uint64_t>::max()};
  journey_conversion got;
  REQUIRE(wire::read_whole(wire::bytes_of(c), got));
  CHECK(got.id == c.id);
  CHECK(got.at == -3);
  CHECK(got.currency == c.currency);
  CHECK((got.has_value && got.offline && got.first_of_contact && got.elsewhere));
  CHECK(got.labels == c.labels);
  CHECK(got.type == 4);
  CHECK(got.source == 5);
  CHECK(got.country == 6);
  CHECK(got.contact == 7);
  CHECK(got.passed == c.passed);
  CHECK(got.types == c.types);
  CHECK(got.sources == c.sources);
  REQUIRE(got.entries.size() == 1);
  CHECK(got.entries[0].at == 15);
  CHECK(got.entries[0].amount == -16);
  CHECK(got.entries[0].count == -1);
  CHECK(got.entries[0].kind == entry_kind::refund);
  CHECK(got.seqs == c.seqs);
}

TEST_CASE("rates convert the same amounts after a way over the wire", "[wire]") {
  const auto eur = parse_currency("EUR").value(), usd = parse_currency("USD").value(),
             jpy = parse_currency("JPY").value();
  auto rates = std::make_shared<rate_table>();
  REQUIRE(rates->set(100, eur, usd, "1.0873").has_value());
  REQUIRE(rates->set(100, eur, jpy, "161.42").has_value());
  REQUIRE(rates->set(102, eur, usd, "1.0999").has_value());
  credit_query asked, got;
  asked.rates = rates;
  REQUIRE(wire::read_whole(wire::bytes_of(asked), got));
  for (const std::int32_t day : {99, 100, 101, 102, 103}) {
    CHECK(got.rates->convert(1'234'567, usd, eur, day) == rates->convert(1'234'567, usd, eur, day));
    CHECK(got.rates->convert(1'234'567, jpy, usd, day) == rates->convert(1'234'567, jpy, usd, day));
  }
  CHECK(got.rates->convert(1'234'567, usd, eur, 102).has_value());
}
