#include "domain/crm_deal.hpp"

#include <algorithm>
#include <limits>

#include "domain/crm_words.hpp"

namespace hub {
namespace {

constexpr instant forever = std::numeric_limits<instant>::max();

/// CRMs move the close date of a deal that is lost, in the same save or a moment before.
constexpr instant same_save_us = minute_us;

/// What is known of a deal at one moment, statement by statement.
struct deal_state {
  const crm_statement* verdict = nullptr;
  const crm_statement* stage = nullptr;
  bool archived = false;
  bool merged = false;

  bool stands() const {
    if (archived || merged) return false;
    if (verdict != nullptr && (stage == nullptr || verdict->at >= stage->at)) return verdict->value == "true";
    return stage != nullptr && stage->value == "won";
  }
};

/// The value said last by *until*, else the earliest said after it, at one time the greatest; null when nothing was.
const crm_statement* value_at(const crm_record& deal, std::string_view name, instant until) {
  const auto told = deal.all(name);
  const crm_statement* found = nullptr;
  for (const auto& said : told)
    if (said.at <= until || found == nullptr || said.at == found->at) found = &said;
  return found;
}

/// The time that a date property named by *until*.
std::optional<instant> date_at(const crm_record& deal, std::string_view name, instant until) {
  std::optional<instant> date;
  for (const auto& said : deal.all(name)) {
    if (said.at > until) break;
    const auto read = parse_instant(said.value);
    date = read ? std::optional(*read) : std::nullopt;
  }
  return date;
}

std::optional<hub::currency> currency_at(const crm_record& deal, instant until) {
  for (const auto name : {crm::currency, crm::default_currency}) {
    const auto* said = value_at(deal, name, until);
    if (said == nullptr || said->value.empty()) continue;
    if (const auto read = parse_currency(said->value)) return *read;
  }
  return std::nullopt;
}

std::optional<money> money_at(const crm_record& deal, instant until) {
  const auto* said = value_at(deal, crm::amount, until);
  const auto unit = currency_at(deal, until);
  if (said == nullptr || said->value.empty() || !unit) return std::nullopt;
  const auto minor = parse_amount(said->value, *unit);
  return minor ? std::optional(money{*minor, *unit}) : std::nullopt;
}

/// The first moment at which it was said, rightly or not, that the deal was won.
std::optional<instant> first_called_won(const crm_record& deal) {
  std::optional<instant> first;
  for (const auto& [name, word] : {std::pair(crm::closed_won, "true"), std::pair(crm::stage, "won")})
    for (const auto& said : deal.all(name))
      if (said.value == word) first = std::min(first.value_or(said.at), said.at);
  return first;
}

/// The contacts that the deal has. Where all of them were told at once, those told only before are no longer among them.
std::vector<std::string> contacts_of(const crm_record& deal) {
  auto contacts = deal.marked(crm::contact);
  if (const auto* all = deal.latest(crm::contacts))
    std::erase_if(contacts,
                  [&](const std::string& id) { return deal.latest(crm::word(crm::contact, id))->at < all->at; });
  return contacts;
}

std::string metadata_of(const crm_record& deal, const std::vector<std::string>& contacts) {
  auto members = deal.named(crm::meta);
  if (contacts.size() > 1) {
    std::string list;
    for (const auto& id : contacts) list.append(list.empty() ? "[\"" : ",\"").append(id).append("\"");
    members["contacts"] = list + "]";
  }
  std::string out;
  for (const auto& [name, value] : members)
    if (!value.empty()) out.append(out.empty() ? "{\"" : ",\"").append(name).append("\":").append(value);
  return out.empty() ? out : out + "}";
}

}  // namespace

std::vector<deal_turn> deal_turns(const crm_record& deal) {
  struct step {
    const crm_statement* said;
    std::string_view name;
  };
  std::vector<step> steps;
  for (const auto name : {crm::archived, crm::closed_won, crm::merged_into, crm::stage})
    for (const auto& said : deal.all(name))
      if (said.value != "unknown") steps.push_back({&said, name});
  std::stable_sort(steps.begin(), steps.end(), [](const step& a, const step& b) { return *a.said < *b.said; });
  deal_state state;
  std::vector<deal_turn> turns;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& [said, name] = steps[i];
    if (name == crm::closed_won) state.verdict = said;
    if (name == crm::stage) state.stage = said;
    if (name == crm::archived) state.archived = said->value == "true";
    if (name == crm::merged_into) state.merged = true;
    const bool moment_over = i + 1 == steps.size() || steps[i + 1].said->at != said->at;
    if (moment_over && state.stands() != (turns.size() % 2 == 1)) turns.push_back({said->at, state.stands()});
  }
  return turns;
}

