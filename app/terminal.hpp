// What may be assumed of an output: whether a person looks at it and whether it takes colour.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "app/exit_code.hpp"
#include "domain/error.hpp"

namespace hub::app {

/// How to dress text for one output.
struct look {
  bool terminal = false;  ///< a person looks: rules, progress bars
  bool colour = false;    ///< bold and dim are understood
};

/// The look of file descriptor *fd*: a terminal or not; no colour where NO_COLOR is set or TERM is `dumb`.
look look_of(int fd);

std::string bold(std::string_view text, const look& l);
std::string dim(std::string_view text, const look& l);

/// *text* with control characters replaced, so that data cannot steer the terminal.
std::string printable(std::string_view text);

/// The two outputs of the program and their looks; tests hand in string streams.
struct console {
  std::ostream& out;
  std::ostream& err;
  look out_look;
  look err_look;
};

/// Prints *e* as `convhub: …` to the error output and says which exit code it stands for.
exit_code complain(const error& e, console& c);

}  // namespace hub::app
