// How a file writes its dates where it is not as ISO 8601 does: `31.12.2026 14:05`, `12/31/26 2:05 PM`. Which order is
// meant is said by whoever has the file; it is never guessed from the cells.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"

namespace hub::sources {

class date_format {
 public:
  /// Reads `dd.mm.yyyy`, `m/d/yy`, `mmm d, yyyy` or, as strftime does, `%d.%m.%Y %H:%M`: day, month and year once each, with
  /// what stands between them. A time of day behind it may be said, and is read either way. Error: `date-format-unknown`.
  static result<date_format> read(std::string_view text);

  /// *cell* as `2026-12-31`, or `2026-12-31T14:05:00` with the zone that stands behind it, if any. Nothing when it is not
  /// written so, or is no day that there is. Days and months may have one digit where something separates them.
  std::optional<std::string> iso_of(std::string_view cell) const;

  /// As it was given.
  const std::string& text() const { return text_; }

 private:
  enum class part : unsigned char { day, month, month_name, year, short_year, literal };
  struct piece {
    part what;
    char literal = 0;
  };
  explicit date_format(std::string_view text) : text_(text) {}
  bool add(std::string_view& rest);
  bool is_whole() const;

  std::string text_;
  std::vector<piece> pieces_;
};

/// Which formats of those in use would read *cell*; more than one where it does not say whether day or month comes first.
/// Empty for what ISO 8601 reads, and for what is no date.
std::vector<std::string_view> date_formats_of(std::string_view cell);

}  // namespace hub::sources
