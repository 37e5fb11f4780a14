// The way of one page through a HubSpot pull: the deals' properties and history, the ids of their contacts, these
// contacts, and the facts of them all.
#include <algorithm>
#include <utility>

#include "sources/hubspot/hubspot.hpp"
#include "sources/pull/hubspot_answers.hpp"
#include "sources/pull/hubspot_pull.hpp"
#include "sources/pull/hubspot_queries.hpp"

namespace hub::sources {

/// Answers of stage::deals and, for what these lacked, of stage::gone_deals.
pull_step hubspot_pull::read_deals(json_value body) {
  const auto results = results_of(body);
  if (!results) return again(unreadable("a batch of deals has no 'results'"));
  const bool gone = stage_ == stage::gone_deals;
  const auto& all = gone ? missing_ : page_.ids;
  const auto asked = batch_of(all, page_.asked, hubspot_history_limit);
  if (results->size() > asked.size()) return again(unreadable("more deals came than were asked for"));
  for (const json_value object : *results) {
    const auto id = member_text(object, "id");
    if (id.empty()) return again(unreadable("a deal has no 'id'"));
    page_.deals[std::string(id)] = object_with(object, "0-3", nullptr);
  }
  if (!gone)
    for (const auto& id : asked)
      if (!page_.deals.contains(id)) missing_.push_back(id);
  page_.asked += asked.size();
  if (page_.asked < all.size()) return go_on({});
  page_.asked = 0;
  if (!gone && !missing_.empty()) {
    std::erase_if(page_.ids, [&](const std::string& id) { return !page_.deals.contains(id); });
    stage_ = stage::gone_deals;
    return go_on({});
  }
  stage_ = page_.ids.empty() ? stage::people : stage::links;
  if (stage_ == stage::people && page_.people.empty()) return finish_page();
  return go_on({});
}

pull_step hubspot_pull::read_links(json_value body) {
  const auto results = results_of(body);
  if (!results) return again(unreadable("associations have no 'results'"));
  const auto asked = batch_of(page_.ids, page_.asked, hubspot_batch_limit);
  auto links = read_deal_links(body, *results);
  const auto was_asked = [&](const std::string& id) {
    return std::find(asked.begin(), asked.end(), id) != asked.end();
  };
  for (auto& link : links)
    if (was_asked(link.deal)) page_.links[link.deal] = std::move(link.contacts);
  // A whole answer that names a deal nowhere says that it has no contacts; a partial one says nothing of it.
  if (member_text(body, "status") == "COMPLETE" && !body.find("errors"))
    for (const auto& id : asked) page_.links.try_emplace(id);
  page_.asked += asked.size();
  if (page_.asked < page_.ids.size()) return go_on({});
  for (const auto& [deal, contacts] : page_.links)
    page_.people.insert(page_.people.end(), contacts.begin(), contacts.end());
  std::sort(page_.people.begin(), page_.people.end(), id_less);
  page_.people.erase(std::unique(page_.people.begin(), page_.people.end()), page_.people.end());
  page_.asked = 0;
  stage_ = stage::people;
  return page_.people.empty() ? finish_page() : go_on({});
}

pull_step hubspot_pull::read_people(json_value body) {
  const auto results = results_of(body);
  if (!results) return again(unreadable("a batch of contacts has no 'results'"));
  const auto asked = batch_of(page_.people, page_.asked, hubspot_history_limit);
  if (results->size() > asked.size()) return again(unreadable("more contacts came than were asked for"));
  for (const json_value object : *results)
    if (object.is(json_kind::object)) page_.contacts.push_back(object_with(object, "0-1", nullptr));
  page_.asked += asked.size();
  return page_.asked < page_.people.size() ? go_on({}) : finish_page();
}

parsed hubspot_pull::parse(const std::string& body, instant received_at) const {
  const payload in{.body = body,
                   .content_type = "application/json",
                   .source = "hubspot",
                   .received_at = received_at,
                   .settings = &settings_.sources};
  auto items = parse_hubspot(in);
  return items ? std::move(*items) : parsed{};
}

/// Everything of the page is there: its facts, and the cursor behind it.
pull_step hubspot_pull::finish_page() {
  std::string body;
  const auto add = [&](const std::string& object) { body.append(body.empty() ? "" : ",").append(object); };
  json_document document;
  for (const auto& [id, text] : page_.deals) {
    const auto links = page_.links.find(id);
    const auto object = document.parse(text);
    if (object) add(object_with(*object, "0-3", links == page_.links.end() ? nullptr : &links->second));
  }
  for (const auto& text : page_.contacts) add(text);
  for (const auto& text : page_.rejected) add(text);
  pull_step step;
  if (!body.empty()) step.page = parse("{\"results\":[" + body + "]}", received_at_);
  for (const auto& id : missing_) {
    if (page_.deals.contains(id)) continue;
    step.noticed.push_back(fail("deal-not-found", "HubSpot has no deal " + id + " any more, archived or not"));
    if (page_.after != cursor_) --page_.after.count;
  }
  if (page_.after != cursor_) {
    cursor_ = std::move(page_.after);
    step.cursor = to_text(cursor_);
  }
  page_ = {};
  missing_.clear();
  if (cursor_.resting) return end_search(std::move(step));
  stage_ = stage::search;
  begin_wanted();
  return go_on(std::move(step));
}

}  // namespace hub::sources
