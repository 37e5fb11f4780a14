#include <unistd.h>

#include <iostream>

#include "app/command_line.hpp"
#include "app/hub.hpp"

int main(int argc, char** argv) {
  using namespace hub::app;
  std::ios::sync_with_stdio(false);
  console terminal{std::cout, std::cerr, look_of(STDOUT_FILENO), look_of(STDERR_FILENO)};
  return static_cast<int>(run({argv + 1, argv + argc}, terminal, real_outside(open_hub)));
}
