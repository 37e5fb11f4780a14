// Deals: when they stood, what they were worth, and the conversion each is.
#include <limits>

#include "told_record.hpp"

namespace hub::oracle {
namespace {

constexpr instant for_ever = std::numeric_limits<instant>::max();

/// Whether the deal stands after everything said by *at*: it is won, and neither deleted nor merged into another.
bool stands(const told_record& deal, instant at) {
  if (deal.value("archived", at) == "true" || deal.value("merged_into", at)) return false;
  const auto verdict = deal.last("closed_won", at), stage = deal.last("stage", at);
  if (verdict && (!stage || verdict->first >= stage->first)) return verdict->second == "true";
  return stage && stage->second == "won";
}

/// The moments at which it began to stand, ceased to, began again …
std::vector<instant> turns_of(const told_record& deal) {
  std::set<instant> moments;
  for (const auto* name : {"archived", "merged_into", "closed_won", "stage"})
    for (const auto& [at, value] : deal.statements(name)) moments.insert(at);
  std::vector<instant> turns;
  for (const auto at : moments)
    if (stands(deal, at) != (turns.size() % 2 == 1)) turns.push_back(at);
  return turns;
}

/// What was said last by *at*, else what was said first.
std::string around(const told_record& deal, const std::string& name, instant at) {
  if (const auto before = deal.value(name, at)) return *before;
  const auto& told = deal.statements(name);
  return told.empty() ? "" : *deal.value(name, told.begin()->first);
}

std::optional<money> worth(const told_record& deal, instant at) {
  auto unit = around(deal, "currency", at);
  if (unit.empty()) unit = around(deal, "default_currency", at);
  const auto amount = around(deal, "amount", at);
  if (unit.empty() || amount.empty()) return std::nullopt;
  const auto point = amount.find('.');  // the stories tell two decimals
  return money{std::stoll(amount.substr(0, point) + amount.substr(point + 1)), parse_currency(unit).value()};
}

/// Its worth each time that it stood. What is not known is as the time before, else as the time after.
std::vector<std::optional<money>> worths(const told_record& deal, const std::vector<instant>& turns) {
  std::vector<std::optional<money>> all;
  for (std::size_t win = 0; win < turns.size(); win += 2)
    all.push_back(worth(deal, win + 1 < turns.size() ? turns[win + 1] - 1 : for_ever));
  for (std::size_t i = 1; i < all.size(); ++i)
    if (!all[i]) all[i] = all[i - 1];
  for (std::size_t i = all.size(); i > 1; --i)
    if (!all[i - 2]) all[i - 2] = all[i - 1];
  for (const auto& each : all)
    if (each && each->currency != all.back()->currency) return std::vector(all.size(), all.back());
  return all;
}

std::optional<instant> date(const told_record& deal, const std::string& name, instant by) {
  const auto told = deal.value(name, by);
  if (!told) return std::nullopt;
  const auto read = parse_instant(*told);
  return read ? std::optional(*read) : std::nullopt;
}

/// The contact of the lowest id, of those that the deal has.
std::optional<std::string> contact_of(const told_record& deal) {
  const auto all_told = deal.last("contacts", for_ever);
  std::set<std::pair<std::size_t, std::string>> has;
  for (const auto& name : deal.names_behind("contact:")) {
    const auto last = *deal.last("contact:" + name, for_ever);
    if (last.second == "true" && (!all_told || last.first >= all_told->first)) has.insert({name.size(), name});
  }
  return has.empty() ? std::nullopt : std::optional(has.begin()->second);
}

/// The conversion of a deal that was ever called won; no outcome when it never stood.
std::optional<conversion_event> conversion_of(const told_record& deal) {
  std::optional<instant> called_won;
  for (const auto& [name, word] : {std::pair("closed_won", "true"), std::pair("stage", "won")})
    for (const auto& [at, value] : deal.statements(name))
      if (value == word) called_won = std::min(called_won.value_or(at), at);
  if (!called_won) return std::nullopt;
  const auto turns = turns_of(deal);
  conversion_event e;
  e.source = deal.source;
  e.external_id = deal.id;
  e.type = "close_convert_lead";
  e.outcome = !turns.empty();
  // While it first stood: a minute before it ceased to, because CRMs move the close date of what is lost.
  const auto by = turns.size() > 1 ? turns[1] - minute_us : for_ever;
  e.occurred_at = turns.empty() ? *called_won : turns[0];
  if (const auto won = date(deal, "won_at", by)) e.occurred_at = *won;
  if (const auto closed = date(deal, "closed_at", by)) e.occurred_at = *closed;
  if (!turns.empty()) e.value = worths(deal, turns)[0];
  e.order_key = deal.value("order_id", for_ever).value_or("");
  if (const auto contact = contact_of(deal)) e.identifiers = {{identifier_kind::crm_contact_id, *contact, true}};
  return e;
}

std::vector<deal_step> steps_of(const told_record& deal) {
  const auto turns = turns_of(deal);
  const auto values = worths(deal, turns);
  std::vector<deal_step> steps;
  for (std::size_t i = 0; i < turns.size(); ++i) {
    const auto ordinal = std::to_string(10'001 + i).substr(1);
    const auto id = deal.id + "/" + ordinal;
    deal_step step{turns[i], i % 2 == 0, id + (i % 2 == 0 ? "/won" : "/lost"), 0, id + "/worth"};
    if (step.wins && i > 0 && values[i / 2]) step.change = values[i / 2]->minor - values[i / 2 - 1]->minor;
    steps.push_back(step);
  }
  return steps;
}

}  // namespace

void read_deal(const told_record& deal, crm_meaning& to) {
  auto conversion = conversion_of(deal);
  if (!conversion) return;
  to.steps[{deal.source, deal.id}] = steps_of(deal);
  to.deals.push_back(std::move(*conversion));
}

std::vector<money_change> deal_changes(const crm_meaning& crm, const std::vector<const conversion_event*>& events,
                                       const conversion_event* value) {
  // Of one moment the wins come first: where one deal takes another's place nothing is lost.
  std::map<std::tuple<instant, bool, std::string, std::string>, std::pair<deal_step, const conversion_event*>> in_order;
  for (const auto* e : events)
    if (const auto found = crm.steps.find({e->source, e->external_id}); found != crm.steps.end())
      for (const auto& step : found->second) in_order[{step.at, !step.wins, e->source, step.id}] = {step, e};
  std::vector<money_change> changes;
  int standing = 0;
  bool first = true;
  for (const auto& [place, told] : in_order) {
    const auto& [step, e] = told;
    const auto before = standing;
    standing += step.wins ? 1 : -1;
    if (!first && before == 0) changes.push_back({entry_kind::sale, {}, {}, step.at, e->source, step.id});
    if (!first && standing == 0) changes.push_back({entry_kind::reversal, {}, {}, step.at, e->source, step.id});
    if (step.change != 0 && e == value)
      changes.push_back({entry_kind::adjustment, step.change, e->value->currency, step.at, e->source, step.change_id});
    first = false;
  }
  return changes;
}

}  // namespace hub::oracle
