#include "net/wrong_keys.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace hub::net {
namespace {

std::string sender_of(std::string_view address) {
  std::string text(address);
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, text.substr(0, text.find('%')).c_str(), bytes.data()) != 1) return text;
  constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::equal(mapped.begin(), mapped.end(), bytes.begin())) return text;
  return {bytes.begin(), bytes.begin() + 8};
}

}  // namespace

void wrong_keys::make_room(time now) {
  std::erase_if(counts_, [now](const auto& each) { return now - each.second.since >= window; });
  if (counts_.size() < most_addresses) return;
  counts_.erase(std::min_element(counts_.begin(), counts_.end(),
                                 [](const auto& a, const auto& b) { return a.second.since < b.second.since; }));
}

int wrong_keys::note(std::string_view address, time now) {
  auto sender = sender_of(address);
  const std::lock_guard lock(mutex_);
  if (counts_.size() >= most_addresses && !counts_.contains(sender)) make_room(now);
  auto& of = counts_.try_emplace(std::move(sender), count{now, 0}).first->second;
  if (now - of.since >= window) of = {now, 0};
  if (of.wrong < allowed_) {
    ++of.wrong;
    return 0;
  }
  const auto rest = std::chrono::ceil<std::chrono::seconds>(of.since + window - now);
  return static_cast<int>(std::max<std::chrono::seconds::rep>(rest.count(), 1));
}

std::size_t wrong_keys::addresses() const {
  const std::lock_guard lock(mutex_);
  return counts_.size();
}

}  // namespace hub::net
