#include "app/terminal.hpp"

#include <unistd.h>

#include <cstdlib>

namespace hub::app {

look look_of(int fd) {
  const char* term = std::getenv("TERM");
  const char* no_colour = std::getenv("NO_COLOR");
  look l;
  l.terminal = ::isatty(fd) == 1;
  l.colour =
      l.terminal && (no_colour == nullptr || *no_colour == '\0') && term != nullptr && std::string_view(term) != "dumb";
  return l;
}

std::string bold(std::string_view text, const look& l) {
  return l.colour ? "\x1b[1m" + std::string(text) + "\x1b[0m" : std::string(text);
}

std::string dim(std::string_view text, const look& l) {
  return l.colour ? "\x1b[2m" + std::string(text) + "\x1b[0m" : std::string(text);
}

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (byte < 0x20 || byte == 0x7F || c1) {
      shown += "\xEF\xBF\xBD";
      if (c1) ++i;
    } else {
      shown += text[i];
    }
  }
  return shown;
}

exit_code complain(const error& e, console& c) {
  const bool unreachable = e.code == "server-unreachable";
  const bool placed = e.pointer.empty() || unreachable || e.detail.starts_with(e.pointer);
  const std::string place = placed ? "" : printable(e.pointer) + ": ";
  c.err << "convhub: " << place << e.detail << '\n';
  if (unreachable) c.err << "Start a hub with 'convhub serve', or open a data directory with --data.\n";
  if (e.code == "usage" || e.code == "refused-400") return exit_code::usage;
  if (unreachable) return exit_code::unreachable;
  if (e.code.starts_with("config-")) return exit_code::configuration;
  return exit_code::failed;
}

}  // namespace hub::app
