#include "domain/crm_records.hpp"

#include <tuple>
#include <utility>

namespace hub {
namespace {

std::string_view name_of(crm_object object) { return object == crm_object::deal ? "deal" : "contact"; }

error account_ambiguous(const crm_record& record, const crm_change& change) {
  return fail("account-ambiguous",
              std::string(name_of(change.object)) + " " + change.record + " was told by account " + record.account() +
                  " and now by account " + change.account + "; set sources." + change.source +
                  ".account to the account that is yours, so that records of others are told apart",
              "/portalId");
}

}  // namespace

crm_records::taken crm_records::take(const crm_change& change, const key128& content) {
  if (told_.contains(content)) return {};
  const auto key = event_key(std::string(change.source).append("/").append(name_of(change.object)), change.record);
  const auto found = records_.find(key);
  if (found != records_.end() && !change.account.empty() && !found->second.account().empty() &&
      found->second.account() != change.account)
    return {nullptr, account_ambiguous(found->second, change)};
  told_.insert(content);
  auto& record = found != records_.end()
                     ? found->second
                     : records_.try_emplace(key, change.source, change.object, change.record).first->second;
  record.tell(change);
  return {&record, std::nullopt};
}

void crm_records::want(const crm_record& record, std::vector<std::string> gaps) {
  const wanted_key key(record.source(), record.object(), record.id());
  auto& count = wanted_counts_[record.source()];
  if (gaps.empty()) {
    count -= wanted_.erase(key);
  } else {
    count += wanted_.insert_or_assign(key, std::move(gaps)).second ? 1 : 0;
  }
}

std::vector<crm_wanted> crm_records::wanted(std::string_view source, std::size_t limit,
                                            const std::optional<crm_wanted>& past) const {
  std::vector<crm_wanted> page;
  auto at = past ? wanted_.upper_bound(wanted_key(past->source, past->object, past->record)) : wanted_.begin();
  for (; at != wanted_.end() && page.size() < limit; ++at) {
    const auto& [of, object, record] = at->first;
    if (source.empty() || of == source) page.push_back({of, object, record, at->second});
  }
  return page;
}

}  // namespace hub
