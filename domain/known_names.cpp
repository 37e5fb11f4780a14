#include "domain/known_names.hpp"

#include "domain/nearest.hpp"

namespace hub {
namespace {

constexpr std::size_t most_compared = 10'000;  // names looked at for a guess

constexpr std::uint8_t bit_of(dimension d) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(d)); }

}  // namespace

std::string sentence_of(const unknown_name& unknown) {
  const bool in_rule = unknown.parameter == "lookback" || unknown.parameter == "campaign_priority";
  std::string text = in_rule ? unknown.parameter + " has a rule for '" + unknown.name + "', which no fact names"
                             : "no fact names the " + unknown.parameter + " '" + unknown.name + "'";
  if (!unknown.meant.empty()) text += "; did you mean '" + unknown.meant + "'?";
  return text;
}

void known_names::note(name_id name, dimension d) {
  if (name >= uses_.size()) uses_.resize(name + name / 2 + 64);
  uses_[name] |= bit_of(d);
}

void known_names::note(const journey_update& update) {
  for (const auto& t : update.touches) {
    note(t.campaign, dimension::campaign);
    note(t.adset, dimension::adset);
    note(t.ad, dimension::ad);
    note(t.channel, dimension::channel);
    note(t.source_medium, dimension::source_medium);
  }
  for (const auto& c : update.conversions) {
    for (const auto type : c.types) note(type, dimension::conversion_type);
    for (const auto source : c.sources) note(source, dimension::source);
    note(c.country, dimension::country);
  }
}

void known_names::note_spend(const spend_place& place) {
  of_spend_[0].insert(place.campaign);
  if (!place.adset.empty()) of_spend_[1].insert(place.adset);
  if (!place.ad.empty()) of_spend_[2].insert(place.ad);
}

bool known_names::knows(dimension d, std::string_view name, const dictionary& names) const {
  if (const auto level = static_cast<std::size_t>(d); level < of_spend_.size() && of_spend_[level].contains(name))
    return true;
  const auto id = names.find(name);
  return id && *id < uses_.size() && (uses_[*id] & bit_of(d)) != 0;
}

std::string known_names::nearest_to(dimension d, std::string_view name, const dictionary& names) const {
  std::vector<std::string_view> candidates;
  if (const auto level = static_cast<std::size_t>(d); level < of_spend_.size())
    candidates.assign(of_spend_[level].begin(), of_spend_[level].end());
  for (name_id id = 1; id < uses_.size() && candidates.size() < most_compared; ++id)
    if ((uses_[id] & bit_of(d)) != 0 && id < names.size()) candidates.push_back(names.text(id));
  return std::string(nearest(name, candidates));
}

}  // namespace hub
