// Tables of text: columns as wide as what they hold on a terminal or in a pipe. Knows nothing of reports.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/terminal.hpp"

namespace hub::app {

enum class side : std::uint8_t { left, right };

struct column {
  std::string title;
  side align = side::left;
};

/// Rows of cells below a header; `footer` holds the rows that stand for others (unattributed, total).
struct table {
  std::vector<column> columns;
  std::vector<std::vector<std::string>> rows;  ///< a missing cell is empty
  std::vector<std::vector<std::string>> footer;
};

/// Columns a terminal needs for *utf8*: combining marks 0, East Asian wide characters and emoji 2, a broken byte 1.
std::size_t display_width(std::string_view utf8);

/// The table as lines. On a terminal the header is bold and rules are dim; elsewhere it is aligned text without
/// rules. Control characters in cells are replaced; no line ends in spaces.
std::string render(const table& t, const look& l);

}  // namespace hub::app
