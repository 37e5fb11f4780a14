#include "config/tzif.hpp"

#include <algorithm>
#include <string>

#include "config/tz_rule.hpp"

namespace hub::config {
namespace {

constexpr int last_year = 2100;
constexpr std::size_t header_bytes = 44;

std::int64_t big_endian(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = (static_cast<unsigned char>(bytes[at]) & 0x80U) != 0 ? ~0ULL : 0;
  for (std::size_t i = 0; i < width; ++i) value = (value << 8U) | static_cast<unsigned char>(bytes[at + i]);
  return static_cast<std::int64_t>(value);
}

/// The counts of one block's header and where its parts lie.
struct block {
  std::size_t isutc, isstd, leaps, times, types, letters;
  std::size_t begin;  ///< of the data after the header
  std::size_t time_bytes;

  std::size_t indexes() const { return begin + times * time_bytes; }
  std::size_t infos() const { return indexes() + times; }
  std::size_t end() const { return infos() + types * 6 + letters + leaps * (time_bytes + 4) + isstd + isutc; }
};

bool read_block(std::string_view bytes, std::size_t at, std::size_t time_bytes, block& b) {
  if (bytes.size() < at + header_bytes || bytes.substr(at, 4) != "TZif") return false;
  const auto count = [&](std::size_t i) { return static_cast<std::size_t>(big_endian(bytes, at + 20 + 4 * i, 4)); };
  b = {count(0), count(1), count(2), count(3), count(4), count(5), at + header_bytes, time_bytes};
  const std::size_t most = bytes.size();
  for (const auto n : {b.isutc, b.isstd, b.leaps, b.times, b.types, b.letters})
    if (n > most) return false;
  return b.types > 0 && b.end() <= bytes.size();
}

/// A zone being put together: changes in order, equal neighbours folded.
struct offsets {
  zone z;

  void change(instant at, std::int32_t offset) {
    if (!z.offset_s.empty() && z.offset_s.back() == offset) return;
    if (!z.since.empty() && z.since.back() >= at) return;
    z.since.push_back(at);
    z.offset_s.push_back(offset);
  }
};

bool add_listed(std::string_view bytes, const block& b, offsets& out) {
  const auto offset_of = [&](std::size_t type) {
    return static_cast<std::int32_t>(big_endian(bytes, b.infos() + 6 * type, 4));
  };
  out.change(INT64_MIN, offset_of(0));
  for (std::size_t i = 0; i < b.times; ++i) {
    const auto type = static_cast<unsigned char>(bytes[b.indexes() + i]);
    if (type >= b.types) return false;
    const auto at_s = big_endian(bytes, b.begin + i * b.time_bytes, b.time_bytes);
    if (at_s > INT64_MIN / second_us && at_s < INT64_MAX / second_us) out.change(at_s * second_us, offset_of(type));
  }
  return true;
}

void add_by_rule(const tz_rule& rule, offsets& out) {
  if (!rule.has_summer) {
    if (out.z.since.size() == 1) out.z.offset_s[0] = rule.standard_s;
    return;
  }
  const auto listed_until = out.z.since.back();
  for (int year = 1970; year <= last_year; ++year) {
    const auto at = [year](const rule_date& d, std::int32_t offset_s) {
      return d.in_year(year) * day_us + (d.time_s - offset_s) * second_us;
    };
    struct {
      instant when;
      std::int32_t offset_s;
    } changes[] = {{at(rule.summer_begins, rule.standard_s), rule.summer_s},
                   {at(rule.summer_ends, rule.summer_s), rule.standard_s}};
    if (changes[1].when < changes[0].when) std::swap(changes[0], changes[1]);
    for (const auto& c : changes)
      if (c.when > listed_until) out.change(c.when, c.offset_s);
  }
}

}  // namespace

result<zone> parse_tzif(std::string_view bytes, std::string_view name) {
  const auto broken = [&] {
    return fail("zone-malformed", "the data of time zone '" + std::string(name) + "' is broken; install tzdata again");
  };
  block b{};
  if (!read_block(bytes, 0, 4, b)) return broken();
  const bool has_rule = bytes[4] >= '2';
  if (has_rule && !read_block(bytes, b.end(), 8, b)) return broken();
  offsets out{zone{std::string(name), {}, {}}};
  if (!add_listed(bytes, b, out)) return broken();
  if (has_rule) {
    auto line = bytes.substr(b.end());
    if (line.size() < 2 || line.front() != '\n') return broken();
    line = line.substr(1, line.find('\n', 1) - 1);
    const auto rule = parse_tz_rule(line);
    if (!line.empty() && !rule) return broken();
    if (rule) add_by_rule(*rule, out);
  }
  return out.z;
}

}  // namespace hub::config
