// Records that belong to one contact, linked among themselves: no allocation a contact, O(1) in and out.
#pragma once

#include <cstdint>
#include <iterator>
#include <limits>

namespace hub {

/// A record's place in the list it is in. A record type has a member `links` of this type.
struct member_links {
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t next = none;
  std::uint32_t previous = none;  ///< of the first one: the last one
};

/// The numbers of a list, in the order in which they came.
template <class Records>
class member_range {
 public:
  class iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = std::uint32_t;
    using difference_type = std::ptrdiff_t;
    using pointer = const std::uint32_t*;
    using reference = std::uint32_t;

    iterator() = default;
    iterator(const Records* records, std::uint32_t at) : records_(records), at_(at) {}
    std::uint32_t operator*() const { return at_; }
    iterator& operator++() {
      at_ = (*records_)[at_].links.next;
      return *this;
    }
    iterator operator++(int) {
      const auto before = *this;
      ++*this;
      return before;
    }
    bool operator==(const iterator& o) const { return at_ == o.at_; }

   private:
    const Records* records_ = nullptr;
    std::uint32_t at_ = member_links::none;
  };

  member_range(const Records& records, std::uint32_t first) : records_(&records), first_(first) {}
  iterator begin() const { return {records_, first_}; }
  iterator end() const { return {records_, member_links::none}; }

 private:
  const Records* records_;
  std::uint32_t first_;
};

struct member_list {
  std::uint32_t first = member_links::none;
  std::uint32_t count = 0;

  bool empty() const { return count == 0; }

  template <class Records>
  void append(Records& records, std::uint32_t no) {
    auto& own = records[no].links;
    own.next = member_links::none;
    if (count++ == 0) {
      first = own.previous = no;
      return;
    }
    auto& last = records[first].links.previous;
    records[last].links.next = no;
    own.previous = last;
    last = no;
  }

  /// @pre it is in the list
  template <class Records>
  void take_out(Records& records, std::uint32_t no) {
    const auto own = records[no].links;
    records[no].links = {};
    if (--count == 0) {
      first = member_links::none;
      return;
    }
    if (no == first)
      first = own.next;
    else
      records[own.previous].links.next = own.next;
    records[own.next == member_links::none ? first : own.next].links.previous = own.previous;
  }

  /// What is in it. @pre it does not change meanwhile
  template <class Records>
  member_range<Records> of(const Records& records) const {
    return {records, first};
  }
};

}  // namespace hub
