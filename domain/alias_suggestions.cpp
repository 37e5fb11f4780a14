#include "domain/alias_suggestions.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "domain/nearest.hpp"
#include "domain/text.hpp"

namespace hub {
namespace {

constexpr std::size_t most_per_campaign = 3;
constexpr std::size_t shortest_id = 5;    // shorter ones stand in names by chance
constexpr std::size_t longest_word = 64;  // longer ones are equal or not
constexpr int least_dice = 750;           // thousandths of words in common
constexpr int score_same_name = 1000, score_id = 950, score_words = 900, score_similar = 850;

using words = std::vector<std::string>;

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string joined_of(const words& list) {
  std::string all;
  for (const auto& word : list) all += word;
  return all;
}

/// One way to call a campaign, taken apart.
struct calling {
  std::string text;
  words in_order;
  words sorted;
  std::string together;
};

calling calling_of(const std::string& text) {
  calling c{text, words_of(text), {}, {}};
  c.sorted = c.in_order;
  std::sort(c.sorted.begin(), c.sorted.end());
  c.together = joined_of(c.in_order);
  return c;
}

struct prepared {
  named_campaign campaign;
  std::vector<calling> callings;  // the key first
};

std::vector<prepared> prepare(const std::vector<named_campaign>& list) {
  std::vector<prepared> out;
  for (const auto& c : list) {
    out.push_back({c, {calling_of(c.key)}});
    if (!c.name.empty() && c.name != c.key) out.back().callings.push_back(calling_of(c.name));
  }
  return out;
}

bool similar(const std::string& a, const std::string& b) {
  if (has_digit(a) || has_digit(b)) return false;  // 2025 is not 2026
  const auto shorter = std::min(a.size(), b.size()), longer = std::max(a.size(), b.size());
  if (shorter < 4 || longer > longest_word || longer - shorter > 2) return false;
  return edit_distance(a, b) <= (shorter < 8 ? 1U : 2U);
}

/// Thousandths of the words that the two have in common, one word of each standing for one of the other; 0 where both
/// have a number that the other has not.
int dice(const words& a, const words& b) {
  const auto all = a.size() + b.size();
  if (all == 0 || 2'000 * std::min(a.size(), b.size()) / all < static_cast<std::size_t>(least_dice)) return 0;
  words left, rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(left));
  std::set_difference(b.begin(), b.end(), a.begin(), a.end(), std::back_inserter(rest));
  if (std::any_of(left.begin(), left.end(), has_digit) && std::any_of(rest.begin(), rest.end(), has_digit)) return 0;
  auto common = a.size() - left.size();
  for (const auto& word : left) {
    const auto match = std::find_if(rest.begin(), rest.end(), [&](const auto& other) { return similar(word, other); });
    if (match == rest.end()) continue;
    ++common;
    rest.erase(match);
  }
  return static_cast<int>(2'000 * common / all);
}

/// True when *id* looks like an id and its words stand side by side in *name*.
bool stands_in(const calling& id, const calling& name) {
  if (id.together.size() < shortest_id || !has_digit(id.together) || id.together == name.together) return false;
  return std::search(name.in_order.begin(), name.in_order.end(), id.in_order.begin(), id.in_order.end()) !=
         name.in_order.end();
}

struct finding {
  int score = 0;
  likeness why = likeness::same_name;
  std::string detail;
};

std::string quoted(const calling& c) { return "'" + c.text + "'"; }

finding compare(const calling& a, const calling& b) {
  if (a.together.empty() || b.together.empty()) return {};
  if (a.together == b.together)
    return {score_same_name, likeness::same_name, quoted(a) + " and " + quoted(b) + " are one name, spelled apart"};
  if (a.sorted == b.sorted)
    return {score_words, likeness::same_words, quoted(a) + " and " + quoted(b) + " have the same words"};
  const auto common = dice(a.sorted, b.sorted);
  if (common < least_dice) return {};
  return {score_similar * common / 1000, likeness::similar_words,
          quoted(a) + " and " + quoted(b) + " have most words in common"};
}

finding compare(const prepared& from, const prepared& to) {
  finding best;
  const auto offer = [&](finding f) {
    if (f.score > best.score) best = std::move(f);
  };
  for (const auto& a : from.callings) {
    for (const auto& b : to.callings) {
      offer(compare(a, b));
      if (stands_in(to.callings[0], a))
        offer({score_id, likeness::id_in_name, "the id " + quoted(to.callings[0]) + " stands in " + quoted(a)});
      if (stands_in(from.callings[0], b))
        offer({score_id, likeness::id_in_name, "the id " + quoted(from.callings[0]) + " stands in " + quoted(b)});
    }
  }
  return best;
}

}  // namespace

std::string_view to_string(likeness why) {
  static constexpr std::string_view names[] = {"same_name", "id_in_name", "same_words", "similar_words"};
  return names[static_cast<std::size_t>(why)];
}

std::vector<std::string> words_of(std::string_view name) {
  words out;
  bool inside = false;
  for (const char c : lower_utf8(name)) {
    const bool part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80) != 0;
    if (part && !inside) out.emplace_back();
    if (part) out.back().push_back(c);
    inside = part;
  }
  return out;
}

std::vector<alias_suggestion> suggest_aliases(const std::vector<named_campaign>& from,
                                              const std::vector<named_campaign>& to) {
  const auto candidates = prepare(to);
  std::vector<alias_suggestion> out;
  for (const auto& each : prepare(from)) {
    std::vector<alias_suggestion> found;
    for (const auto& candidate : candidates)
      if (auto f = compare(each, candidate); f.score > 0 && each.campaign.key != candidate.campaign.key)
        found.push_back({each.campaign, candidate.campaign, f.score, f.why, std::move(f.detail)});
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
      return a.score != b.score ? a.score > b.score : a.to.key < b.to.key;
    });
    if (found.size() > most_per_campaign) found.resize(most_per_campaign);
    std::move(found.begin(), found.end(), std::back_inserter(out));
  }
  return out;
}

}  // namespace hub
