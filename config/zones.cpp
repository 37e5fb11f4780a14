#include "config/zones.hpp"

#include <date/tz.h>

#include "config/nearest.hpp"

namespace hub::config {
namespace {

using date::sys_seconds;
using std::chrono::seconds;

error unknown_zone(std::string_view name, const date::tzdb& zones) {
  std::vector<std::string> known;
  for (const auto& z : zones.zones) known.push_back(z.name());
  const auto meant = nearest(name, known);
  return fail("zone-unknown", "there is no time zone '" + std::string(name) + "'" +
                                  (meant ? "; did you mean '" + *meant + "'?" : "; give an IANA name such as Europe/Berlin"));
}

zone table_of(const date::time_zone& source, std::string_view name) {
  const sys_seconds first = date::sys_days(date::year(1970) / 1 / 1);
  const sys_seconds last = date::sys_days(date::year(2100) / 1 / 1);
  zone z{std::string(name), {}, {}};
  for (auto info = source.get_info(first);; info = source.get_info(info.end)) {
    const auto offset = static_cast<std::int32_t>(info.offset.count());
    if (z.offset_s.empty() || z.offset_s.back() != offset) {
      z.since.push_back(z.since.empty() ? INT64_MIN : info.begin.time_since_epoch().count() * second_us);
      z.offset_s.push_back(offset);
    }
    if (info.end >= last || info.end <= info.begin) return z;
  }
}

}  // namespace

result<zone> load_zone(std::string_view iana_name) {
  if (iana_name == "UTC" || iana_name == "Z") return zone{};
  try {
    const auto& zones = date::get_tzdb();
    for (const auto& z : zones.zones)
      if (z.name() == iana_name) return table_of(z, iana_name);
    return unknown_zone(iana_name, zones);
  } catch (const std::exception& e) {
    return fail("zones-missing", std::string("the time zones of this machine cannot be read (") + e.what() +
                                     "); install the package tzdata");
  }
}

}  // namespace hub::config
