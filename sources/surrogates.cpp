#include "sources/surrogates.hpp"

#include <charconv>

namespace hub::sources {
namespace {

constexpr std::size_t escape_size = 6;  // \uXXXX

/// The code unit of the escape at *at*, or -1 when there is none.
int code_unit(std::string_view json, std::size_t at) {
  if (at + escape_size > json.size() || json[at] != '\\' || json[at + 1] != 'u') return -1;
  int unit = -1;
  const auto* first = json.data() + at + 2;
  const auto read = std::from_chars(first, first + 4, unit, 16);
  return read.ec == std::errc() && read.ptr == first + 4 ? unit : -1;
}

bool leads(int unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool trails(int unit) { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

std::optional<std::string> without_lone_surrogates(std::string_view json) {
  std::optional<std::string> mended;
  for (auto at = json.find('\\'); at != std::string_view::npos && at + 1 < json.size(); at = json.find('\\', at)) {
    const auto unit = code_unit(json, at);
    if (leads(unit) && trails(code_unit(json, at + escape_size))) {
      at += 2 * escape_size;
    } else if (leads(unit) || trails(unit)) {
      if (!mended) mended.emplace(json);
      mended->replace(at, escape_size, "\\ufffd");
      at += escape_size;
    } else {
      at += 2;  // another escape, whose second character may be a backslash
    }
  }
  return mended;
}

}  // namespace hub::sources
