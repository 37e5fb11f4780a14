// The steps over a block once more, in registers of four numbers; nothing where the compiler was not told that it may.
#ifdef __AVX2__
#include "domain/block_splits.cpp"
#endif
