// Writes CSV by RFC 4180, in UTF-8 with CRLF. Text that a spreadsheet would take for a formula gets an apostrophe in
// front, because what stands in these cells was typed by strangers.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace hub::net {

class csv_writer {
 public:
  /// A cell of free text; quoted where it must be, and guarded when it begins with = + - @, a tab or a line end.
  csv_writer& text(std::string_view content);
  /// A cell that the hub made itself: a number, an amount, an id, a word of its own.
  csv_writer& plain(std::string_view content);
  csv_writer& end_row();

  /// Gives away what was written since the last `take`.
  std::string take() { return std::exchange(out_, {}); }

 private:
  void append(std::string_view content);

  std::string out_;
  bool row_begun_ = false;
};

}  // namespace hub::net
