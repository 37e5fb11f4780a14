// Names as small numbers: every channel, campaign, source and type is stored once and referred to by its position.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace hub {

/// Position of a name in a dictionary; 0 is the empty name, "not set".
using name_id = std::uint32_t;

/// Append-only; positions never change.
class dictionary {
 public:
  dictionary() { intern(""); }

  name_id intern(std::string_view text) {
    if (const auto found = positions_.find(text); found != positions_.end()) return found->second;
    const auto id = static_cast<name_id>(texts_.size());
    positions_.emplace(texts_.emplace_back(text), id);
    return id;
  }
  std::optional<name_id> find(std::string_view text) const {
    const auto found = positions_.find(text);
    if (found == positions_.end()) return std::nullopt;
    return found->second;
  }
  const std::string& text(name_id id) const { return texts_[id]; }
  name_id size() const { return static_cast<name_id>(texts_.size()); }

 private:
  std::deque<std::string> texts_;  // a deque, so that the views in positions_ stay valid
  boost::unordered_flat_map<std::string_view, name_id> positions_;
};

}  // namespace hub
