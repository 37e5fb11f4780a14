#include "app/patient_client.hpp"

#include <algorithm>

namespace hub::app {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds patience = std::chrono::minutes(2);
constexpr milliseconds noticed = std::chrono::seconds(1);  // a shorter wait is nothing to speak of

/// The hub's Retry-After in seconds, else *otherwise*.
milliseconds wait_asked_for(const net::http_answer& answer, milliseconds otherwise) {
  for (const auto& [name, value] : answer.headers) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    const bool digits = !value.empty() && value.size() < 5 && value.find_first_not_of("0123456789") == value.npos;
    if (lower == "retry-after" && digits) return std::chrono::seconds(std::stoi(value));
  }
  return otherwise;
}

}  // namespace

void patient_client::tell_once(std::string why) {
  if (!tell_ || why == told_) return;
  told_ = std::move(why);
  tell_(told_ + "; trying again for up to two minutes");
}

result<net::http_answer> patient_client::exchange(net::http_request request) {
  milliseconds waited{0};
  for (milliseconds next{200};; next = std::min(next * 2, milliseconds(5'000))) {
    auto answer = hub_.exchange(request);
    const bool busy = answer && (answer->status == 429 || answer->status == 503);
    reached_ = reached_ || answer;
    // A hub that was never there is not waited for: its address is wrong, or nobody started it.
    if ((answer && !busy) || !reached_) {
      told_.clear();
      return answer;
    }
    const auto wait = busy ? wait_asked_for(*answer, next) : next;
    if (waited + wait > patience) return busy ? refusal_of(*answer) : answer;
    if (waited + wait >= noticed) tell_once(busy ? refusal_of(*answer).detail : answer.error().detail);
    pause_(wait);
    waited += wait;
  }
}

}  // namespace hub::app
