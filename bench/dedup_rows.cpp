#include "bench/dedup_rows.hpp"

#include <array>

#include "domain/normalise.hpp"

namespace hub::bench {
namespace {

constexpr instant first_day = 1'760'000'000 * second_us;
constexpr std::array sources = {"hubspot", "manual", "meta_capi", "anytrack", "meta_pixel"};
const currency eur = parse_currency("EUR").value();

std::vector<identifier> person(std::uint64_t no) {
  return {{identifier_kind::email, normalise_email("person" + std::to_string(no) + "@shop.example"), true}};
}

sealed_fact sealed(conversion_event e, std::size_t row) {
  e.type = "purchase";
  e.external_id = "row-" + std::to_string(row);
  if (e.source.starts_with("meta_")) {
    e.event_name = "Purchase";
    e.event_id = e.external_id;
    e.external_id = "Purchase/" + e.external_id;
  }
  const auto at = e.occurred_at;
  auto fact = seal(std::move(e), at);
  fact.seq = row + 1;
  return fact;
}

}  // namespace

conversion_event dedup_rows::row() {
  conversion_event e;
  const auto no = conversions_++;
  e.source = sources[random_.below(sources.size())];
  e.occurred_at = first_day + static_cast<instant>(random_.below(90 * 86'400)) * second_us;
  e.value = money{static_cast<std::int64_t>(1000 + no), eur};  // amounts of one person differ
  e.order_key = "order-" + std::to_string(no);
  e.identifiers = person(random_.below(conversions_ * 7 / 10 + 1));
  e.context.campaign_id = "campaign-" + std::to_string(random_.below(campaign_count));
  e.context.channel = "Paid Social";
  return e;
}

std::vector<sealed_fact> dedup_rows::next(std::size_t conversions) {
  std::vector<sealed_fact> facts;
  for (std::size_t i = 0; i < conversions; ++i) {
    auto first = row();
    auto again = first;
    facts.push_back(sealed(std::move(first), rows_++));
    if (random_.below(100) >= 15) continue;
    while (again.source == std::get<conversion_event>(facts.back().body).source)
      again.source = sources[random_.below(sources.size())];
    // Two event ids of Meta keep apart what only looks alike.
    if (random_.below(2) == 0 && !again.source.starts_with("meta_")) again.order_key.clear();
    const auto later = random_.below(10) < 8 ? random_.below(600) : random_.below(12 * 3600);
    again.occurred_at += static_cast<instant>(later) * second_us;
    facts.push_back(sealed(std::move(again), rows_++));
  }
  return facts;
}

std::vector<sealed_fact> one_order(std::size_t count) {
  std::vector<sealed_fact> facts;
  for (std::size_t i = 0; i < count; ++i) {
    conversion_event e;
    e.source = sources[i % sources.size()];
    e.occurred_at = first_day + static_cast<instant>(i) * second_us;
    e.value = money{static_cast<std::int64_t>(1000 + i), eur};
    e.order_key = "undefined";
    e.identifiers = person(i);
    facts.push_back(sealed(std::move(e), i));
  }
  return facts;
}

std::vector<sealed_fact> one_contact(std::size_t count) {
  std::vector<sealed_fact> facts;
  for (std::size_t i = 0; i < count; ++i) {
    conversion_event e;
    e.source = sources[i % sources.size()];
    e.occurred_at = first_day + static_cast<instant>(i) * hour_us / static_cast<instant>(count);
    e.value = money{4900, eur};
    e.identifiers = person(0);
    facts.push_back(sealed(std::move(e), i));
  }
  return facts;
}

}  // namespace hub::bench
