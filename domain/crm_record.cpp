#include "domain/crm_record.hpp"

#include <algorithm>

#include "domain/crm_words.hpp"

namespace hub {
namespace {

/// Properties whose past decides what happened when.
constexpr std::string_view with_past[] = {crm::archived, crm::merged_into, crm::closed_won,       crm::stage,
                                          crm::amount,   crm::currency,    crm::default_currency, crm::closed_at,
                                          crm::won_at};

bool has_past(std::string_view name) {
  return std::find(std::begin(with_past), std::end(with_past), name) != std::end(with_past);
}

}  // namespace

void crm_record::tell(const crm_change& change) {
  account_ = std::max(account_, change.account);
  changed_at_ = std::max(changed_at_, change.occurred_at);
  for (const auto& property : change.properties) {
    auto& told = told_[property.name];
    crm_statement said{change.occurred_at, property.value};
    const auto place = std::lower_bound(told.begin(), told.end(), said);
    if (place != told.end() && *place == said) continue;
    if (has_past(property.name))
      told.insert(place, std::move(said));
    else if (place == told.end())
      told.assign(1, std::move(said));
  }
}

const crm_statement* crm_record::latest(std::string_view name) const {
  const auto found = told_.find(name);
  return found == told_.end() ? nullptr : &found->second.back();
}

std::string_view crm_record::value(std::string_view name) const {
  const auto* said = latest(name);
  return said == nullptr ? std::string_view() : std::string_view(said->value);
}

std::span<const crm_statement> crm_record::all(std::string_view name) const {
  const auto found = told_.find(name);
  return found == told_.end() ? std::span<const crm_statement>() : std::span<const crm_statement>(found->second);
}

std::map<std::string, std::string> crm_record::named(std::string_view prefix) const {
  std::map<std::string, std::string> values;
  for (auto at = told_.lower_bound(prefix); at != told_.end() && at->first.starts_with(prefix); ++at)
    values.emplace(at->first.substr(prefix.size()), at->second.back().value);
  return values;
}

std::vector<std::string> crm_record::marked(std::string_view prefix) const {
  std::vector<std::string> names;
  for (auto& [name, value] : named(prefix))
    if (value == "true") names.push_back(name);
  std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  return names;
}

}  // namespace hub
