// convhub: server and client in one program.
#include <unistd.h>

#include <csignal>
#include <iostream>

#include "app/command_line.hpp"
#include "app/hub.hpp"

int main(int argc, char* argv[]) {
  using namespace hub::app;
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error of the write, not the end of the hub
  console c{std::cout, std::cerr, look_of(STDOUT_FILENO), look_of(STDERR_FILENO)};
  auto code = run({argv + 1, argv + argc}, c, real_outside(open_hub));
  if (!std::cout.flush() && (code == exit_code::ok || code == exit_code::some_rejected)) {
    std::cerr << "convhub: the output could not be written whole; is there space left?\n";
    code = exit_code::failed;
  }
  return static_cast<int>(code);
}
