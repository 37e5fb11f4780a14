#include "domain/campaign_aliases.hpp"

#include <algorithm>
#include <tuple>

#include "domain/codec.hpp"

namespace hub {
namespace {

const std::string decider = "manual";

bool is_later(const campaign_alias& a, const campaign_alias& b) {
  return std::tie(a.occurred_at, a.source, a.external_id) > std::tie(b.occurred_at, b.source, b.external_id);
}

bool stands(const campaign_aliases::entry& e) { return !e.withdrawn && e.told.from != e.told.to; }

}  // namespace

bool campaign_aliases::take(const key128& key, const campaign_alias& told, dictionary& names) {
  auto& known = decisions_[key];
  if (told.withdrawn) {
    if (known.withdrawn) return false;
    known.withdrawn = true;
    if (known.told.external_id.empty()) {
      known.told.source = told.source;
      known.told.external_id = told.external_id;
    }
  } else {
    if (!known.told.from.empty()) return false;
    known.told = told;
    of_campaign_[told.from].push_back(key);
  }
  if (!known.told.from.empty()) settle(known.told.from, names);
  return true;
}

const campaign_aliases::entry* campaign_aliases::standing(std::string_view from) const {
  const auto found = of_campaign_.find(from);
  if (found == of_campaign_.end()) return nullptr;
  const entry* latest = nullptr;
  for (const auto& key : found->second)
    if (const auto& e = decisions_.at(key); stands(e) && (latest == nullptr || is_later(e.told, latest->told)))
      latest = &e;
  return latest;
}

void campaign_aliases::settle(const std::string& from, dictionary& names) {
  const auto campaign = names.intern(from);
  const auto before = in_force_.of(campaign);
  const auto* latest = standing(from);
  for (const auto& key : of_campaign_.at(from)) {
    auto& e = decisions_.at(key);
    e.in_force = &e == latest;
  }
  latest == nullptr ? in_force_.part(campaign) : in_force_.join(campaign, names.intern(latest->told.to));
  if (in_force_.of(campaign) != before) changed_.push_back(campaign);
}

result<campaign_alias> campaign_aliases::propose(std::string from, std::string to, instant at, std::string note) const {
  if (from == to) return fail("alias-self", "'" + from + "' is that campaign already; name two campaigns", "/to");
  if (const auto* own = standing(from))
    return fail(
        "alias-taken",
        "'" + from + "' is an alias of '" + own->told.to + "' by " + own->told.external_id + "; remove that one first",
        "/from");
  if (const auto* further = standing(to))
    return fail("alias-chain",
                "'" + to + "' is itself an alias of '" + further->told.to + "' by " + further->told.external_id +
                    "; name '" + further->told.to + "', or remove that one first",
                "/to");
  for (const auto& [key, e] : decisions_)
    if (e.in_force && e.told.to == from)
      return fail("alias-chain",
                  "'" + e.told.from + "' is an alias of '" + from + "' by " + e.told.external_id +
                      ", and an alias does not lead on to another; remove that one first",
                  "/from");
  campaign_alias told{decider, {}, at, false, std::move(from), std::move(to), std::move(note)};
  told.external_id = "al_" + to_hex(content_key(encode(told)));
  return told;
}

result<campaign_alias> campaign_aliases::propose_withdrawal(std::string_view id, instant at) const {
  const auto found = decisions_.find(event_key(decider, id));
  if (found == decisions_.end()) return fail("alias-unknown", "there is no alias " + std::string(id), "id");
  if (found->second.withdrawn)
    return fail("already-withdrawn", "the alias " + std::string(id) + " was removed already", "id");
  campaign_alias told;
  told.source = decider;
  told.external_id = std::string(id);
  told.occurred_at = at;
  told.withdrawn = true;
  return told;
}

std::vector<campaign_aliases::entry> campaign_aliases::list() const {
  std::vector<entry> all;
  for (const auto& [key, e] : decisions_)
    if (!e.told.from.empty()) all.push_back(e);
  std::sort(all.begin(), all.end(), [](const entry& a, const entry& b) { return is_later(a.told, b.told); });
  return all;
}

}  // namespace hub
