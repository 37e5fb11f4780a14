// Which identifiers and records are one person: a pure function of the records that share identifiers.
// docs/semantics.md, "Identity". The graph that finds those records incrementally is identity_graph.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "domain/facts.hpp"

namespace hub {

/// Position of an identifier in the graph.
using identifier_no = std::uint32_t;

/// One person: the position of one of their identifiers, or `anonymous_contact | record` for a record without any.
using contact_no = std::uint32_t;
inline constexpr contact_no anonymous_contact = 0x8000'0000U;
inline constexpr contact_no no_contact = std::numeric_limits<contact_no>::max();

inline constexpr std::size_t strong_kinds = 4;  ///< email, phone, external_id, crm_contact_id
constexpr bool is_strong(identifier_kind kind) { return static_cast<std::size_t>(kind) < strong_kinds; }
constexpr bool is_click(identifier_kind kind) { return kind >= identifier_kind::fbclid; }

struct identity_policy {
  std::size_t max_per_identifier = 10;  ///< a strong identifier seen with more of one kind than this is shared
};

/// A record as identity sees it. `identifiers` are those that link, in identifier_kind order.
struct identity_record {
  std::uint32_t record = 0;
  instant occurred_at = 0;
  std::string_view source;
  std::string_view external_id;
  std::span<const identifier_no> identifiers;
};

struct identity_resolution {
  std::vector<contact_no> of_record;                                ///< parallel to the records given
  std::vector<std::pair<identifier_no, contact_no>> of_identifier;  ///< no_contact for a shared identifier
  std::vector<identifier_no> shared;
};

/// Resolves one connected set of records. *kinds* tells the kind of every identifier of the graph.
identity_resolution resolve_identity(std::vector<identity_record> records, std::span<const identifier_kind> kinds,
                                     const identity_policy& policy);

}  // namespace hub
