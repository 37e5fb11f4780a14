#include "domain/ledger.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <algorithm>
#include <catch2/catch.hpp>

#include "domain/time.hpp"

using namespace hub;

namespace {

const currency usd = parse_currency("USD").value();
const currency eur = parse_currency("EUR").value();
constexpr instant sold = 100 * day_us;
const money hundred{10000, usd};

ledger_adjustment refund(std::optional<std::int64_t> amount, instant at, std::string_view id = "r",
                         std::string_view source = "manual") {
  return {entry_kind::refund, amount, usd, at, source, id};
}
ledger_adjustment of_kind(entry_kind kind, std::optional<std::int64_t> amount, instant at, std::string_view id) {
  return {kind, amount, usd, at, "manual", id};
}

std::vector<std::int64_t> amounts(const ledger& book) {
  std::vector<std::int64_t> out;
  for (const auto& e : book.entries) out.push_back(e.amount);
  return out;
}
using list = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("a sale alone is its own gross and net", "[domain][ledger]") {
  const auto book = build_ledger(sold, hundred, {});
  CHECK(amounts(book) == list{10000});
  CHECK(book.gross == 10000);
  CHECK(book.net == 10000);
  CHECK(book.entries[0].count == 1);
}

TEST_CASE("a refund takes from the net, a correction changes the gross as well", "[domain][ledger]") {
  const auto book =
      build_ledger(sold, hundred, {refund(3000, sold + 1), of_kind(entry_kind::adjustment, 500, sold + 2, "a")});
  CHECK(amounts(book) == list{10000, -3000, 500});
  CHECK(book.gross == 10500);
  CHECK(book.net == 7500);
}

TEST_CASE("a refund beyond what is left is cut and says so", "[domain][ledger]") {
  const auto book = build_ledger(sold, hundred, {refund(8000, sold + 1, "a"), refund(8001, sold + 2, "b")});
  CHECK(amounts(book) == list{10000, -8000, -2000});
  CHECK(book.entries[1].note == entry_note::counted);
  CHECK(book.entries[2].note == entry_note::over_refund);
  CHECK(book.entries[1].asked == std::nullopt);
  CHECK(book.entries[2].asked == -8001);
  CHECK(book.net == 0);
}

TEST_CASE("a refund dated before its sale stands after it", "[domain][ledger]") {
  const auto book = build_ledger(sold, hundred, {refund(1000, sold - day_us)});
  CHECK(book.entries[0].kind == entry_kind::sale);
  CHECK(book.entries[1].at == sold);
  CHECK(book.entries[1].told_at == sold - day_us);
  CHECK(book.net == 9000);
}

TEST_CASE("a refund without an amount takes all that is left when its turn comes", "[domain][ledger]") {
  const auto book = build_ledger(sold, hundred, {refund(std::nullopt, sold + 2, "a"), refund(2500, sold + 1, "b")});
  CHECK(amounts(book) == list{10000, -2500, -7500});
}

TEST_CASE("one refund told by two sources counts once, two told by one source count twice", "[domain][ledger]") {
  const auto told_twice =
      build_ledger(sold, hundred, {refund(1000, sold, "a", "manual"), refund(1000, sold + 5, "b", "shop")});
  CHECK(told_twice.net == 9000);
  CHECK(told_twice.entries[2].note == entry_note::repeated);
  CHECK(build_ledger(sold, hundred, {refund(1000, sold, "a"), refund(1000, sold + 5, "b")}).net == 8000);
}

TEST_CASE("refunds on two days or of two amounts are two refunds whoever tells them", "[domain][ledger]") {
  const auto days =
      build_ledger(sold, hundred, {refund(1000, sold, "a", "manual"), refund(1000, sold + day_us, "b", "shop")});
  CHECK(days.net == 8000);
  const auto sums = build_ledger(sold, hundred, {refund(1000, sold, "a", "manual"), refund(999, sold, "b", "shop")});
  CHECK(sums.net == 10000 - 1999);
}

TEST_CASE("two sources that each tell two equal refunds tell of two", "[domain][ledger]") {
  const auto book = build_ledger(sold, hundred,
                                 {refund(1000, sold, "a", "manual"), refund(1000, sold, "b", "shop"),
                                  refund(1000, sold, "c", "manual"), refund(1000, sold, "d", "shop")});
  CHECK(book.net == 8000);
}

TEST_CASE("a refund in another currency than the sale's is refused", "[domain][ledger]") {
  auto foreign = refund(1000, sold + 1);
  foreign.currency = eur;
  const auto book = build_ledger(sold, hundred, {foreign});
  CHECK(book.net == 10000);
  CHECK(book.entries[1].note == entry_note::currency_differs);
}

TEST_CASE("a lost deal gives back value and count, once", "[domain][ledger]") {
  const auto book = build_ledger(sold, hundred,
                                 {refund(2500, sold + 1), of_kind(entry_kind::reversal, std::nullopt, sold + 2, "x"),
                                  of_kind(entry_kind::reversal, std::nullopt, sold + 3, "y")});
  CHECK(amounts(book) == list{10000, -2500, -7500, 0});
  CHECK(book.entries[2].count == -1);
  CHECK(book.entries[3].count == 0);
  CHECK(book.entries[3].note == entry_note::already_reversed);
}

TEST_CASE("a deal that is won again counts again with what its loss took", "[domain][ledger]") {
  const auto book = build_ledger(
      sold, hundred,
      {refund(2500, sold + 1), of_kind(entry_kind::reversal, std::nullopt, sold + 2, "x"),
       of_kind(entry_kind::sale, std::nullopt, sold + 3, "y"), of_kind(entry_kind::sale, std::nullopt, sold + 4, "z")});
  CHECK(amounts(book) == list{10000, -2500, -7500, 7500, 0});
  CHECK((book.entries[3].count == 1 && book.entries[4].count == 0));
  CHECK(book.entries[4].note == entry_note::already_stands);
  CHECK((book.gross == 10000 && book.net == 7500));
}

TEST_CASE("a conversion without a value has nothing to refund", "[domain][ledger]") {
  const auto book = build_ledger(sold, std::nullopt, {refund(1000, sold + 1)});
  CHECK(book.net == 0);
  CHECK(book.entries[1].note == entry_note::over_refund);
}

TEST_CASE("a ledger does not depend on the order in which its adjustments came", "[domain][ledger]") {
  static constexpr std::string_view ids[] = {"a", "b", "c", "d", "e", "f"};
  static constexpr std::string_view sources[] = {"manual", "shop"};
  rc::prop("", [] {
    std::vector<ledger_adjustment> told(*rc::gen::inRange<std::size_t>(0, std::size(ids) + 1));
    for (std::size_t i = 0; i < told.size(); ++i) {
      told[i] = of_kind(static_cast<entry_kind>(*rc::gen::inRange(0, 5)),
                        *rc::gen::element<std::optional<std::int64_t>>(std::nullopt, 1000, 1000, 4000),
                        sold + *rc::gen::inRange<instant>(-1, 3) * 20 * hour_us, ids[i]);
      told[i].source = sources[*rc::gen::inRange(0, 2)];
    }
    auto shuffled = told;
    for (std::size_t i = shuffled.size(); i > 1; --i)
      std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<std::size_t>(0, i)]);
    const auto a = build_ledger(sold, hundred, told), b = build_ledger(sold, hundred, shuffled);
    RC_ASSERT(amounts(a) == amounts(b));
    RC_ASSERT(a.net == b.net);
    std::int64_t running = 0;
    for (const auto& e : a.entries) {
      running += e.amount;
      RC_ASSERT(running >= 0);  // nothing takes more than is left
    }
    RC_ASSERT(running == a.net);
  });
}

