#include "net/request_id.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdint>
#include <random>

#include "net/ascii.hpp"

namespace hub::net {
namespace {

std::string hex(std::uint64_t number) {
  char digits[20];
  return {digits, std::to_chars(digits, digits + sizeof digits, number, 16).ptr};
}

bool is_sane(std::string_view id) {
  constexpr std::size_t longest = 64;
  const auto allowed = [](char c) { return is_alnum(c) || c == '-' || c == '_' || c == '.'; };
  return !id.empty() && id.size() <= longest && std::all_of(id.begin(), id.end(), allowed);
}

}  // namespace

std::string request_id(std::string_view offered) {
  static const std::string process = "rq_" + hex(std::random_device()()) + '_';
  static std::atomic<std::uint64_t> next{1};
  return is_sane(offered) ? std::string(offered) : process + hex(next.fetch_add(1));
}

}  // namespace hub::net
