#include "app/import_conflicts.hpp"

#include <boost/json.hpp>

#include "app/answer_rows.hpp"
#include "app/completion.hpp"
#include "app/progress.hpp"
#include "app/terminal.hpp"
#include "domain/money.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

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

/// `: 12 (here the first 10)`
std::string counted(std::int64_t count, std::size_t shown) {
  return ": " + with_thousands(count) +
         (count > static_cast<std::int64_t>(shown) ? " (here the first " + std::to_string(shown) + ")" : "") + "\n";
}

/// `  line 7: 49.00 EUR, known with 59.00 EUR as cv_…, of which 59.00 EUR holds`
std::string value_line(const known_row& row, bool dry_run) {
  const auto told = object_in(row.json);
  auto line = "  line " + std::to_string(row.line) + ": " +
              shown_value(plain_text(told, "value"), plain_text(told, "currency")) + ", known with " + row.value +
              " as " + row.conversion_id;
  if (!row.standing.empty()) line += ", of which " + row.standing + (dry_run ? " would hold" : " holds");
  return printable(line) + "\n";
}

/// `  line 7: order A-1, here 'lead', is known as 'purchase'`
std::string type_line(const known_row& row) {
  const auto told = object_in(row.json);
  const auto type = plain_text(told, "type");
  return printable("  line " + std::to_string(row.line) + ": order " + plain_text(told, "order_id") +
                   (type.empty() ? "" : ", here '" + type + "'") + ", is known as '" + row.type + "'") +
         "\n";
}

/// `  line 7: order 1001, known as '#1001'`
std::string spelling_line(const known_row& row) {
  return printable("  line " + std::to_string(row.line) + ": order " + plain_text(object_in(row.json), "order_id") +
                   ", known as '" + row.order + "'") +
         "\n";
}

}  // namespace

void import_conflicts::found::add(const known_row& row) {
  if (++count <= static_cast<std::int64_t>(most_shown)) first.push_back(row);
}

void import_conflicts::look_at(const known_row& row) {
  if (!row.value.empty()) values_.add(row);
  if (!row.type.empty()) types_.add(row);
  if (!row.order.empty()) spellings_.add(row);
}

std::string import_conflicts::text(bool dry_run) const {
  std::string out;
  if (values_.count > 0) {
    out += "Orders known already, from before or from a row above, with another value" +
           counted(values_.count, values_.first.size());
    for (const auto& row : values_.first) out += value_line(row, dry_run);
    out +=
        "  Each stays one conversion, worth what the source that dedup.authority trusts most says of it; of two "
        "reports by one source the later holds, of the same time the one whose external_id sorts last, which is by "
        "chance where rows have none. To correct a value, give rows the external_id that they had the first time "
        "('convhub conversions ID' shows it) or a later time; to change it, --kind adjustments.\n";
  }
  if (types_.count > 0) {
    out += "Orders known already, from before or from a row above, as another type" +
           counted(types_.count, types_.first.size());
    for (const auto& row : types_.first) out += type_line(row);
    out += std::string("  They ") + (dry_run ? "would count" : "count") +
           " as conversions of their own beside it, and add their values to revenue. If they are the same orders, say "
           "so with that type, for instance --set type=purchase; money given back comes in with --kind adjustments.\n";
  }
  if (spellings_.count > 0) {
    const auto& row = spellings_.first.front();
    const auto told = plain_text(object_in(row.json), "order_id");
    out += "Orders whose number differs from one known already by a leading # only" +
           counted(spellings_.count, spellings_.first.size());
    for (const auto& each : spellings_.first) out += spelling_line(each);
    out += std::string("  Order numbers are compared to the letter, so both ") + (dry_run ? "would count" : "count") +
           ". If they are the same orders, write them alike before you import" +
           (dry_run ? ".\n"
                    : "; " + printable("convhub merge " + shell_quoted(told) + " " + shell_quoted(row.order)) +
                          " makes one of two that are in.\n");
  }
  return out;
}

}  // namespace hub::app
