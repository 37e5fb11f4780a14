// Fills the tables of `convhub views` from what a hub answers: CSV exports piece by piece, lists page by page.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/client.hpp"
#include "app/view_tables.hpp"
#include "domain/money.hpp"

namespace hub::app {

class view_rows {
 public:
  /// @param on_row called after each row with how many there are
  view_rows(client& hub, storage::view_file& file, std::function<void(std::int64_t)> on_row)
      : hub_(hub), file_(file), on_row_(std::move(on_row)) {}

  /// `/v1/export/WHAT.csv` into table *number*. Errors: those of the hub and the file, and `answer-malformed` when the
  /// export lacks a column of the table.
  result<void> take_export(view_number number, std::string_view what, const parameters& query);
  /// Every merged pair of events.
  result<void> take_merges();
  /// Everything in quarantine, settled items too.
  result<void> take_quarantine();

  std::int64_t rows() const { return rows_; }

 private:
  /// @param text of a column, by its place in the table
  result<void> add(view_number number, const std::function<std::string_view(std::size_t)>& text);
  result<void> note_currency(const std::string& code);

  client& hub_;
  storage::view_file& file_;
  std::function<void(std::int64_t)> on_row_;
  std::int64_t rows_ = 0;
  std::map<std::string, currency, std::less<>> currencies_;  // met so far
  std::vector<storage::view_cell> cells_;
};

}  // namespace hub::app
