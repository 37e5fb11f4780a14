// Which identifiers and records are one person: a pure function of the records that share identifiers.
// docs/semantics.md, "Identity". It is the reference; the graph that keeps its answer up to date record by record is
// identity_graph, which asks this function where it cannot tell by itself.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <utility>
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
  std::size_t max_per_identifier = 10;  ///< a strong identifier seen with more of one strong kind than this is shared
  std::size_t max_per_device = 100;     ///< a device or click identifier seen with more than this likewise
};

/// A record as identity sees it. `identifiers` are those that link, in identifier_kind order.
struct identity_record {
  std::uint32_t record = 0;
  instant occurred_at = 0;
  std::string_view source;
  std::string_view external_id;
  std::span<const identifier_no> identifiers;
};

/// Two identifiers that somebody said are not one person.
using apart_pair = std::pair<identifier_no, identifier_no>;

/// What made a link: a strong one, a device or click id, or one of these that brought a person to a device seen before.
enum class link_rule : std::uint8_t { strong, device, stitched };

/// Why a link was refused: each side has an identifier of one strong kind; somebody said that the two sides are not one
/// person; one of the two identifiers is shared.
enum class link_refusal : std::uint8_t { none, conflict, apart, shared };

/// A link between two identifiers, and the record that made it or tried to.
struct identity_link {
  identifier_no a = 0;
  identifier_no b = 0;
  std::uint32_t record = 0;
  link_rule rule = link_rule::strong;
  link_refusal refused = link_refusal::none;
};

struct resolved_identifier {
  identifier_no id = 0;
  contact_no contact = no_contact;  ///< no_contact for a shared identifier
  identifier_no cluster = 0;        ///< one of those that strong links alone join it with
};

struct identity_resolution {
  std::vector<contact_no> of_record;               ///< parallel to the records given
  std::vector<resolved_identifier> of_identifier;  ///< by position
  std::vector<identifier_no> shared;
  std::vector<identity_link> links;    ///< those that joined two sides, in the order in which they were taken
  std::vector<identity_link> refused;  ///< each pair of identifiers once; not those of shared identifiers
};

/// Resolves records that hang together (or not). *kinds* tells the kind of every identifier of the graph.
identity_resolution resolve_identity(std::vector<identity_record> records, std::span<const identifier_kind> kinds,
                                     const identity_policy& policy, std::span<const apart_pair> apart = {});

}  // namespace hub
