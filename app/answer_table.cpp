#include "app/answer_table.hpp"

#include <algorithm>

namespace hub::app {
namespace {

namespace json = boost::json;

constexpr std::string_view minor_figures[] = {
    "impressions", "clicks",    "platform_conversions", "new_customer_revenue", "new_customer_roas",
    "booked",      "reconciles"};

constexpr std::string_view share_note =
    "A share of new customers above 1: known customers gave back more in these days than they bought.\n";

/// The object *name* of *o*, empty if there is none.
json::object part_of(const json::object& o, std::string_view name) {
  const auto* part = o.if_contains(name);
  return part != nullptr && part->is_object() ? part->get_object() : json::object();
}

/// ` 12.00 CHF, 3.00 CHF of spend`: the amounts that could not be converted.
std::string unconverted_in(const json::object& meta) {
  std::string text;
  const auto* list = meta.if_contains("unconverted");
  if (list == nullptr || !list->is_array()) return text;
  const auto has_some = [](const json::object& sum, std::string_view count) {
    const auto n = text_of(sum, count);
    return !n.empty() && n != "0";
  };
  for (const auto& item : list->get_array()) {
    if (!item.is_object()) continue;
    const auto& sum = item.get_object();
    const auto in = " " + text_of(sum, "currency");
    if (has_some(sum, "entries")) text += (text.empty() ? " " : ", ") + text_of(sum, "amount") + in;
    if (has_some(sum, "spend_rows")) text += (text.empty() ? " " : ", ") + text_of(sum, "spend") + in + " of spend";
  }
  return text;
}

/// `shop: value, url; crm: country`: the source that each field of a conversion was taken from.
std::string origins_of(const json::object& fields) {
  std::vector<std::pair<std::string, std::string>> by_source;
  for (const auto& [name, origin] : fields) {
    const auto source = origin.is_object() ? text_of(origin.get_object(), "source") : std::string();
    auto at = std::find_if(by_source.begin(), by_source.end(), [&](const auto& each) { return each.first == source; });
    if (at == by_source.end()) at = by_source.insert(at, {source, {}});
    at->second += (at->second.empty() ? "" : ", ") + title_of(name);
  }
  std::string text;
  for (const auto& [source, names] : by_source) text += (text.empty() ? "" : "; ") + source + ": " + names;
  return text;
}

/// ` of 5000.00 EUR` for the amounts of what was left out.
std::string money_in(const json::object& left_out) {
  std::string text;
  const auto* net = left_out.if_contains("net");
  if (net == nullptr || !net->is_array()) return text;
  for (const auto& sum : net->get_array())
    if (sum.is_object())
      text += (text.empty() ? " of " : ", ") + text_of(sum.get_object(), "amount") + " " +
              text_of(sum.get_object(), "currency");
  return text;
}

/// How to get rid of amounts without a rate: by reporting in their currency, where there are several in one of theirs.
std::string rates_remedy(const json::object& meta) {
  std::vector<std::string> codes;
  const auto* list = meta.if_contains("unconverted");
  if (list != nullptr && list->is_array())
    for (const auto& item : list->get_array())
      if (item.is_object()) codes.push_back(text_of(item.get_object(), "currency"));
  std::string named;
  for (std::size_t i = 0; i < codes.size(); ++i)
    named += (i == 0 ? "" : i + 1 < codes.size() ? ", " : " or ") + codes[i];
  return " to " + text_of(meta, "currency") + ", so they count as nothing; " +
         (codes.empty() ? ""
                        : "--currency " + named + " reports in that" + (codes.size() > 1 ? " one" : "") +
                              " (the setting money.currency always), ") +
         "'import --kind fx-rates' brings rates";
}

/// Why a report has no rows, so that nobody reads the total below as an answer to what was asked.
std::string emptiness_of(const json::object& report, const json::object& meta) {
  const auto* rows = report.if_contains("rows");
  if (rows == nullptr || !rows->is_array() || !rows->get_array().empty()) return {};
  const auto campaign = text_of(part_of(meta, "filters"), "campaign");
  if (!campaign.empty())
    return "No row: the campaign '" + printable(campaign) +
           "' neither earned nor cost anything here. Below are all campaigns together.\n";
  const auto totals = part_of(report, "totals");
  const auto sold = text_of(totals, "conversions");
  const auto spent = text_of(totals, "spend");
  const bool spent_nothing = spent.find_first_of("123456789") == spent.npos;
  if (sold != "0" || !spent_nothing) return {};
  if (const auto as_of = text_of(meta, "as_of"); !as_of.empty() && as_of != "0")
    return "Nothing: as of " + as_of + " the hub had been told of no conversion and no spend in this range.\n";
  return "Nothing fits: there is no conversion and no spend in this range that the filters let through.\n";
}

/// A report's rows and what stands below them.
struct report_parts {
  std::vector<flat_row> rows;
  std::vector<flat_row> footer;
  std::vector<std::string> names;
};

/// Whether a share of new customers is more than the whole, in a row or in all.
bool has_share_beyond_whole(const report_parts& p) {
  const auto beyond = [](const flat_row& row) {
    return std::any_of(row.begin(), row.end(), [](const auto& cell) {
      return cell.first.ends_with("new_customer_share") && cell.second.is_double() && cell.second.get_double() > 1;
    });
  };
  return std::any_of(p.rows.begin(), p.rows.end(), beyond) || std::any_of(p.footer.begin(), p.footer.end(), beyond);
}

/// The ROAS of *part* with the decimals that it has in a table; empty without one.
std::string roas_of(const json::object& part) {
  const auto* roas = part.if_contains("roas");
  return roas == nullptr || roas->is_null() ? std::string() : cell_of(*roas, 2);
}

/// What a reader must know before trusting the numbers.
std::string caveats(const json::object& report, const json::object& meta) {
  std::string text;
  if (text_of(meta, "complete") == "no")
    text += "Not complete: there is no exchange rate for" + unconverted_in(meta) + rates_remedy(meta) + "\n";
  const auto left_out = part_of(meta, "left_out");
  if (const auto n = text_of(left_out, "conversions"); !n.empty() && n != "0")
    text += "Left out for their labels: " + n + (n == "1" ? " conversion" : " conversions") + money_in(left_out) + "\n";
  text += notes_in(meta, false);
  const auto totals = part_of(report, "totals");
  const auto reconciles = text_of(totals, "reconciles");
  if (reconciles.empty()) return text;
  const std::string booked = text_of(meta, "complete") == "no" ? "what could be converted: " : "what was booked: ";
  const auto blended = roas_of(part_of(report, "blended"));
  const auto earned = roas_of(totals);
  return text + (reconciles == "yes" ? "Rows and (unattributed) add up to " : "DOES NOT RECONCILE with ") + booked +
         text_of(totals, "booked") + " " + text_of(meta, "currency") + "\n" +
         (blended.empty() || earned.empty() || blended == earned
              ? ""
              : "The total's ROAS of " + earned + " is of what the rows earned; of all revenue, blended, it is " +
                    blended + "\n");
}

/// Rows are then those of one campaign, and the total still is that of all.
bool filtered_by_campaign(const json::object& report) {
  return !text_of(part_of(part_of(report, "meta"), "filters"), "campaign").empty();
}

report_parts parts_of(const json::object& report) {
  report_parts p;
  const auto* rows = report.if_contains("rows");
  if (rows != nullptr && rows->is_array()) p.rows = flat_rows_of(rows->get_array());
  p.names = names_in(p.rows);
  const std::string total = filtered_by_campaign(report) ? "total, all campaigns" : "total";
  for (const auto& [member, label] :
       {std::pair{"unattributed", "(unattributed)"}, std::pair{"totals", total.c_str()}}) {
    const auto part = part_of(report, member);
    if (!part.empty()) p.footer.push_back(flat_row_of(part));
    if (!part.empty()) p.footer.back().insert(p.footer.back().begin(), {"group.label", json::string(label)});
  }
  if (p.names.empty()) p.names = names_in(p.footer);
  std::erase_if(p.names, [](const auto& name) {
    return std::find(std::begin(minor_figures), std::end(minor_figures), name) != std::end(minor_figures);
  });
  for (auto& row : p.footer)
    if (!p.names.empty()) row.front().first = p.names.front();
  return p;
}

/// Whether a row has no figure but zeros.
bool is_blank(const json::value& row) {
  if (!row.is_object()) return false;
  const auto cells = flat_row_of(row.get_object());
  if (cells.empty()) return false;
  return std::all_of(cells.begin() + 1, cells.end(), [](const auto& cell) {  // the first says which day it is
    const auto text = cell.second.is_null() ? std::string() : cell_of(cell.second);
    return text.find_first_of("123456789") == text.npos;
  });
}

/// *rows* without those before the first that says something, and without long runs of rows that say nothing: one order
/// with a wrong date would make a list of years. *notes* tells of both.
json::array without_gaps(const json::array& rows, std::string& notes) {
  constexpr std::ptrdiff_t longest_gap = 62;
  const auto day_of = [](const json::value& row) {
    return printable(cell_of(flat_row_of(row.get_object()).front().second));
  };
  json::array kept;
  for (auto at = rows.begin(); at != rows.end();) {
    const auto next = std::find_if(at, rows.end(), [](const json::value& row) { return !is_blank(row); });
    const auto blanks = next - at;
    const bool leading = at == rows.begin();
    if (blanks > 0 && next != rows.end() && (leading || blanks > longest_gap))
      notes += std::to_string(blanks) + (blanks == 1 ? " row" : " rows") + " without data before " + day_of(*next) +
               " left out; --from " + day_of(*at) + " shows them.\n";
    else
      kept.insert(kept.end(), at, next);
    if (next == rows.end()) break;
    kept.push_back(*next);
    at = next + 1;
  }
  return kept;
}

/// The tables of a comparison: one figure of all models each.
std::string show_models(const report_parts& p, const look& l) {
  std::string text;
  for (const std::string figure : {"revenue", "conversions"}) {
    std::vector<std::string> names;
    for (const auto& name : p.names)
      if (!name.starts_with("models.") || name.ends_with("." + figure)) names.push_back(name);
    text += bold(figure, l) + "\n" + render(table_of(p.rows, names, p.footer), l) + "\n";
  }
  return text;
}

}  // namespace

std::string notes_in(const json::object& o, bool of_names) {
  std::string text;
  const auto* notes = o.if_contains("notes");
  if (notes == nullptr || !notes->is_array()) return text;
  for (const auto& note : notes->get_array())
    if (note.is_object() && (text_of(note.get_object(), "code") == "name-unknown") == of_names)
      text += "Note: " + printable(text_of(note.get_object(), "detail")) + "\n";
  return text;
}

std::string headline_of(const json::object& meta) {
  std::string line;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) line += (line.empty() ? "" : " · ") + printable(part);
  };
  add(text_of(meta, "model"));
  add(text_of(meta, "models"));
  add(text_of(meta, "currency"));
  const auto from = text_of(meta, "from");
  const auto to = text_of(meta, "to");
  const auto zone = text_of(meta, "tz");
  const auto range = (from.empty() ? "the beginning" : from) + " to " + (to.empty() ? "now" : "before " + to);
  add((from.empty() && to.empty() ? "all time" : range) + (zone.empty() ? "" : " (" + zone + ")"));
  const auto lookback = text_of(meta, "lookback_days");
  if (!lookback.empty()) add(lookback == "0" ? "unlimited lookback" : "lookback " + lookback + " days");
  const auto filters = part_of(meta, "filters");
  const auto* rules = filters.if_contains("lookback");
  if (rules != nullptr && rules->is_array() && !rules->get_array().empty()) add("but " + text_of(filters, "lookback"));
  return line;
}

