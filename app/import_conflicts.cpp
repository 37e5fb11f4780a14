#include "app/import_conflicts.hpp"

#include <boost/json.hpp>

#include "app/progress.hpp"
#include "app/terminal.hpp"
#include "domain/money.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

/// The object in *text*; empty when it is none.
json::object object_in(const std::string& text) {
  boost::system::error_code broken;
  const auto document = json::parse(text, broken);
  return broken || !document.is_object() ? json::object() : document.get_object();
}

/// `49.00 EUR`, whatever way *amount* is written; empty when either is missing.
std::string shown_value(const std::string& amount, const std::string& code) {
  const auto unit = parse_currency(code);
  const auto minor = unit ? parse_amount(amount, *unit) : result<std::int64_t>(fail("", ""));
  return minor ? format_amount(*minor, *unit) + " " + code : std::string();
}

/// Member *name* as it was written, number or text.
std::string plain_text(const json::object& o, std::string_view name) {
  const auto* v = o.if_contains(name);
  if (v == nullptr || v->is_null()) return {};
  return v->is_string() ? std::string(v->get_string()) : json::serialize(*v);
}

}  // namespace

void import_conflicts::look_at(const merged_row& row) {
  if (row.known.empty() || ++differing_ > static_cast<std::int64_t>(most_shown)) return;
  const auto told = object_in(row.json);
  lines_.push_back(printable("  line " + std::to_string(row.line) + ": " +
                             shown_value(plain_text(told, "value"), plain_text(told, "currency")) + ", known with " +
                             row.known + " as " + row.conversion_id));
}

std::string import_conflicts::text() const {
  std::string out;
  if (differing_ > 0) {
    out += "Orders known already, from before or from a row above, with another value: " + with_thousands(differing_);
    out += differing_ > static_cast<std::int64_t>(lines_.size())
               ? " (here the first " + std::to_string(lines_.size()) + ")\n"
               : "\n";
    for (const auto& line : lines_) out += line + "\n";
    out +=
        "  Each stays one conversion, and the order of sources and times says which value it has. To correct a value, "
        "give rows the external_id that they had the first time; to change it, --kind adjustments.\n";
  }
  return out;
}

}  // namespace hub::app
