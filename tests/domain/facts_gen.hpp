// Arbitrary facts for property tests: every field filled now and then, texts with any byte, extreme integers.
#pragma once

#include <rapidcheck.h>

#include "domain/facts.hpp"
#include "domain/sha256.hpp"

namespace hub::arbitrary {

inline std::string text() {
  return *rc::gen::oneOf(
      rc::gen::just(std::string()), rc::gen::arbitrary<std::string>(),
      rc::gen::map(rc::gen::arbitrary<std::string>(), [](const std::string& s) { return sha256_hex(s); }));
}
template <class T>
T integer() {
  return *rc::gen::oneOf(rc::gen::arbitrary<T>(),
                         rc::gen::element(std::numeric_limits<T>::min(), std::numeric_limits<T>::max(), T{0}));
}
template <class T, class Make>
std::optional<T> maybe(Make make) {
  return *rc::gen::arbitrary<bool>() ? std::optional<T>(make()) : std::nullopt;
}
inline currency any_currency() {
  return *rc::gen::element(currency{}, parse_currency("USD").value(), parse_currency("KWD").value());
}
inline money any_money() { return {integer<std::int64_t>(), any_currency()}; }
inline std::vector<identifier> identifiers() {
  std::vector<identifier> ids(*rc::gen::inRange<std::size_t>(0, 5));
  for (auto& id : ids)
    id = {static_cast<identifier_kind>(*rc::gen::inRange(0, 12)), text(), *rc::gen::arbitrary<bool>()};
  return ids;
}
inline std::vector<crm_property> properties() {
  std::vector<crm_property> told(*rc::gen::inRange<std::size_t>(0, 5));
  for (auto& p : told) p = {text(), text()};
  return told;
}
inline verdict any_verdict() { return *rc::gen::element(verdict::together, verdict::apart, verdict::withdrawn); }
inline std::vector<sided_event> sided_events() {
  std::vector<sided_event> told(*rc::gen::inRange<std::size_t>(0, 5));
  for (auto& e : told) e = {integer<std::int32_t>(), text(), text()};
  return told;
}
inline std::vector<std::string> texts() {
  std::vector<std::string> told(*rc::gen::inRange<std::size_t>(0, 4));
  for (auto& t : told) t = text();
  return told;
}
inline campaign_context context() { return {text(), text(), text(), text(), text(), text(), text(), text()}; }

inline fact_body fact() {
  const auto i64 = [] { return integer<std::int64_t>(); };
  switch (*rc::gen::inRange(0, 12)) {
    case 0:
      return conversion_event{text(),
                              text(),
                              text(),
                              text(),
                              *rc::gen::arbitrary<bool>(),
                              i64(),
                              maybe<instant>(i64),
                              maybe<money>(any_money),
                              text(),
                              text(),
                              text(),
                              text(),
                              identifiers(),
                              context(),
                              maybe<instant>(i64),
                              *rc::gen::arbitrary<bool>(),
                              text(),
                              text(),
                              text(),
                              *rc::gen::arbitrary<bool>(),
                              text()};
    case 1:
      return touch_event{text(),
                         text(),
                         i64(),
                         static_cast<interaction>(*rc::gen::inRange(0, 4)),
                         identifiers(),
                         context(),
                         text(),
                         text(),
                         text(),
                         text(),
                         *rc::gen::arbitrary<bool>()};
    case 2:
      return adjustment_event{text(),
                              text(),
                              static_cast<adjustment_kind>(*rc::gen::inRange(0, 4)),
                              text(),
                              text(),
                              text(),
                              text(),
                              maybe<std::int64_t>(i64),
                              maybe<currency>(any_currency),
                              i64(),
                              text(),
                              *rc::gen::arbitrary<bool>()};
    case 3:
      return spend_event{integer<std::int32_t>(),
                         text(),
                         text(),
                         text(),
                         text(),
                         text(),
                         text(),
                         any_money(),
                         i64(),
                         i64(),
                         maybe<std::string>(text),
                         maybe<std::int64_t>(i64),
                         text()};
    case 4: return fx_rate_event{integer<std::int32_t>(), any_currency(), any_currency(), text()};
    case 5: return identity_event{text(), text(), i64(), identifiers(), *rc::gen::arbitrary<bool>()};
    case 6:
      return crm_change{text(), text(), text(),      *rc::gen::element(crm_object::contact, crm_object::deal),
                        text(), i64(),  properties()};
    case 7: return merge_verdict{text(), text(), i64(), any_verdict(), sided_events(), text()};
    case 8: return identity_verdict{text(), text(), i64(), any_verdict(), identifiers(), text()};
    case 9: return campaign_alias{text(), text(), i64(), *rc::gen::arbitrary<bool>(), text(), text(), text()};
    case 10: return person_erasure{text(), text(), i64(), texts()};
    default:
      return dedup_rules{text(),
                         text(),
                         i64(),
                         maybe<std::int64_t>(i64),
                         maybe<std::int64_t>(i64),
                         maybe<bool>([] { return *rc::gen::arbitrary<bool>(); }),
                         maybe<std::vector<std::string>>(texts)};
  }
}

}  // namespace hub::arbitrary
