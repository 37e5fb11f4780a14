#include "domain/bot_agents.hpp"

#include <algorithm>

#include "domain/text.hpp"

namespace hub {
namespace {

constexpr std::string_view known[] = {
#define HUB_BOT_AGENT(word) word,
#include "domain/bot_agents.def"
#undef HUB_BOT_AGENT
};

bool is_word_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// The runs of letters and digits of text in lower case.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = at;
    while (at < text.size() && is_word_character(text[at])) ++at;
    if (at > begin) words.push_back(text.substr(begin, at - begin));
    ++at;
  }
  return words;
}

}  // namespace

bot_agents::bot_agents(std::span<const std::string> more) {
  for (const auto word : known) add(word);
  for (const auto& word : more) add(word);
}

void bot_agents::add(std::string_view word) {
  const auto lower = lower_ascii(word);
  const auto words = words_of(lower);
  if (words.empty()) return;
  by_first_[std::string(words.front())].push_back({lower, {words.begin() + 1, words.end()}});
}

std::string_view bot_agents::word_in(std::string_view user_agent) const {
  const auto lower = lower_ascii(user_agent);
  const auto words = words_of(lower);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto found = by_first_.find(std::string(words[i]));
    if (found == by_first_.end()) continue;
    for (const auto& e : found->second) {
      if (e.rest.size() >= words.size() - i) continue;
      if (std::equal(e.rest.begin(), e.rest.end(), words.begin() + static_cast<std::ptrdiff_t>(i) + 1)) return e.given;
    }
  }
  return {};
}

}  // namespace hub
