// All contacts by number, found in two reads that can be had near before they are needed.
#pragma once

#include <cstdint>

#include "domain/chunked_vector.hpp"
#include "domain/number_table.hpp"
#include "domain/random_numbers.hpp"
#include "domain/truth_records.hpp"

namespace hub {

class contact_table {
 public:
  /// Null for a contact that is not in it.
  contact_entry* find(contact_no no) { return const_cast<contact_entry*>(std::as_const(*this).find(no)); }
  const contact_entry* find(contact_no no) const {
    const auto at = position(no);
    return at == number_table::absent || !entries_[at].listed ? nullptr : &entries_[at];
  }
  /// The contact, empty if it was not in it.
  contact_entry& at(contact_no no) {
    auto at = position(no);
    if (at == number_table::absent) {
      at = static_cast<std::uint32_t>(entries_.size());
      entries_.emplace_back().no = no;
      numbers_.insert(hash_of(no), at);
    }
    auto& entry = entries_[at];
    if (!entry.listed) ++size_;
    entry.listed = 1;
    return entry;
  }
  /// @pre it is in it. Its place waits for it, should it come back.
  void take_out(contact_entry& entry) {
    const auto no = entry.no;
    entry = {};
    entry.no = no;
    --size_;
  }

  /// Calls f(entry) for every contact.
  template <class F>
  void each(F&& f) {
    for (std::size_t i = 0; i < entries_.size(); ++i)
      if (entries_[i].listed) f(entries_[i]);
  }
  template <class F>
  void each(F&& f) const {
    for (const auto& entry : entries_)
      if (entry.listed) f(entry);
  }

  /// Has what find() and at() read first brought near; then what they read next.
  void fetch(contact_no no) const { numbers_.fetch(hash_of(no)); }
  void fetch_entry(contact_no no) const { numbers_.fetch_from(hash_of(no), entries_); }

  std::size_t size() const { return size_; }
  std::size_t bytes() const { return entries_.bytes() + numbers_.bytes(); }

 private:
  static std::uint64_t hash_of(contact_no no) { return random_numbers(no).next(); }
  std::uint32_t position(contact_no no) const {
    return numbers_.find(hash_of(no), [&](std::uint32_t at) { return entries_[at].no == no; });
  }

  chunked_vector<contact_entry> entries_;
  number_table numbers_;
  std::size_t size_ = 0;
};

}  // namespace hub
