#include "app/table.hpp"

#include <algorithm>

namespace hub::app {
namespace {

struct range {
  char32_t first, last;
};

constexpr range zero_width[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F},  {0x0E31, 0x0E31},
    {0x0E34, 0x0E3A}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E},  {0x2060, 0x2064},
    {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF}};
constexpr range double_width[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},  {0x3400, 0x4DBF},
                                  {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},   {0xAC00, 0xD7A3},  {0xF900, 0xFAFF},
                                  {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},  {0x1F300, 0x1F64F},
                                  {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

template <std::size_t N>
bool within(const range (&ranges)[N], char32_t c) {
  return std::any_of(std::begin(ranges), std::end(ranges), [c](range r) { return r.first <= c && c <= r.last; });
}

/// The code point at *i*, which moves past it; a byte that begins no valid sequence stands for itself.
char32_t next_code_point(std::string_view s, std::size_t& i) {
  const auto lead = static_cast<unsigned char>(s[i++]);
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
  if (more == 0 || i + static_cast<std::size_t>(more) > s.size()) return lead;
  char32_t c = lead & (0x3FU >> more);
  for (int k = 0; k < more; ++k) {
    const auto byte = static_cast<unsigned char>(s[i + static_cast<std::size_t>(k)]);
    if ((byte & 0xC0U) != 0x80U) return lead;
    c = (c << 6U) | (byte & 0x3FU);
  }
  i += static_cast<std::size_t>(more);
  return c;
}

using cells = std::vector<std::string>;

std::vector<std::size_t> widths_of(const table& t) {
  std::vector<std::size_t> widths;
  for (const auto& c : t.columns) widths.push_back(display_width(printable(c.title)));
  const auto widen = [&](const cells& row) {
    for (std::size_t i = 0; i < std::min(row.size(), widths.size()); ++i)
      widths[i] = std::max(widths[i], display_width(printable(row[i])));
  };
  for (const auto& row : t.rows) widen(row);
  for (const auto& row : t.footer) widen(row);
  return widths;
}

std::string line_of(const cells& row, const table& t, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < t.columns.size(); ++i) {
    const std::string cell = i < row.size() ? printable(row[i]) : std::string();
    const std::string gap(widths[i] - display_width(cell), ' ');
    if (i > 0) line += "  ";
    line += t.columns[i].align == side::right ? gap + cell : cell + gap;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < utf8.size();) {
    const char32_t c = next_code_point(utf8, i);
    width += within(zero_width, c) ? 0U : within(double_width, c) ? 2U : 1U;
  }
  return width;
}

std::string render(const table& t, const look& l) {
  const auto widths = widths_of(t);
  std::size_t total = t.columns.empty() ? 0 : 2 * (t.columns.size() - 1);
  for (const auto w : widths) total += w;
  std::string bar;
  for (std::size_t i = 0; i < total; ++i) bar += "─";
  const std::string rule = l.terminal ? dim(bar, l) + "\n" : "";

  cells titles;
  for (const auto& c : t.columns) titles.push_back(c.title);
  std::string text = bold(line_of(titles, t, widths), l) + "\n" + rule;
  for (const auto& row : t.rows) text += line_of(row, t, widths) + "\n";
  if (!t.footer.empty()) text += rule;
  for (const auto& row : t.footer) text += line_of(row, t, widths) + "\n";
  return text;
}

}  // namespace hub::app
