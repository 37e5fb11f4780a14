#include "sources/pull/fetch.hpp"

namespace hub::sources {
namespace {

bool stands_for_itself(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
         c == '.' || c == '~';
}

}  // namespace

fetch_secret fetch_secret::bearer(std::string_view token) {
  if (token.empty()) return {};
  return {place::header, "Authorization", "Bearer " + std::string(token)};
}

std::string_view fetch_answer::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

std::string query_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (stands_for_itself(c))
      out.push_back(c);
    else
      out.append({'%', digits[byte >> 4], digits[byte & 15]});
  }
  return out;
}

std::string address(std::string_view base, std::string_view path, const query_parameters& query) {
  while (base.ends_with('/')) base.remove_suffix(1);
  std::string out = std::string(base).append(path);
  char mark = path.find('?') == path.npos ? '?' : '&';
  for (const auto& [name, value] : query) {
    out.append(1, mark).append(query_encoded(name)).append("=").append(query_encoded(value));
    mark = '&';
  }
  return out;
}

}  // namespace hub::sources
