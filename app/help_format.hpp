// How the help of a command is laid out: what a flag's value is called beside it, and what goes with what in words.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace hub::app {

class help_format : public CLI::Formatter {
 public:
  std::string make_option_opts(const CLI::Option* option) const override;
  std::string make_option_desc(const CLI::Option* option) const override;
  std::string make_option_usage(const CLI::Option* option) const override;
};

}  // namespace hub::app
