#include "sources/utm_fields.hpp"

namespace hub::sources {
namespace {

bool stands_for_itself(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

}  // namespace

void utm_fields::add(std::string_view name, std::string_view value) {
  static constexpr char hex[] = "0123456789ABCDEF";
  if (value.empty()) return;
  url_.append(url_.empty() ? "?" : "&").append(name).push_back('=');
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (stands_for_itself(c))
      url_.push_back(c);
    else
      url_.append({'%', hex[byte >> 4], hex[byte & 15]});
  }
}

}  // namespace hub::sources
