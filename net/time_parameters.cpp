#include "net/time_parameters.hpp"

#include <charconv>

namespace hub::net {
namespace {

constexpr std::size_t date_length = 10;

result<instant> instant_of(const std::string& text, const zone& local) {
  if (text.size() != date_length) return parse_instant(text);
  const auto day = parse_day(text);
  if (!day) return day.error();
  return day_start(*day, local);
}

std::optional<instant> read_instant(parameter_reader& in, std::string_view name, const zone& local) {
  const auto text = in.text(name);
  if (!text) return std::nullopt;
  const auto at = instant_of(*text, local);
  if (at) return *at;
  auto sentence = at.error().detail;
  if (at.error().code == "time-malformed")
    sentence = "'" + text->substr(0, 40) +
               "' is neither a day nor a time; write a day like 2026-02-09, or a time like 2026-02-09T10:01:07Z";
  if (text->find(' ') != text->npos) sentence += " (in a query, write + as %2B)";
  in.refuse(fail(at.error().code, std::move(sentence), std::string(name)));
  return std::nullopt;
}

}  // namespace

zone read_zone(parameter_reader& in, const zone& otherwise, const zone_finder& find) {
  const auto name = in.text("tz");
  if (!name || *name == otherwise.name) return otherwise;
  auto found = find(*name);
  if (found) return std::move(*found);
  in.refuse(fail(found.error().code, found.error().detail, "tz"));
  return otherwise;
}

time_range read_range(parameter_reader& in, const zone& local) {
  time_range range;
  const auto from = read_instant(in, "from", local);
  const auto to = read_instant(in, "to", local);
  if (from) range.from = *from;
  if (to) range.to = *to;
  if (from && to && *from >= *to)
    in.refuse(fail("range-empty",
                   "'to' must be later than 'from': it is the first day, or instant, that is not counted", "to"));
  return range;
}

std::optional<log_moment> read_moment(parameter_reader& in, const zone& local, instant now) {
  constexpr std::string_view name = "as_of";
  const auto text = in.text(name);
  if (!text) return std::nullopt;
  std::uint64_t seq = 0;
  const auto* end = text->data() + text->size();
  if (const auto read = std::from_chars(text->data(), end, seq); read.ec == std::errc() && read.ptr == end)
    return log_moment{seq, 0};
  const auto at = instant_of(*text, local);
  if (!at) {
    in.refuse(fail("as-of-malformed",
                   "give a position in the log, such as the data_seq of a report, or a time such as "
                   "2026-02-09T10:01:07Z (in a query, write + as %2B), or a day",
                   std::string(name)));
    return std::nullopt;
  }
  if (*at > now) {
    in.refuse(fail("as-of-future", "what will be received by " + format_instant(*at) + " is not known yet",
                   std::string(name)));
    return std::nullopt;
  }
  return log_moment{std::nullopt, *at};
}

}  // namespace hub::net
