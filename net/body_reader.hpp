// Reads the members of a JSON body by name and type and keeps the complaints, as parameter_reader does for queries.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "sources/json_document.hpp"

namespace hub::net {

/// Every getter gives nothing both for an absent member and for a refused one; `finish` tells them apart. Errors carry the
/// member's JSON pointer. Of a body that cannot be read nothing but that is complained of.
class body_reader {
 public:
  /// An empty body is an empty object. @param body must outlive the reader
  explicit body_reader(std::string_view body);

  std::optional<std::string> text(std::string_view name);
  /// The member `note`, with which people say why they decide; empty without one.
  std::string note();
  std::optional<bool> flag(std::string_view name);
  /// A whole number within [*low*, *high*].
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t low, std::int64_t high);
  std::optional<std::vector<std::string>> texts(std::string_view name);

  /// Adds a complaint of the handler's own.
  void refuse(error complaint);
  /// All complaints, those about members nobody asked for included.
  std::vector<error> finish();

 private:
  sources::json_value find(std::string_view name);
  void refuse_body(error complaint);

  sources::json_document document_;
  sources::json_value members_;
  bool unreadable_ = false;
  std::vector<std::string_view> known_;
  std::vector<error> complaints_;
};

}  // namespace hub::net
