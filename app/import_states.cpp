#include "app/import_states.hpp"

#include <algorithm>

#include "app/progress.hpp"
#include "app/terminal.hpp"
#include "domain/text.hpp"
#include "sources/folded_name.hpp"

namespace hub::app {
namespace {

bool is_one_of(std::initializer_list<std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

bool tells_payment(std::string_view header) {
  return is_one_of({"status", "financialstatus", "paymentstatus", "orderstatus", "captured"},
                   sources::folded_name(header));
}

std::string unpaid_state(std::string_view header, std::string_view cell) {
  auto word = sources::folded_name(cell);
  if (word.starts_with("wc")) word.erase(0, 2);  // WooCommerce's own names: wc-cancelled
  const bool unpaid = sources::folded_name(header) == "captured"
                          ? is_one_of({"false", "no"}, word)
                          : is_one_of({"voided", "failed", "refunded", "cancelled", "canceled", "pending",
                                       "pendingpayment", "unpaid", "expired"},
                                      word);
  return unpaid ? lower_ascii(trim(cell)) : std::string();
}

void import_states::look_at(const import_row& row) {
  if (row.unpaid_state.empty()) return;
  auto& all = columns_[row.unpaid_column][row.unpaid_state];
  if (all.rows++ == 0) all.first_line = row.line;
}

std::string import_states::text() const {
  std::string text;
  for (const auto& [column, states] : columns_) {
    std::string said;
    for (const auto& [state, all] : states)
      said += (said.empty() ? "" : ", ") + printable(state) + " in " + with_thousands(all.rows) +
              (all.rows == 1 ? " row, on line " : " rows, the first on line ") + std::to_string(all.first_line);
    text += "convhub: column '" + printable(column) + "' says " + said +
            "; such rows count as purchases like all others: take them out of the file if they were never paid" +
            (states.contains("refunded") ? ", and bring in what was given back with --kind adjustments\n" : "\n");
  }
  return text;
}

}  // namespace hub::app
