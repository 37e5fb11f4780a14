#include "app/import_types.hpp"

#include "app/progress.hpp"
#include "app/terminal.hpp"
#include "domain/nearest.hpp"
#include "domain/text.hpp"

namespace hub::app {
namespace {

/// `, purchase?` for what is nearly the name of a type that orders and leads often have.
std::string meant_by(const std::string& word) {
  static constexpr std::string_view usual[] = {"purchase",           "lead",    "generate_lead", "qualify_lead",
                                               "close_convert_lead", "sign_up", "subscribe",     "order_completed"};
  const auto meant = nearest(lower_ascii(word), usual);
  return meant.empty() ? "" : ", '" + std::string(meant) + "'?";
}

}  // namespace

void import_types::look_at(const import_row& row) {
  if (!row.step_type.empty()) {
    ++steps_;
    if (step_words_.size() < most_told) step_words_.insert(row.step_type);
  }
  if (row.strange_type.empty()) return;
  if (const auto known = rows_.find(row.strange_type); known != rows_.end())
    ++known->second;
  else if (rows_.size() < most_told)
    rows_.emplace(row.strange_type, 1);
  else
    ++others_;
}

std::string import_types::text() const {
  std::string words;
  for (const auto& [word, rows] : rows_)
    words += (words.empty() ? "" : ", ") + printable(word) + " (" + with_thousands(rows) +
             (rows == 1 ? " row" : " rows") + meant_by(word) + ")";
  std::string steps;
  for (const auto& word : step_words_) steps += (steps.empty() ? "" : ", ") + printable(word);
  if (steps_ > 0)
    steps = "convhub: " + with_thousands(steps_) +
            (steps_ == 1 ? " row is of a type that only leads somewhere ("
                         : " rows are of types that only lead somewhere (") +
            steps +
            (steps_ == 1 ? "): it is kept and is no conversion\n" : "): they are kept and are no conversions\n");
  if (words.empty()) return steps;
  if (others_ > 0) words += " and more in " + with_thousands(others_) + " rows";
  return steps + "convhub: types that no platform uses: " + words +
         ". They count as conversions of types of their own; where they mean orders write purchase, and bring in "
         "what is given back with --kind adjustments\n";
}

}  // namespace hub::app
