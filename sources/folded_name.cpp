#include "sources/folded_name.hpp"

#include "domain/text.hpp"

namespace hub::sources {

std::string folded_name(std::string_view text) {
  std::string out;
  for (const char c : trim(text))
    if (c != ' ' && c != '_' && c != '-') out.push_back(c);
  return lower_ascii(out);
}

}  // namespace hub::sources
