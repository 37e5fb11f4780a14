#include "app/import_preview.hpp"

#include <algorithm>

#include "app/progress.hpp"
#include "app/terminal.hpp"

namespace hub::app {
namespace {

std::string counted(std::size_t rows) { return with_thousands(static_cast<std::int64_t>(rows)); }

/// What is wrong with a row whatever its cells say: `amount-malformed value, `; of what never got to the hub the reason.
std::string kind_of(const rejected_row& row) {
  std::string kind;
  for (const auto& e : row.errors) kind += e.code + " " + e.pointer + ", ";
  return kind.empty() ? row.reason : kind + row.row.advice;
}

/// ` (the same order id)`
std::string words_of_rule(std::string_view rule) {
  constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"redelivery", " (told before)"},
      {"order_key", " (the same order id)"},
      {"event_key", " (the same event id)"},
      {"fuzzy", " (one person and amount, close in time)"},
  };
  for (const auto& [name, said] : words)
    if (name == rule) return std::string(said);
  return {};
}

std::string heading(const std::string& what, std::size_t count, std::size_t shown) {
  return what +
         (count > shown ? " (the first " + std::to_string(shown) + " of " + counted(count) + ")" : std::string()) +
         ":\n";
}

}  // namespace

std::string replaced_by(std::string_view kind, bool dry_run) {
  if (kind != "spend" && kind != "fx-rates") return "an earlier version of the same event";
  return std::string(dry_run ? "what is" : "what was") + " known of the same " +
         (kind == "spend" ? "day of spend" : "day's rate");
}

void import_preview::rejected(const rejected_row& row, const std::string& column) {
  ++rejected_;
  const auto kind = kind_of(row);
  auto same = std::find_if(troubles_.begin(), troubles_.end(), [&](const trouble& t) { return t.kind == kind; });
  if (same == troubles_.end()) {
    if (troubles_.size() == most_shown) {
      ++untold_;
      return;
    }
    same = troubles_.insert(troubles_.end(), {kind, row.reason, column, {}, 0});
  }
  ++same->rows;
  if (same->lines.size() < most_lines) same->lines.push_back(row.row.line);
}

void import_preview::merged(const merged_row& row) {
  if (row.updated) {
    if (++updated_ <= most_shown) updates_.push_back("  line " + std::to_string(row.line));
    if (updated_ <= most_shown && !row.conversion_id.empty()) updates_.back() += printable(": " + row.conversion_id);
    return;
  }
  ++by_rule_[row.rule];
  if (merges_.size() == most_shown) return;
  auto line = "  line " + std::to_string(row.line) + ": " + row.rule;
  if (!row.conversion_id.empty()) line += " with " + row.conversion_id;
  merges_.push_back(printable(line));
}

std::string import_preview::text(std::string_view kind) const {
  std::string out;
  if (!troubles_.empty()) out += "Rows that would be rejected: " + counted(rejected_) + "\n";
  auto troubles = troubles_;
  for (auto& t : troubles) std::sort(t.lines.begin(), t.lines.end());  // those that were never sent came first
  std::stable_sort(troubles.begin(), troubles.end(), [](auto& x, auto& y) { return x.lines[0] < y.lines[0]; });
  for (const auto& t : troubles) {
    std::string lines;
    for (const auto line : t.lines) lines += (lines.empty() ? "" : ", ") + std::to_string(line);
    out += printable((t.rows == 1 ? "  line " : "  lines ") + lines +
                     (t.rows > t.lines.size() ? " and " + counted(t.rows - t.lines.size()) + " more" : "") +
                     (t.column.empty() ? "" : ", column " + t.column) + (t.rows == 1 ? ": " : ": for instance ") +
                     t.reason) +
           "\n";
  }
  if (untold_ > 0) out += "  and " + counted(untold_) + " for other reasons\n";
  if (!updates_.empty())
    out += heading("Rows that would replace " + replaced_by(kind, true), updated_, updates_.size());
  for (const auto& line : updates_) out += line + "\n";
  std::size_t count = 0;
  std::string rules;
  for (const auto& [rule, rows] : by_rule_) {
    count += rows;
    rules += (rules.empty() ? "  by rule: " : ", ") + rule + " " + counted(rows) + words_of_rule(rule);
  }
  if (count == 0) return out;
  out += heading("Rows that would be nothing of their own, being known conversions or events", count, merges_.size());
  for (const auto& line : merges_) out += line + "\n";
  return out + rules + "\n";
}

}  // namespace hub::app
