// HubSpot's deals with their contacts, stages and history, pulled through its API (CRM v3 and v4) and read by the same
// parser as its webhooks. A run: the pipelines; what was asked to be looked up; deals by hs_lastmodifieddate, page by
// page, each with its properties' history, its contacts' ids and these contacts; from time to time the archived deals.
//
// Pages are cut by value, never by offset: each search begins at the last time seen (in a crowd of one time: behind the
// last id), so neither HubSpot's 10,000 results a query nor deals that change meanwhile make a gap. What is met again is
// the same fact again and changes nothing.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sources/json_document.hpp"
#include "sources/pull/hubspot_cursor.hpp"
#include "sources/pull/pull.hpp"

namespace hub::sources {

struct hubspot_pull_settings {
  std::string base_url = "https://api.hubapi.com";
  std::string objects_path = "/crm/v3/objects";
  std::string pipelines_path = "/crm/v3/pipelines/deals";
  std::string links_path = "/crm/v4/associations/deals/contacts/batch/read";
  fetch_secret secret = {};
  instant overlap_us = 5 * minute_us;       ///< how late HubSpot's search may come to know of a change
  instant archived_every_us = 6 * hour_us;  ///< between two looks at the archived deals
  instant from = 0;                         ///< changes before this are not looked for in a first run
  source_settings sources = {};             ///< how what comes is read
};

/// Records that somebody needs: webhooks told of them without telling enough.
struct hubspot_wanted {
  std::vector<std::string> deals = {}, contacts = {};
};

/// One run.
class hubspot_pull {
 public:
  hubspot_pull(hubspot_pull_settings settings, hubspot_cursor cursor, hubspot_wanted wanted = {});

  /// The first request of the run that begins at *now*.
  pull_step first(instant now);
  pull_step next(const fetch_answer& answer);

 private:
  enum class stage { pipelines, search, deals, gone_deals, links, people, archived, over };

  /// The deals in hand and what was learnt of them.
  struct page {
    std::vector<std::string> ids = {};              ///< of deals, in the order they came
    std::map<std::string, std::string> deals = {};  ///< id → the object's JSON
    std::map<std::string, std::vector<std::string>> links = {};
    std::vector<std::string> people = {};    ///< ids of contacts
    std::vector<std::string> contacts = {};  ///< their objects' JSON
    std::vector<std::string> rejected = {};  ///< rows of the search that name no deal
    hubspot_cursor after = {};               ///< the cursor once this page is committed
    std::size_t asked = 0;  ///< of `ids` or `people`: how many were asked for before the request in hand
  };

  fetch_request request() const;
  pull_step go_on(pull_step step);
  pull_step again(judgement why) const;
  pull_step read(json_value body, const fetch_answer& answer);
  pull_step read_pipelines(json_value body);
  pull_step read_search(json_value body, const fetch_answer& answer);
  pull_step read_deals(json_value body);
  pull_step read_links(json_value body);
  pull_step read_people(json_value body);
  pull_step read_archived(json_value body, const fetch_answer& answer);
  void begin_page(std::vector<std::string> deals, std::vector<std::string> contacts);
  /// Takes the next of the records that somebody needs in hand; false when there are none left.
  bool begin_wanted();
  pull_step finish_page();
  pull_step end_search(pull_step step);
  parsed parse(const std::string& body, instant received_at) const;
  fetch_request post(std::string path, std::string body) const;

  hubspot_pull_settings settings_;
  hubspot_cursor cursor_;
  hubspot_wanted wanted_;
  stage stage_ = stage::pipelines;
  page page_;
  std::set<std::string> told_;        ///< ids of deals at the time the search stands at that were taken already
  std::vector<std::string> missing_;  ///< deals that were not there when they were read
  std::string archived_after_;
  std::set<std::string> archived_seen_;  ///< continuations used in this look
  instant now_ = 0;
  instant received_at_ = 0;
};

}  // namespace hub::sources
