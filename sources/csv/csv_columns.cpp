#include "sources/csv/csv_columns.hpp"

#include <algorithm>

#include "domain/nearest.hpp"
#include "domain/text.hpp"
#include "sources/csv/csv_vocabulary.hpp"
#include "sources/folded_name.hpp"
#include "sources/json_write.hpp"

namespace hub::sources {
namespace {

/// Field by --map; marks the mapping as used.
std::string mapped_field(std::string_view header, std::string_view kind, std::span<const column_mapping> mappings,
                         std::vector<bool>& used) {
  for (std::size_t i = 0; i < mappings.size(); ++i) {
    if (folded_name(mappings[i].first) != folded_name(header)) continue;
    used[i] = true;
    return std::string(known_field(mappings[i].second, kind));
  }
  return {};
}

error field_unknown(const column_mapping& mapping, std::string_view kind) {
  const auto known = known_fields(kind);
  std::string list;
  for (const auto field : known) list.append(list.empty() ? "" : ", ").append(field);
  return fail("csv-mapping-unknown",
              "--map " + mapping.first + "=" + mapping.second + ": " + std::string(kind) + " have no field '" +
                  mapping.second + "'." + did_you_mean(mapping.second, known) + " There are: " + list,
              "1:1");
}

bool is_first_of_range(std::string_view folded) { return folded == "reportingstarts" || folded == "berichtsstart"; }

/// How well a column names its field: by --map, of money given back as such (beside it, an amount and a date are those of the
/// order), by the field's own name, by another name.
int strength(std::string_view header, std::string_view field, std::string_view kind, bool mapped) {
  if (mapped) return 4;
  const auto folded = folded_name(header);
  const bool own_of_refunds = kind == "adjustments" && (field == "amount" || field == "occurred_at");
  if (own_of_refunds && folded.find("refund") != folded.npos) return 3;
  // An export by day says the first day of the report, too.
  if (kind == "spend" && field == "date" && is_first_of_range(folded)) return 0;
  return folded == folded_name(field) ? 2 : 1;
}

/// Whether a field called *name* would be read as *field* though a better column gives that.
bool is_read_as(std::string_view name, std::string_view field, std::string_view kind) {
  return name == field || (kind == "adjustments" && name == "value" && field == "amount");
}

}  // namespace

result<std::vector<std::string>> column_fields(std::span<const std::string> header, std::string_view kind,
                                               std::span<const column_mapping> mappings) {
  std::vector<std::string> fields(header.size());
  std::vector<int> strengths(header.size());
  std::vector<bool> used(mappings.size());
  for (const auto& mapping : mappings)
    if (known_field(mapping.second, kind).empty()) return field_unknown(mapping, kind);
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto name = trim(header[i]);
    if (name.empty())
      return fail("csv-header-blank",
                  "column " + std::to_string(i + 1) + " has no name; the first row must name every column",
                  "1:" + std::to_string(i + 1));
    const auto mapped = mapped_field(name, kind, mappings, used);
    const auto known = mapped.empty() ? std::string(known_field(name, kind)) : mapped;
    fields[i] = known.empty() ? std::string(name) : known;
    strengths[i] = strength(name, fields[i], kind, !mapped.empty());
    for (std::size_t j = 0; j < i; ++j) {
      if (fields[j] != fields[i]) continue;
      if (strengths[i] == strengths[j])
        return fail("csv-column-twice",
                    "the columns '" + header[j] + "' and '" + header[i] + "' both mean " + fields[i] +
                        "; remove one, or give it another meaning with --map",
                    "1:" + std::to_string(i + 1));
      const auto weaker = strengths[i] < strengths[j] ? i : j;
      const std::string own(trim(header[weaker]));
      fields[weaker] = is_read_as(own, fields[weaker], kind) ? own + "_other" : own;
    }
  }
  const auto unused = std::find(used.begin(), used.end(), false);
  if (unused == used.end()) return fields;
  const auto& mapping = mappings[static_cast<std::size_t>(unused - used.begin())];
  std::vector<std::string_view> names(header.begin(), header.end());
  std::string list;
  for (const auto name : names)
    list += (list.empty() ? "" : ", ") + (is_utf8(name) ? std::string(name) : "(one that is not UTF-8)");
  return fail("csv-mapping-unknown",
              "no column is called '" + mapping.first + "'." + did_you_mean(mapping.first, names) +
                  " There are: " + list + "; --map takes COLUMN=FIELD",
              "1:1");
}

result<std::string> row_json(std::span<const std::string> fields, std::span<const std::string> cells) {
  std::string json = "{";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto cell = trim(cells[i]);
    if (cell.empty()) continue;
    if (i >= fields.size())
      return fail("csv-cells",
                  "the row has " + std::to_string(cells.size()) + " cells for " + std::to_string(fields.size()) +
                      (fields.size() == 1 ? " column; the names of the columns must stand on the first line, "
                                            "so remove what stands above them"
                                          : " columns; quote cells that contain the separator"));
    if (!is_utf8(cell))
      return fail("text-not-utf8",
                  "the cell is not UTF-8; save the file in that encoding (in Excel: CSV UTF-8; else "
                  "iconv -f WINDOWS-1252 -t UTF-8)",
                  "/" + fields[i]);
    if (json.size() > 1) json.push_back(',');
    append_json_string(json, fields[i]);
    json.push_back(':');
    append_json_string(json, cell);
  }
  json.push_back('}');
  return json;
}

}  // namespace hub::sources
