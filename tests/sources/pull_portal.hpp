// A HubSpot portal in memory that answers the requests of a pull, strictly: what it was not asked for it does not give.
// Tests change it between answers, as people change a portal while it is read.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sources/pull/hubspot_pull.hpp"

namespace hub::told {

struct portal_deal {
  std::int64_t changed_ms = 0;
  std::vector<std::string> contacts = {};
  bool archived = false;
  bool hidden = false;  ///< not yet known to the search
};

class portal {
 public:
  std::map<std::int64_t, portal_deal> deals;
  std::map<std::string, int> asked;  ///< requests by the end of their path

  sources::fetch_answer answer(const sources::fetch_request& request) {
    sources::json_document document;
    const std::string text = request.body.empty() ? "{}" : request.body;
    const auto body = document.parse(text);
    const auto url = request.url;
    const auto is = [&](std::string_view part) { return url.find(part) != url.npos; };
    if (is("/pipelines/")) return give("pipelines", "{\"results\":[]}");
    if (is("/search")) return give("search", search(*body));
    if (is("/associations/")) return give("links", links(*body));
    if (is("/contacts/batch/read")) return give("contacts", contacts(*body));
    if (is("/deals/batch/read")) return give("deals", read(*body, is("archived=true")));
    if (is("archived=true")) return give("archived", archived(url));
    return {404, {}, "{}", 0};
  }

 private:
  sources::fetch_answer give(const std::string& what, std::string text) {
    ++asked[what];
    return {200, {}, std::move(text), 1'900'000'000 * second_us};
  }

  static std::string time(std::int64_t ms) { return format_instant(ms * 1000); }

  static std::vector<std::int64_t> inputs(sources::json_value body) {
    std::vector<std::int64_t> ids;
    for (const auto each : body.find("inputs")) ids.push_back(std::stoll(std::string(each.find("id").text())));
    return ids;
  }

  static std::string list(const std::vector<std::string>& objects) {
    std::string out;
    for (const auto& object : objects) out.append(out.empty() ? "" : ",").append(object);
    return "[" + out + "]";
  }

  std::string object(std::int64_t id, const portal_deal& deal) const {
    std::string out = "{\"id\":\"" + std::to_string(id) +
                      "\",\"properties\":{\"dealstage\":\"closedwon\",\"amount\":\"5\"," +
                      "\"hs_is_closed_won\":\"true\",\"hs_lastmodifieddate\":\"" + time(deal.changed_ms) +
                      "\"},\"updatedAt\":\"" + time(deal.changed_ms) + "\",\"archived\":";
    return out + (deal.archived ? "true,\"archivedAt\":\"" + time(deal.changed_ms) + "\"}" : "false}");
  }

  std::string search(sources::json_value body) const {
    std::int64_t from = 0, until = INT64_MAX, past = -1;
    for (const auto filter : body.find("filterGroups").begin().operator*().find("filters")) {
      const auto value = std::stoll(std::string(filter.find("value").text()));
      const auto how = filter.find("operator").text();
      (how == "GTE" ? from : how == "LTE" ? until : past) = value;
    }
    std::vector<std::pair<std::int64_t, std::int64_t>> rows;  // sort key, id
    const bool by_id = body.find("sorts").begin().operator*().find("propertyName").text() == "hs_object_id";
    for (const auto& [id, deal] : deals)
      if (!deal.archived && !deal.hidden && deal.changed_ms >= from && deal.changed_ms <= until && id > past)
        rows.emplace_back(by_id ? id : deal.changed_ms, id);
    std::sort(rows.begin(), rows.end());
    const auto total = rows.size();
    rows.resize(std::min<std::size_t>(total, std::stoul(std::string(body.find("limit").text()))));
    std::vector<std::string> objects;
    for (const auto& [key, id] : rows) objects.push_back(object(id, deals.at(id)));
    return "{\"total\":" + std::to_string(total) + ",\"results\":" + list(objects) + "}";
  }

  std::string read(sources::json_value body, bool gone) const {
    std::vector<std::string> objects;
    for (const auto id : inputs(body))
      if (const auto found = deals.find(id); found != deals.end() && found->second.archived == gone)
        objects.push_back(object(id, found->second));
    return "{\"status\":\"COMPLETE\",\"results\":" + list(objects) + "}";
  }

  std::string links(sources::json_value body) const {
    std::vector<std::string> rows, errors;
    for (const auto id : inputs(body)) {
      const auto text = std::to_string(id);
      std::vector<std::string> to;
      for (const auto& contact : deals.at(id).contacts) to.push_back("{\"toObjectId\":" + contact + "}");
      if (to.empty())
        errors.push_back(
            "{\"subCategory\":\"crm.associations.NO_ASSOCIATIONS_FOUND\",\"context\":{\"fromObjectId\":[\"" + text +
            "\"]}}");
      else
        rows.push_back("{\"from\":{\"id\":\"" + text + "\"},\"to\":" + list(to) + "}");
    }
    return "{\"status\":\"COMPLETE\",\"results\":" + list(rows) + ",\"errors\":" + list(errors) + "}";
  }

  static std::string contacts(sources::json_value body) {
    std::vector<std::string> objects;
    for (const auto id : inputs(body))
      objects.push_back("{\"id\":\"" + std::to_string(id) + "\",\"properties\":{\"email\":\"c" + std::to_string(id) +
                        "@shop.example\"},\"updatedAt\":\"2026-01-01T00:00:00Z\"}");
    return "{\"status\":\"COMPLETE\",\"results\":" + list(objects) + "}";
  }

  std::string archived(const std::string& url) const {
    const auto at = url.find("after=");
    const std::int64_t after = at == url.npos ? 0 : std::stoll(url.substr(at + 6));
    std::vector<std::string> objects;
    std::int64_t last = 0;
    for (const auto& [id, deal] : deals) {
      if (!deal.archived || id <= after) continue;
      if (objects.size() == 100)
        return "{\"results\":" + list(objects) + ",\"paging\":{\"next\":{\"after\":\"" + std::to_string(last) + "\"}}}";
      objects.push_back(object(id, deal));
      last = id;
    }
    return "{\"results\":" + list(objects) + "}";
  }
};

}  // namespace hub::told
