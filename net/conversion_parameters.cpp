#include "net/conversion_parameters.hpp"

#include "net/contact_key.hpp"
#include "net/report_parameters.hpp"

namespace hub::net {
namespace {

constexpr std::int64_t longest_page = 1'000;
constexpr std::size_t half_key_digits = 16;
constexpr std::size_t key_digits = 32;

}  // namespace

std::string cursor_of(const page_position& at) {
  return to_hex({static_cast<std::uint64_t>(at.at), 0}).substr(0, half_key_digits) + to_hex(at.id);
}

std::optional<page_position> position_of(std::string_view cursor) {
  if (cursor.size() != half_key_digits + key_digits) return std::nullopt;
  const auto at = key_from_hex(std::string(cursor.substr(0, half_key_digits)) + std::string(half_key_digits, '0'));
  const auto id = key_from_hex(cursor.substr(half_key_digits));
  if (!at || !id) return std::nullopt;
  return page_position{static_cast<instant>(at->high), *id};
}

conversion_choice read_conversion_choice(parameter_reader& in, const zone& local, const zone_finder& find_zone) {
  conversion_choice choice;
  auto& r = choice.request;
  const auto range = read_range(in, read_zone(in, local, find_zone));
  r.from = range.from;
  r.to = range.to;
  r.type = read_name(in, "type");
  r.source = read_name(in, "source");
  r.campaign = read_name(in, "campaign");
  r.offline = in.flag("offline");
  choice.text = read_name(in, "q");
  if (const auto name = in.text("label")) {
    const auto label = parse_label(*name);
    if (!label)
      in.refuse(label.error());
    else if (is_touch_label(*label))
      in.refuse(fail("label-of-touches", "'" + *name + "' is a label of touches; /v1/labels/" + *name + " lists them",
                     "label"));
    else
      r.label = *label;
  }
  if (const auto who = in.text("contact")) {
    const auto key = parse_contact_key(*who);
    if (key)
      choice.contact = *key;
    else
      in.refuse(fail(key.error().code, key.error().detail, "contact"));
  }
  return choice;
}

conversion_choice read_conversion_page(parameter_reader& in, const zone& local, const zone_finder& find_zone) {
  auto choice = read_conversion_choice(in, local, find_zone);
  if (const auto limit = in.integer("limit", 1, longest_page)) choice.request.limit = static_cast<std::size_t>(*limit);
  if (const auto cursor = in.text("cursor")) {
    choice.request.after = position_of(*cursor);
    if (!choice.request.after)
      in.refuse(fail("cursor-malformed", "give the cursor as 'next_cursor' of the page before said it", "cursor"));
  }
  return choice;
}

}  // namespace hub::net
