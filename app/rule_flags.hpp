// The flags that say which touches count: one table for reports, explanations, journeys and the export of credits.
#pragma once

#include "app/command.hpp"

namespace hub::app {

inline constexpr query_flag rule_flags[] = {
    {"--lookback", "lookback_days", "DAYS", "How long before a conversion a touch counts; 0 is unlimited"},
    {"--lookback-rules", "lookback", "RULE,…",
     "Other windows for some, each TYPE/CHANNEL/INTERACTION:DAYS with * for any: purchase/paid_social/click:30"},
    {"--views", "views", "true|false", "Let views and impressions earn credit too"},
    {"--click-beats-view", "click_beats_view", "true|false", "Leave views out where a click counts"},
    {"--bots", "bots", "true|false", "Let in what is left out for a label"},
    {"--direct", "direct", "drop_unless_only|keep", "What direct visits earn"},
    {"--collapse-minutes", "collapse_minutes", "N", "Fold repeated touches within N minutes into one"},
    {"--since-previous-conversion", "since_previous_conversion", "true|false",
     "Leave out touches up to the contact's previous conversion of the type"},
    {"--campaign-priority", "campaign_priority", "CAMPAIGN,…",
     "Campaigns that go before others in a journey, by id or name with * for any letters, the first before the next"},
    {"--excluded-referrers", "excluded_referrers", "HOST,…", "Hosts whose visits earn nothing, such as paypal.com"},
};

}  // namespace hub::app
