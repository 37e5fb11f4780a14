// Names as small numbers: every channel, campaign, source and type is stored once and referred to by its position.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "domain/keys.hpp"
#include "domain/number_table.hpp"

namespace hub {

/// Position of a name in a dictionary; 0 is the empty name, "not set".
using name_id = std::uint32_t;

/// Append-only; positions never change.
class dictionary {
 public:
  dictionary() : texts_(1) {}

  name_id intern(std::string_view text) {
    if (text.empty()) return 0;
    const auto hash = text_hash(text);
    const auto known = position(text, hash);
    if (known != number_table::absent) return known;
    texts_.emplace_back(text);
    positions_.insert(hash, size() - 1);
    return size() - 1;
  }
  std::optional<name_id> find(std::string_view text) const {
    if (text.empty()) return 0;
    const auto known = position(text, text_hash(text));
    return known == number_table::absent ? std::nullopt : std::optional(known);
  }
  const std::string& text(name_id id) const { return texts_[id]; }
  name_id size() const { return static_cast<name_id>(texts_.size()); }

 private:
  std::uint32_t position(std::string_view text, std::uint64_t hash) const {
    return positions_.find(hash, [&](name_id id) { return texts_[id] == text; });
  }

  std::deque<std::string> texts_;  // a deque, so that what text() gave stays valid
  number_table positions_;
};

}  // namespace hub
