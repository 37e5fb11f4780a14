// Keys that let programs and people in, and what each may do. The secret itself is known to its owner alone: here it is
// a digest and its last letters, by which people tell keys apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "domain/time.hpp"

namespace hub {

/// What a key may be for.
enum class scope : std::uint8_t {
  pixel,   ///< send what browsers send
  ingest,  ///< send facts; includes pixel
  read,    ///< see everything, change nothing
  admin,   ///< everything
};

std::string_view to_string(scope which);

/// Some scopes.
class scope_set {
 public:
  void add(scope which) { bits_ = static_cast<std::uint8_t>(bits_ | 1U << static_cast<unsigned>(which)); }
  /// Whether *which* was given itself.
  bool has(scope which) const { return (bits_ >> static_cast<unsigned>(which) & 1U) != 0; }
  /// Whether what *which* stands for is allowed: admin allows everything, ingest allows pixel.
  bool allows(scope which) const {
    return has(which) || has(scope::admin) || (which == scope::pixel && has(scope::ingest));
  }
  bool empty() const { return bits_ == 0; }

  friend bool operator==(scope_set, scope_set) = default;

 private:
  std::uint8_t bits_ = 0;
};

/// `ingest,read` in any order, with spaces or without. Errors: `scope-unknown`, `scope-missing` when there is none.
result<scope_set> parse_scopes(std::string_view text);

/// `ingest,read`, weakest first.
std::string to_string(scope_set scopes);

/// One key.
struct access_key {
  std::uint64_t id = 0;  ///< given by the store, from 1
  std::string name;
  scope_set scopes;
  std::string secret_sha256;  ///< 64 lower-case hex digits
  std::string ending;         ///< the last four characters of the secret
  instant created_at = 0;
  std::optional<instant> revoked_at = {};

  bool live() const { return !revoked_at; }
  friend bool operator==(const access_key&, const access_key&) = default;
};

/// `key_7`
std::string key_id(std::uint64_t id);

/// The number in `key_7`; nothing when it is no such id.
std::optional<std::uint64_t> parse_key_id(std::string_view text);

}  // namespace hub
