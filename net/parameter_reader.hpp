// Reads the parameters of a query by name and type and keeps the complaints, so that a handler asks for all it knows
// and then refuses once, with everything that is wrong: bad values, repeated and unknown names.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "net/query.hpp"

namespace hub::net {

/// Every getter gives nothing both for an absent parameter and for a refused one; `finish` tells them apart, so call
/// it before acting on the values. Errors carry the parameter's name as pointer.
class parameter_reader {
 public:
  explicit parameter_reader(std::vector<parameter> parameters);

  /// The decoded text; empty text counts as given.
  std::optional<std::string> text(std::string_view name);
  /// The text when it is one of *choices*; otherwise `parameter-choice` with the nearest of them.
  std::optional<std::string> choice(std::string_view name, std::initializer_list<std::string_view> choices);
  /// `true`, `false`, `1` or `0`.
  std::optional<bool> flag(std::string_view name);
  /// A decimal integer within [*low*, *high*].
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t low, std::int64_t high);
  /// A decimal number such as `0.4` within [*low*, *high*]; no `nan`, no `inf`, no hexadecimal.
  std::optional<double> decimal(std::string_view name, double low, double high);
  /// The parts between commas, blanks around them removed; an empty part is refused. Absent gives an empty list.
  std::vector<std::string> list(std::string_view name);

  /// Adds a complaint of the handler's own, e.g. that `from` lies after `to`.
  void refuse(error complaint) { complaints_.push_back(std::move(complaint)); }

  /// All complaints, those about names nobody asked for included. Empty means that every value may be used.
  std::vector<error> finish();

 private:
  struct entry {
    parameter content;
    bool asked = false;
  };
  const std::string* find(std::string_view name);
  void refuse_range(std::string_view name, const std::string& kind, const std::string& low, const std::string& high);

  std::vector<entry> entries_;
  std::vector<std::string> known_;  ///< every name asked for so far
  std::vector<error> complaints_;
};

}  // namespace hub::net
