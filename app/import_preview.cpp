#include "app/import_preview.hpp"

#include <algorithm>

#include "app/progress.hpp"
#include "app/terminal.hpp"

namespace hub::app {
namespace {

std::string heading(const std::string& what, std::size_t count, std::size_t shown) {
  return what +
         (count > shown
              ? " (the first " + std::to_string(shown) + " of " + with_thousands(static_cast<std::int64_t>(count)) + ")"
              : std::string()) +
         ":\n";
}

}  // namespace

void import_preview::rejected(const rejected_row& row, const std::string& column) {
  if (++rejected_ > most_shown) return;
  auto line = "  line " + std::to_string(row.row.line);
  if (!column.empty()) line += ", column " + column;
  troubles_.emplace_back(row.row.line, printable(line + ": " + row.reason));
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

std::string import_preview::text() const {
  std::string out;
  if (!troubles_.empty()) out += heading("Rows that would be rejected", rejected_, troubles_.size());
  auto troubles = troubles_;  // those that were never sent came first
  std::stable_sort(troubles.begin(), troubles.end(), [](auto& a, auto& b) { return a.first < b.first; });
  for (const auto& [line, text] : troubles) out += text + "\n";
  if (!updates_.empty())
    out +=
        heading("Rows that would replace what is known of the same event or day of spend", updated_, updates_.size());
  for (const auto& line : updates_) out += line + "\n";
  std::size_t count = 0;
  std::string rules;
  for (const auto& [rule, rows] : by_rule_) {
    count += rows;
    rules += (rules.empty() ? "  by rule: " : ", ") + rule + " " + with_thousands(static_cast<std::int64_t>(rows));
  }
  if (count == 0) return out;
  out += heading("Rows that would be no conversions of their own, being known conversions or events", count,
                 merges_.size());
  for (const auto& line : merges_) out += line + "\n";
  return out + rules + "\n";
}

}  // namespace hub::app
