// Many short texts that live as long as their owner: eight bytes a reference, no allocation each.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace hub {

/// A reference into a text_arena; null is the empty text.
class text_ref {
 public:
  std::string_view view() const {
    if (at_ == nullptr) return {};
    const auto size = static_cast<unsigned char>(*at_);
    if (size != is_long) return {at_ + 1, size};
    std::uint32_t long_size = 0;
    std::memcpy(&long_size, at_ + 1, sizeof long_size);
    return {at_ + 1 + sizeof long_size, long_size};
  }

 private:
  friend class text_arena;
  static constexpr unsigned char is_long = 0xFF;  // instead of a size in one byte: four bytes of it follow
  const char* at_ = nullptr;
};

/// Append-only blocks; references stay valid when the arena moves.
class text_arena {
 public:
  text_ref add(std::string_view text) {
    text_ref ref;
    if (text.empty()) return ref;
    const auto size = static_cast<std::uint32_t>(text.size());
    const bool is_long = size >= text_ref::is_long;
    char* at = reserve(size + (is_long ? 1 + sizeof size : 1));
    ref.at_ = at;
    *at++ = static_cast<char>(is_long ? text_ref::is_long : size);
    if (is_long) {
      std::memcpy(at, &size, sizeof size);
      at += sizeof size;
    }
    std::memcpy(at, text.data(), size);
    return ref;
  }

  std::size_t bytes() const { return held_; }

 private:
  static constexpr std::size_t block_size = 1 << 18;

  char* reserve(std::size_t bytes) {
    if (used_ + bytes > capacity_) {
      capacity_ = std::max(block_size, bytes);
      blocks_.push_back(std::make_unique_for_overwrite<char[]>(capacity_));
      used_ = 0;
      held_ += capacity_;
    }
    char* at = blocks_.back().get() + used_;
    used_ += bytes;
    return at;
  }

  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t used_ = 0;
  std::size_t capacity_ = 0;
  std::size_t held_ = 0;
};

}  // namespace hub