TEST_CASE("gross is the sale and its adjustments, net what refunds, chargebacks and reversals leave of it",
          "[domain][ledger]") {
  static constexpr std::string_view ids[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
  rc::prop("", [] {
    std::vector<ledger_adjustment> told(*rc::gen::inRange<std::size_t>(0, std::size(ids) + 1));
    for (std::size_t i = 0; i < told.size(); ++i)
      told[i] = of_kind(static_cast<entry_kind>(*rc::gen::inRange(0, 5)),
                        *rc::gen::element<std::optional<std::int64_t>>(std::nullopt, 1000, 4000, 20000),
                        sold + *rc::gen::inRange<instant>(0, 4) * day_us, ids[i]);
    for (auto& a : told)
      if (a.kind == entry_kind::adjustment) a.amount = *rc::gen::element<std::int64_t>(500, -500, -20000);
    const auto book = build_ledger(sold, hundred, told);
    std::int64_t gross = book.entries[0].amount, taken = 0, count = 0;
    for (std::size_t i = 1; i < book.entries.size(); ++i)
      (book.entries[i].kind == entry_kind::adjustment ? gross : taken) += book.entries[i].amount;
    for (const auto& e : book.entries) count += e.count;
    RC_ASSERT(book.gross == gross);
    RC_ASSERT(book.net == gross + taken);
    RC_ASSERT(book.net >= 0);
    RC_ASSERT((count == 0 || count == 1));
  });
}

TEST_CASE("partial refunds and then a full one leave nothing, and never less", "[domain][ledger]") {
  static constexpr std::string_view ids[] = {"a", "b", "c", "d", "e"};
  rc::prop("", [] {
    std::vector<ledger_adjustment> told;
    const auto count = *rc::gen::inRange<std::size_t>(0, std::size(ids));
    for (std::size_t i = 0; i < count; ++i)
      told.push_back(
          refund(*rc::gen::inRange<std::int64_t>(1, 12000), sold + *rc::gen::inRange<instant>(-2, 10), ids[i]));
    told.push_back(refund(*rc::gen::element<std::optional<std::int64_t>>(std::nullopt, 10000), sold + day_us, "z"));
    const auto book = build_ledger(sold, hundred, told);
    RC_ASSERT(book.net == 0);
    RC_ASSERT(book.gross == 10000);
  });
}

TEST_CASE("a deal won, lost and won again any number of times counts once while it stands and never while it does not",
          "[domain][ledger]") {
  static constexpr std::string_view ids[] = {"1", "2", "3", "4", "5", "6", "7"};
  rc::prop("", [] {
    std::vector<ledger_adjustment> told;
    const auto turns = *rc::gen::inRange<std::size_t>(0, std::size(ids));
    for (std::size_t i = 0; i < turns; ++i)
      told.push_back(of_kind(i % 2 == 0 ? entry_kind::reversal : entry_kind::sale, std::nullopt,
                             sold + static_cast<instant>(i) * hour_us, ids[i]));
    const auto book = build_ledger(sold, hundred, told);
    std::int64_t count = 0;
    for (const auto& e : book.entries) count += e.count;
    const bool stands = turns % 2 == 0;
    RC_ASSERT(count == (stands ? 1 : 0));
    RC_ASSERT(book.net == (stands ? 10000 : 0));
    RC_ASSERT(book.gross == 10000);
  });
}
