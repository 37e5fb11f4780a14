#include "sources/pull/hubspot_pull.hpp"

#include <algorithm>
#include <utility>

#include "sources/pull/http_date.hpp"
#include "sources/pull/hubspot_answers.hpp"
#include "sources/pull/hubspot_queries.hpp"
#include "sources/pull/throttle.hpp"

namespace hub::sources {
namespace {

constexpr instant ms_us = 1000;
constexpr std::int64_t most_repeated = 100'000;  ///< a run of more deals than this is not read twice

}  // namespace

hubspot_pull::hubspot_pull(hubspot_pull_settings settings, hubspot_cursor cursor, hubspot_wanted wanted)
    : settings_(std::move(settings)), cursor_(std::move(cursor)), wanted_(std::move(wanted)) {}

pull_step hubspot_pull::first(instant now) {
  now_ = now;
  stage_ = stage::pipelines;
  page_ = {};
  told_.clear();
  const auto now_ms = now / ms_us;
  if (cursor_.resting || cursor_.began == 0) {
    // Only a first run begins at `from`: one after a long standstill goes on where the last one ended.
    if (cursor_.began == 0) cursor_.since = std::max(cursor_.since, settings_.from / ms_us);
    if (cursor_.resting) cursor_.since = std::max<std::int64_t>(cursor_.since - settings_.overlap_us / ms_us, 0);
    cursor_.origin = cursor_.since;
    cursor_.began = now_ms;
    cursor_.total = cursor_.count = 0;
    cursor_.crowded = cursor_.resting = false;
    cursor_.past_id.clear();
  }
  return go_on({});
}

fetch_request hubspot_pull::post(std::string path, std::string body) const {
  return {"POST",
          address(settings_.base_url, path),
          {{"Content-Type", "application/json"}, {"Accept", "application/json"}},
          std::move(body),
          settings_.secret};
}

fetch_request hubspot_pull::request() const {
  const auto& order = settings_.sources.hubspot.order_property;
  const auto deals = settings_.objects_path + "/deals", contacts = settings_.objects_path + "/contacts";
  switch (stage_) {
    case stage::search: return post(deals + "/search", hubspot_search_body(cursor_));
    case stage::deals:
      return post(deals + "/batch/read",
                  hubspot_deals_body(batch_of(page_.ids, page_.asked, hubspot_history_limit), order));
    case stage::gone_deals:
      return post(deals + "/batch/read?archived=true",
                  hubspot_deals_body(batch_of(missing_, page_.asked, hubspot_history_limit), order));
    case stage::links:
      return post(settings_.links_path, hubspot_links_body(batch_of(page_.ids, page_.asked, hubspot_batch_limit)));
    case stage::people:
      return post(contacts + "/batch/read?archived=false",
                  hubspot_contacts_body(batch_of(page_.people, page_.asked, hubspot_history_limit)));
    case stage::archived: {
      std::string properties;
      for (const auto& name : hubspot_deal_properties(order))
        properties.append(properties.empty() ? "" : ",").append(name);
      query_parameters query = {
          {"limit", std::to_string(hubspot_list_limit)}, {"archived", "true"}, {"properties", properties}};
      if (!archived_after_.empty()) query.emplace_back("after", archived_after_);
      return {"GET", address(settings_.base_url, deals, query), {{"Accept", "application/json"}}, {}, settings_.secret};
    }
    default:
      return {"GET",
              address(settings_.base_url, settings_.pipelines_path),
              {{"Accept", "application/json"}},
              {},
              settings_.secret};
  }
}

pull_step hubspot_pull::go_on(pull_step step) {
  if (stage_ != stage::over) step.next = request();
  step.progress = {cursor_.count, std::max(cursor_.total, cursor_.count)};
  return step;
}

pull_step hubspot_pull::again(judgement why) const {
  pull_step step;
  if (why.kind != answer_kind::stop) step.next = request();
  step.trouble = std::move(why);
  step.progress = {cursor_.count, std::max(cursor_.total, cursor_.count)};
  return step;
}

pull_step hubspot_pull::next(const fetch_answer& answer) {
  if (auto judged = judge_hubspot(answer); !judged.fine()) return again(std::move(judged));
  json_document document;
  const auto body = document.parse(answer.body);
  if (!body || !body->is(json_kind::object)) return again(unreadable("it is no JSON object, or was cut short"));
  received_at_ = answer.received_at;
  auto step = read(*body, answer);
  step.pause_us = hubspot_pause(answer);
  return step;
}

pull_step hubspot_pull::read(json_value body, const fetch_answer& answer) {
  switch (stage_) {
    case stage::pipelines: return read_pipelines(body);
    case stage::search: return read_search(body, answer);
    case stage::links: return read_links(body);
    case stage::people: return read_people(body);
    case stage::archived: return read_archived(body, answer);
    default: return read_deals(body);
  }
}

pull_step hubspot_pull::read_pipelines(json_value body) {
  const auto pipelines = results_of(body);
  if (!pipelines) return again(unreadable("pipelines have no 'results'"));
  learn_stages(*pipelines, settings_.sources.hubspot);
  stage_ = stage::search;
  begin_wanted();
  return go_on({});
}

bool hubspot_pull::begin_wanted() {
  if (wanted_.deals.empty() && wanted_.contacts.empty()) return false;
  const auto take = [](std::vector<std::string>& ids) {
    const auto count = std::min(ids.size(), hubspot_search_limit);
    std::vector<std::string> taken(ids.end() - static_cast<std::ptrdiff_t>(count), ids.end());
    ids.resize(ids.size() - count);
    return taken;
  };
  auto deals = take(wanted_.deals);
  begin_page(std::move(deals), take(wanted_.contacts));
  page_.after = cursor_;
  return true;
}

void hubspot_pull::begin_page(std::vector<std::string> deals, std::vector<std::string> contacts) {
  page_ = {};
  page_.ids = std::move(deals);
  page_.people = std::move(contacts);
  missing_.clear();
  stage_ = page_.ids.empty() ? stage::people : stage::deals;
}

pull_step hubspot_pull::read_search(json_value body, const fetch_answer& answer) {
  const auto found = read_found_deals(body);
  if (!found) return again(unreadable(found.error().detail));
  if (const auto checked = check_found(*found, cursor_); !checked)
    return again(broken(checked.error().code, checked.error().detail));
  auto after = cursor_;
  if (cursor_.total == 0 && cursor_.count == 0) {
    after.total = found->total;
    if (const auto date = parse_http_date(answer.header("date"), now_))
      after.began = std::min(after.began, *date / ms_us);
  }
  const bool full = found->given >= hubspot_search_limit;
  const auto last = found->rows.empty() ? cursor_.since : found->rows.back().changed_ms;
  if (full && !cursor_.crowded && last == cursor_.since) {
    cursor_ = std::move(after);
    cursor_.crowded = true;
    cursor_.past_id = "0";
    return go_on({});
  }
  std::vector<std::string> fresh;
  for (const auto& row : found->rows)
    if (row.changed_ms != cursor_.since || !told_.contains(row.id)) fresh.push_back(row.id);
  if (last != cursor_.since) told_.clear();
  for (const auto& row : found->rows)
    if (row.changed_ms == last) told_.insert(row.id);
  after.count += static_cast<std::int64_t>(fresh.size());
  after.latest = found->rows.empty() ? after.latest : std::max(after.latest, last);
  after.since = last;
  if (cursor_.crowded) {
    after.crowded = full;
    after.past_id = full ? found->rows.back().id : std::string();
    if (!full) {
      ++after.since;
      told_.clear();
    }
  } else if (!full) {
    after.resting = true;
  }
  begin_page(std::move(fresh), {});
  page_.rejected = found->rejected;
  page_.after = std::move(after);
  return page_.ids.empty() ? finish_page() : go_on({});
}

/// The search came to its end: where the next run begins, and whether archived deals are due.
pull_step hubspot_pull::end_search(pull_step step) {
  const auto overlap = settings_.overlap_us / ms_us;
  const bool short_of = cursor_.count < cursor_.total && cursor_.total <= most_repeated;
  if (short_of && !cursor_.repeated) {
    step.noticed.push_back(fail("deals-missing", "HubSpot counted " + std::to_string(cursor_.total) +
                                                     " deals and gave " + std::to_string(cursor_.count) +
                                                     "; the next run reads them again"));
    cursor_.since = cursor_.origin;
    cursor_.repeated = true;
  } else {
    const auto least = std::max(cursor_.origin, std::min(cursor_.origin + overlap, cursor_.latest));
    cursor_.since = std::max(least, std::min(cursor_.latest, cursor_.began));
    cursor_.repeated = false;
  }
  step.cursor = to_text(cursor_);
  const bool due =
      cursor_.archived_at == 0 || now_ / ms_us - cursor_.archived_at >= settings_.archived_every_us / ms_us;
  stage_ = due ? stage::archived : stage::over;
  archived_after_.clear();
  archived_seen_.clear();
  return go_on(std::move(step));
}

pull_step hubspot_pull::read_archived(json_value body, const fetch_answer& answer) {
  const auto results = results_of(body);
  if (!results) return again(unreadable("archived deals have no 'results'"));
  const auto paging = body.find("paging");
  const auto following = paging.is(json_kind::object) ? paging.find("next") : json_value();
  const std::string after(member_text(following, "after"));
  if (!after.empty() && archived_seen_.contains(after))
    return again(broken("pages-looped", "HubSpot's list of archived deals leads back to a page that came before"));
  std::string objects;
  constexpr std::int64_t margin_ms = day_us / ms_us;
  for (const json_value object : *results) {
    if (!object.is(json_kind::object)) continue;
    const auto at = parse_instant(member_text(object, "archivedAt"));
    if (at && *at / ms_us < cursor_.archived_at - margin_ms) continue;  // came in an earlier look
    objects.append(objects.empty() ? "" : ",").append(object_with(object, "0-3", nullptr));
  }
  pull_step step;
  if (!objects.empty()) step.page = parse("{\"results\":[" + objects + "]}", answer.received_at);
  if (after.empty()) {
    cursor_.archived_at = now_ / ms_us;
    step.cursor = to_text(cursor_);
    stage_ = stage::over;
  } else {
    archived_seen_.insert(after);
    archived_after_ = after;
  }
  return go_on(std::move(step));
}

}  // namespace hub::sources
