// Which steps over a block this processor takes.
#include "domain/block_splits.hpp"

namespace hub {

#ifdef HUB_HAS_AVX2
const block_steps& avx2_block_steps();

const block_steps* wide_block_steps() {
  static const bool here = __builtin_cpu_supports("avx2") != 0;
  return here ? &avx2_block_steps() : nullptr;
}
#else
const block_steps* wide_block_steps() { return nullptr; }
#endif

const block_steps& fastest_block_steps() {
  const auto* wide = wide_block_steps();
  return wide != nullptr ? *wide : plain_block_steps();
}

}  // namespace hub
