#include "app/import_notes.hpp"

#include <algorithm>

#include "app/progress.hpp"

namespace hub::app {
namespace {

struct note_words {
  std::string_view note, one, many;
};

constexpr note_words known_notes[] = {
    {"waits-for-sale",
     "waits for its sale: no purchase with its order_id and no conversion with its external_id is known",
     "wait for their sale: no purchase with their order_id and no conversion with their external_id is known"},
    {"over-refund", "asks for more than is left of the sale and takes what is left",
     "ask for more than is left of the sale and take what is left"},
    {"repeated", "tells of a refund that another source told, of the same amount and day, and counts once",
     "tell of refunds that another source told, of the same amount and day, and count once"},
    {outdated_note,
     "says what a later version of it replaced, and changes nothing; with an updated_at that is later it holds again",
     "say what later versions of them replaced, and change nothing; with an updated_at that is later they hold again"},
};

std::string words_of(const std::string& note, bool one) {
  const auto known =
      std::find_if(std::begin(known_notes), std::end(known_notes), [&](auto& n) { return n.note == note; });
  if (known != std::end(known_notes)) return std::string(one ? known->one : known->many);
  return (one ? "does not count: " : "do not count: ") + note;
}

}  // namespace

void import_notes::look_at(const noted_row& row) {
  auto& all = by_note_[row.note];
  if (all.rows++ == 0) all.first_line = row.line;
}

std::string import_notes::text(bool dry_run) const {
  std::string text;
  for (const auto& [note, all] : by_note_) {
    const bool one = all.rows == 1;
    text += "convhub: " + with_thousands(all.rows) + (one ? "" : " of them") +
            (one ? ", on line " : ", the first on line ") + std::to_string(all.first_line) + ", " +
            words_of(note, one) +
            (dry_run || note == outdated_note ? "" : "; 'convhub adjustments --note " + note + "' lists such") + "\n";
  }
  return text;
}

}  // namespace hub::app
