// A vector that grows by whole chunks: what is in it stays where it is, so that growing copies nothing.
#pragma once

#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include "domain/large_memory.hpp"

namespace hub {

/// For many records of one type that are appended and never taken out.
template <class T>
class chunked_vector {
 public:
  using value_type = T;

  chunked_vector() = default;
  chunked_vector(chunked_vector&&) = default;
  chunked_vector& operator=(chunked_vector&&) = default;

  T& operator[](std::size_t i) { return chunks_[i >> bits][i & mask]; }
  const T& operator[](std::size_t i) const { return chunks_[i >> bits][i & mask]; }
  T& back() { return (*this)[size() - 1]; }
  std::size_t size() const { return chunks_.empty() ? 0 : ((chunks_.size() - 1) << bits) + chunks_.back().size(); }
  bool empty() const { return chunks_.empty(); }
  std::size_t bytes() const { return chunks_.size() * (mask + 1) * sizeof(T); }

  template <class... Args>
  T& emplace_back(Args&&... args) {
    if (chunks_.empty() || chunks_.back().size() == mask + 1) chunks_.emplace_back().reserve(mask + 1);
    return chunks_.back().emplace_back(std::forward<Args>(args)...);
  }
  void push_back(T value) { emplace_back(std::move(value)); }
  /// @pre it does not shrink
  void resize(std::size_t n) {
    for (auto left = n - size(); left > 0; --left) emplace_back();
  }

  class const_iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    const_iterator() = default;
    const_iterator(const chunked_vector* of, std::size_t at) : of_(of), at_(at) {}
    const T& operator*() const { return (*of_)[at_]; }
    const T* operator->() const { return &(*of_)[at_]; }
    const_iterator& operator++() {
      ++at_;
      return *this;
    }
    const_iterator operator++(int) {
      const auto before = *this;
      ++at_;
      return before;
    }
    bool operator==(const const_iterator& o) const { return at_ == o.at_; }

   private:
    const chunked_vector* of_ = nullptr;
    std::size_t at_ = 0;
  };
  const_iterator begin() const { return {this, 0}; }
  const_iterator end() const { return {this, size()}; }

 private:
  static constexpr unsigned bits = 16;
  static constexpr std::size_t mask = (std::size_t{1} << bits) - 1;

  std::vector<large_vector<T>> chunks_;
};

}  // namespace hub
