// Reads the members of a JSON body by name and type and keeps the complaints, as parameter_reader does for queries.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"

namespace hub::net {

/// Every getter gives nothing both for an absent member and for a refused one; `finish` tells them apart. Errors carry the
/// member's JSON pointer.
class body_reader {
 public:
  /// An empty body is an empty object.
  explicit body_reader(std::string_view body);

  std::optional<std::string> text(std::string_view name);
  std::optional<bool> flag(std::string_view name);
  /// A whole number within [*low*, *high*].
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t low, std::int64_t high);
  std::optional<std::vector<std::string>> texts(std::string_view name);

  /// Adds a complaint of the handler's own.
  void refuse(error complaint) { complaints_.push_back(std::move(complaint)); }
  /// All complaints, those about members nobody asked for included.
  std::vector<error> finish();

 private:
  const boost::json::value* find(std::string_view name);

  boost::json::object members_;
  std::vector<std::string> known_;
  std::vector<error> complaints_;
};

}  // namespace hub::net
