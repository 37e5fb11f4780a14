#include "actors/batch_items.hpp"

#include <iterator>

#include "actors/quarantine_text.hpp"

namespace hub {

namespace {

/// Clocks differ and zones are mistaken; what is further ahead is a date that somebody read wrongly.
constexpr instant far_ahead_us = day_us;

bool is_dated_ahead(const sealed_fact& fact) {
  return std::visit(
      [&](const auto& body) {
        if constexpr (requires { body.occurred_at; })
          return body.occurred_at > fact.received_at + far_ahead_us;
        else
          return false;
      },
      fact.body);
}

}  // namespace

std::vector<sealed_fact> batch_items::take_facts() {
  std::vector<sealed_fact> facts;
  for (std::size_t i = 0; i < batch_.items.size(); ++i) {
    auto& item = batch_.items[i];
    if (!item.fact) continue;
    item_of_fact_.push_back(i);
    keys_.push_back(item.fact->key);
    ahead_.push_back(is_dated_ahead(*item.fact));
    facts.push_back(std::move(*item.fact));
  }
  for (auto& item : batch_.items) std::move(item.companions.begin(), item.companions.end(), std::back_inserter(facts));
  return facts;
}

std::vector<item_result> batch_items::settle(truth_delta& delta, std::uint64_t& rejects, commit_batch& commit) {
  std::vector<item_result> results(batch_.items.size());
  for (std::size_t i = 0; i < item_of_fact_.size(); ++i) results[item_of_fact_[i]] = std::move(delta.results[i]);
  keep_texts(delta, rejects, commit);
  for (std::size_t i = 0; i < batch_.items.size(); ++i) settle(i, results[i], rejects, commit);
  for (std::size_t i = 0; i < item_of_fact_.size(); ++i) {
    auto& result = results[item_of_fact_[i]];
    result.dated_ahead = ahead_[i] && result.status != item_status::rejected;
  }
  for (const auto& d : delta.displaced)
    set_aside(commit, rejects, batch_.route, {d.why}, displaced_text(d.source, d.external_id));
  return results;
}

std::vector<std::optional<known_otherwise>> batch_items::otherwise(const truth& facts,
                                                                   const std::vector<item_result>& results) const {
  std::vector<std::optional<known_otherwise>> all(results.size());
  for (std::size_t n = 0; n < keys_.size(); ++n) {
    const auto i = item_of_fact_[n];
    const auto status = results[i].status;
    if (status == item_status::accepted || status == item_status::merged) all[i] = facts.otherwise(keys_[n]);
  }
  return all;
}

/// A fact that is readable but refused by what is known already has no text any more; its bytes are kept.
void batch_items::keep_texts(const truth_delta& delta, std::uint64_t& rejects, commit_batch& commit) {
  for (const auto& [at, external_id, encoded] : delta.refused) {
    auto whole = fact_text(batch_.source, external_id, encoded);
    if (at < item_of_fact_.size()) {
      batch_.items[item_of_fact_[at]].raw = std::move(whole);
      batch_.items[item_of_fact_[at]].raw_is_fact = true;
    } else {
      set_aside(commit, rejects, fact_route, delta.results[at].errors, std::move(whole));
    }
  }
}

/// A rejected item goes to quarantine and learns its number; one that came from there keeps it, and one that waits there
/// as it is says nothing new.
void batch_items::settle(std::size_t no, item_result& result, std::uint64_t& rejects, commit_batch& commit) const {
  const auto& item = batch_.items[no];
  if (!item.fact && item.left_out && item.errors.empty()) {
    result = redelivery();
  } else if (!item.fact && result.errors.empty()) {
    result.status = item_status::rejected;
    result.errors = item.errors;
  }
  if (item.fact)
    for (auto& e : result.errors) e.pointer.insert(0, item.pointer);
  const bool rejected = result.status == item_status::rejected;
  if (item.replays != 0) {
    auto state = rejected && !item.left_out ? quarantine_state::open : quarantine_state::replayed;
    if (result.forgotten) state = quarantine_state::discarded;
    commit.changes.push_back({item.replays, batch_.received_at, state, true, result.errors});
    if (rejected) result.reject = item.replays;
  } else if (rejected && !item.left_out && !result.forgotten) {
    result.reject = set_aside(commit, rejects, item.raw_is_fact ? fact_route : batch_.route, result.errors, item.raw);
  }
}

/// A new row of quarantine; answers its number.
std::uint64_t batch_items::set_aside(commit_batch& commit, std::uint64_t& rejects, const std::string& route,
                                     std::vector<error> errors, std::string raw) const {
  quarantined_item row{++rejects, batch_.received_at, batch_.source, route, std::move(errors), std::move(raw)};
  row.dataset = batch_.dataset;
  row.tried_at = batch_.received_at;
  commit.quarantined.push_back(std::move(row));
  return rejects;
}

}  // namespace hub
