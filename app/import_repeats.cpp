#include "app/import_repeats.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "app/progress.hpp"
#include "domain/text.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

/// Member *name* as the hub reads it, number or text.
std::string text_at(const json::object& o, std::string_view name) {
  const auto* v = o.if_contains(name);
  if (v == nullptr || v->is_null()) return {};
  return v->is_string() ? std::string(trim(v->get_string())) : json::serialize(*v);
}

/// What names the row to the hub (docs/semantics.md, "Spend"), as a hash; none for what is no object.
std::optional<std::uint64_t> key_of(const std::string& row) {
  boost::system::error_code broken;
  const auto document = json::parse(row, broken);
  if (broken || !document.is_object()) return std::nullopt;
  const auto& o = document.get_object();
  const auto id = text_at(o, "campaign_id");
  std::string key = lower_utf8(text_at(o, "platform"));
  for (const auto& part : {text_at(o, "account"), id.empty() ? text_at(o, "campaign_name") : id, text_at(o, "adset_id"),
                           text_at(o, "ad_id"), text_at(o, "date")})
    key += '\0' + part;
  return std::hash<std::string>()(key);
}

/// What would tell such rows apart, if a column gave it: `map adset_id or ad_id, or `.
std::string ids_to_map(const import_rows& file) {
  std::string ids;
  if (!file.is_csv()) return ids;
  for (const auto* field : {"adset_id", "ad_id"})
    if (file.column_of(field).empty()) ids += (ids.empty() ? "map " : " or ") + std::string(field);
  return ids.empty() ? ids : ids + ", or ";
}

}  // namespace

void import_repeats::note(const import_row& row) {
  if (const auto key = key_of(row.json)) noted_.push_back({*key, row.line});
}

void import_repeats::settle(const std::vector<rejected_row>& refused) {
  for (const auto& row : std::exchange(noted_, {}))
    if (std::none_of(refused.begin(), refused.end(), [&](const auto& r) { return r.row.line == row.line; }))
      look_at(row);
}

void import_repeats::look_at(const place& row) {
  auto earlier = known_.find(row.key);
  const bool found = earlier != known_.end();
  if (!found) earlier = known_before_.find(row.key);
  if ((found || earlier != known_before_.end()) && rows_++ == 0) {
    earlier_line_ = earlier->second;
    first_line_ = row.line;
  }
  if (!found && known_.size() == most_known) known_before_ = std::exchange(known_, {});
  known_[row.key] = row.line;
}

std::string import_repeats::text(const import_rows& file) const {
  if (rows_ == 0) return {};
  const bool one = rows_ == 1;
  return "convhub: " + with_thousands(rows_) + (one ? " row is" : " rows are") +
         " about the same day of the same campaign, ad set and ad as " + (one ? "an earlier row" : "earlier rows") +
         " of this file (" + (one ? "" : "the first on ") + "lines " + std::to_string(earlier_line_) + " and " +
         std::to_string(first_line_) + ") and " +
         (one ? "takes its place, so the earlier cost does not count; "
              : "take their place, so the earlier costs do not count; ") +
         ids_to_map(file) + "add the rows up\n";
}

}  // namespace hub::app
