#include "sources/anytrack/anytrack_type.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "sources/event_types.hpp"
#include "sources/folded_name.hpp"

namespace hub::sources {
namespace {

// Steps on the way that AnyTrack's tag reports beside those that every platform knows.
constexpr std::array<std::string_view, 2> steps = {"outboundclick", "formsubmit"};
constexpr std::array<std::string_view, 6> taken_back = {"reversed", "refunded", "rejected",
                                                        "declined", "canceled", "cancelled"};

bool is_step(std::string_view name) { return std::find(steps.begin(), steps.end(), name) != steps.end(); }

}  // namespace

bool is_nothing(json_value amount) {
  if (blank(amount)) return true;
  return amount.is(json_kind::number) || amount.is(json_kind::string)
             ? amount.text().find_first_not_of("+-0. ") == std::string_view::npos
             : false;
}

anytrack_type read_type(anytrack_fields& in, item_reader& reader, bool reversed) {
  const auto event = reader.text(in.take("event"));
  const auto kind = reader.text(in.take("conversion_type"));
  anytrack_type type;
  type.rebill = folded_name(event) == "rebill" || folded_name(kind) == "rebill";
  type.original = event.empty() ? kind : event;
  const auto name = folded_name(type.original);
  if (type.rebill || name == "refund" || (name.empty() && reversed)) {
    type.name = "purchase";
  } else if (name.empty()) {
    type.name = is_nothing(in.peek("value")) ? "generate_lead" : "purchase";
  } else {
    auto known = classify_event(type.original);
    type.name = std::move(known.name);
    type.outcome = known.outcome && !is_step(name);
  }
  return type;
}

anytrack_status read_status(anytrack_fields& in, item_reader& reader) {
  const auto status = folded_name(reader.text(in.peek("status")));
  if (status == "chargeback" || status == "chargedback") return anytrack_status::charged_back;
  if (std::find(taken_back.begin(), taken_back.end(), status) != taken_back.end()) return anytrack_status::reversed;
  const bool refund = folded_name(reader.text(in.peek("event"))) == "refund" ||
                      folded_name(reader.text(in.peek("conversion_type"))) == "refund";
  return refund ? anytrack_status::reversed : anytrack_status::stands;
}

std::string id_of(const anytrack_type& type, std::string_view transaction) {
  return std::string(type.rebill ? "rebill" : type.name).append("/").append(transaction);
}

}  // namespace hub::sources