std::string caveats_of(const json::object& report) {
  const auto meta = part_of(report, "meta");
  return notes_in(meta, true) + caveats(report, meta);
}

std::string show_report(const json::value& report, const look& l) {
  if (!report.is_object() || !report.get_object().contains("rows")) return show_document(report, l);
  const auto& o = report.get_object();
  const auto meta = part_of(o, "meta");
  const auto parts = parts_of(o);
  const bool several =
      std::any_of(parts.names.begin(), parts.names.end(), [](const auto& name) { return name.starts_with("models."); });
  const auto tables =
      several ? show_models(parts, l) : render(table_of(parts.rows, parts.names, parts.footer), l) + "\n";
  const auto warnings = notes_in(meta, true) + emptiness_of(o, meta);
  return dim(headline_of(meta), l) + "\n\n" + (warnings.empty() ? "" : warnings + "\n") + tables + caveats(o, meta) +
         std::string(has_share_beyond_whole(parts) ? share_note : "");
}

std::string show_daily(const json::value& report, const look& l) {
  if (!report.is_object()) return show_document(report, l);
  auto o = report.get_object();
  auto* rows = o.if_contains("rows");
  if (rows == nullptr || !rows->is_array() || !text_of(part_of(o, "meta"), "from").empty())
    return show_report(report, l);
  std::string notes;
  rows->get_array() = without_gaps(rows->get_array(), notes);
  return show_report(o, l) + notes;
}