std::vector<std::optional<money>> deal_values(const crm_record& deal, const std::vector<deal_turn>& turns) {
  std::vector<std::optional<money>> values;
  for (std::size_t i = 0; i < turns.size(); i += 2)
    values.push_back(money_at(deal, i + 1 < turns.size() ? turns[i + 1].at - 1 : forever));
  for (std::size_t i = 1; i < values.size(); ++i)
    if (!values[i]) values[i] = values[i - 1];
  for (std::size_t i = values.size(); i-- > 1;)
    if (!values[i - 1]) values[i - 1] = values[i];
  const bool corrected = std::any_of(values.begin(), values.end(),
                                     [&](const auto& v) { return v && v->currency != values.back()->currency; });
  if (corrected) std::fill(values.begin(), values.end(), values.back());
  return values;
}

std::optional<conversion_event> deal_conversion(const crm_record& deal, const std::vector<deal_turn>& turns) {
  const auto called_won = first_called_won(deal);
  if (!called_won) return std::nullopt;
  conversion_event e;
  e.source = deal.source();
  e.external_id = deal.id();
  e.type = "close_convert_lead";
  e.original_type = "closedwon";
  e.outcome = !turns.empty();
  const auto dated_by = turns.size() < 2 ? forever : turns[1].at - same_save_us;
  auto closed = date_at(deal, crm::closed_at, dated_by);
  if (!closed) closed = date_at(deal, crm::won_at, dated_by);
  e.occurred_at = closed.value_or(turns.empty() ? *called_won : turns.front().at);
  e.updated_at = deal.changed_at();
  const auto values = deal_values(deal, turns);
  if (!values.empty()) e.value = values.front();
  e.order_key = deal.value(crm::order_id);
  // One contact, because identifiers of one event name one person; a deal of several companies' people would join them.
  const auto contacts = contacts_of(deal);
  if (!contacts.empty()) e.identifiers.push_back({identifier_kind::crm_contact_id, contacts.front(), true});
  e.metadata = metadata_of(deal, contacts);
  return e;
}

std::vector<std::string> deal_gaps(const crm_record& deal, const std::vector<deal_turn>& turns) {
  if (deal.value(crm::archived) == "true" || deal.latest(crm::merged_into) != nullptr) return {};
  std::vector<std::string> gaps;
  const auto* looked_up = deal.latest(crm::whole);
  const auto* verdict = deal.latest(crm::closed_won);
  const auto* stage = deal.latest(crm::stage);
  const bool unknown = stage != nullptr && stage->value == "unknown";
  const auto understood_at = std::max(verdict != nullptr ? verdict->at : std::numeric_limits<instant>::min(),
                                      looked_up != nullptr ? looked_up->at : std::numeric_limits<instant>::min());
  if (verdict == nullptr && stage == nullptr ? looked_up == nullptr : unknown && understood_at < stage->at)
    gaps.emplace_back("state");
  if (turns.size() % 2 == 0) return gaps;
  if (looked_up == nullptr && deal.latest(crm::amount) == nullptr) gaps.emplace_back("amount");
  if (looked_up == nullptr && !deal.value(crm::amount).empty() && !currency_at(deal, forever))
    gaps.emplace_back("currency");
  if (deal.latest(crm::contacts) == nullptr && deal.named(crm::contact).empty()) gaps.emplace_back("contacts");
  return gaps;
}

}  // namespace hub
