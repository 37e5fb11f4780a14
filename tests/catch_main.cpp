// Catch2's own main, compiled once for every test program. Tests run in the repository's root, wherever the program
// was started from, so that they name their data by paths that are the same in every checkout.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#include <filesystem>

extern const char* const repository_root;

int main(int argc, char* argv[]) {
  std::filesystem::current_path(repository_root);
  return Catch::Session().run(argc, argv);
}