std::string show_document(const json::value& document, const look& l) {
  if (!document.is_object()) return cell_of(document) + "\n";
  const auto meta = part_of(document.get_object(), "meta");
  json::object o;  // in the order of the answer, which erasing from it would change
  for (const auto& [name, value] : document.get_object()) {
    if (name == "fields" && value.is_object())
      o.emplace("fields from", origins_of(value.get_object()));
    else if (name != "meta")
      o.emplace(name, value);
  }
  std::string lists;
  std::vector<std::pair<std::string, std::string>> facts;
  std::size_t width = 0;
  for (const auto& [name, value] : flat_row_of(o)) {
    const bool is_list = value.is_array() && !value.get_array().empty() && value.get_array()[0].is_object();
    if (is_list) {
      lists += "\n" + bold(title_of(name), l) + "\n" + render(table_of(value.get_array()), l);
    } else {
      facts.emplace_back(title_of(name), printable(member_cell(name, value)));
      width = std::max(width, display_width(facts.back().first));
    }
  }
  std::string text = meta.empty() ? "" : dim(headline_of(meta), l) + "\n\n";
  for (const auto& [name, value] : facts)
    text += dim(name + std::string(width - display_width(name) + 2, ' '), l) + value + "\n";
  return text + lists;
}

}  // namespace hub::app
