#include "sources/segment/segment_time.hpp"

namespace hub::sources {
namespace {

constexpr std::int64_t tolerated_us = minute_us;
constexpr instant earliest = 0;
constexpr instant latest = 253'402'300'799 * second_us;  // the last second of the year 9999

/// RFC 3339 text, or Unix seconds or milliseconds as a number.
std::optional<instant> time_of(json_value field, item_reader& reader) {
  if (field.is(json_kind::number)) return reader.unix_time(field);
  return reader.time(field);
}

}  // namespace

call_time read_segment_time(const segment_fields& in, item_reader& reader) {
  if (!blank(in.get<"timestamp">())) return {time_of(in.get<"timestamp">(), reader).value_or(0), false};
  const auto relayed = time_of(in.get<"receivedAt">(), reader);
  const auto received = relayed.value_or(reader.request().received_at);
  const auto original = time_of(in.get<"originalTimestamp">(), reader);
  if (!original) return {received, true};
  const auto sent = time_of(in.get<"sentAt">(), reader);
  if (!sent) return {*original, false};
  const auto skew = received - *sent;
  const bool wrong = skew > tolerated_us || skew < -tolerated_us;
  const auto at = *original + (wrong ? skew : 0);
  // Clocks that are wrong by millennia put nothing right.
  return {at < earliest || at > latest ? received : at, true};
}

}  // namespace hub::sources
