// The one place of the tests that knows where the checkout lies; kept apart so that a compiler cache serves the rest
// to every checkout.
extern const char* const repository_root;
const char* const repository_root = REPOSITORY_ROOT;
