// Memory for tables that grow large and are read at random: where the system offers huge pages they take them, which
// saves most of the page faults of growing and most of the address translations of reading.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

namespace hub {

/// Allocates like std::allocator, but what is large comes in whole huge pages.
template <class T>
struct large_allocator {
  using value_type = T;

  large_allocator() = default;
  template <class U>
  large_allocator(const large_allocator<U>&) {}

  T* allocate(std::size_t n) {
    const auto bytes = n * sizeof(T);
    if (bytes < huge_page) return static_cast<T*>(::operator new(bytes, line));
    void* memory = std::aligned_alloc(huge_page, (bytes + huge_page - 1) / huge_page * huge_page);
    if (memory == nullptr) throw std::bad_alloc();
    (void)::madvise(memory, bytes, MADV_HUGEPAGE);  // no harm where there are none
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t n) {
    if (n * sizeof(T) < huge_page)
      ::operator delete(memory, line);
    else
      std::free(memory);
  }
  template <class U>
  bool operator==(const large_allocator<U>&) const {
    return true;
  }

 private:
  static constexpr std::size_t huge_page = std::size_t{2} << 20;
  static constexpr std::align_val_t line{64};  // of cache, and what the widest registers ask for
};

template <class T>
using large_vector = std::vector<T, large_allocator<T>>;

}  // namespace hub
