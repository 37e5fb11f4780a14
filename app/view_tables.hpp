// What `convhub views` writes: the tables and their columns, which docs/sql.md documents. Where a table is filled from an
// export, its columns are those of the export's CSV by name.
#pragma once

#include <array>
#include <string_view>

#include "storage/view_file.hpp"

namespace hub::app {

using storage::column_kind;

inline constexpr storage::view_column conversion_columns[] = {{"conversion_id"},
                                                              {"occurred_at"},
                                                              {"type"},
                                                              {"gross", column_kind::money},
                                                              {"net", column_kind::money},
                                                              {"currency"},
                                                              {"source"},
                                                              {"sources"},
                                                              {"order_id"},
                                                              {"external_ids"},
                                                              {"country"},
                                                              {"offline", column_kind::flag},
                                                              {"events", column_kind::integer}};

inline constexpr storage::view_column touchpoint_columns[] = {
    {"touch_id"},      {"occurred_at"}, {"interaction"}, {"channel"}, {"source_medium"}, {"campaign_id"},
    {"campaign_name"}, {"adset_id"},    {"ad_id"},       {"feed"},    {"contact"},       {"labels"}};

inline constexpr storage::view_column credit_columns[] = {{"conversion_id"},
                                                          {"occurred_at"},
                                                          {"type"},
                                                          {"source"},
                                                          {"model"},
                                                          {"touch_id"},
                                                          {"touched_at"},
                                                          {"channel"},
                                                          {"campaign_id"},
                                                          {"campaign_name"},
                                                          {"weight", column_kind::real},
                                                          {"conversions", column_kind::real},
                                                          {"credit", column_kind::money},
                                                          {"currency"}};

inline constexpr storage::view_column spend_columns[] = {{"date"},
                                                         {"platform"},
                                                         {"account"},
                                                         {"campaign_id"},
                                                         {"campaign_name"},
                                                         {"adset_id"},
                                                         {"ad_id"},
                                                         {"cost", column_kind::money},
                                                         {"currency"},
                                                         {"impressions", column_kind::integer},
                                                         {"clicks", column_kind::integer},
                                                         {"platform_conversions", column_kind::real},
                                                         {"platform_value", column_kind::money},
                                                         {"counted", column_kind::flag},
                                                         {"tz"}};

inline constexpr storage::view_column merge_columns[] = {{"conversion_id"},
                                                         {"rule"},
                                                         {"keys"},
                                                         {"event_source"},
                                                         {"event_external_id"},
                                                         {"event_occurred_at"},
                                                         {"partner_source"},
                                                         {"partner_external_id"},
                                                         {"partner_occurred_at"},
                                                         {"delta_seconds", column_kind::real}};

inline constexpr storage::view_column quarantine_columns[] = {
    {"reject_id"}, {"state"}, {"at"},      {"source"}, {"route"}, {"attempts", column_kind::integer},
    {"tried_at"},  {"code"},  {"pointer"}, {"detail"}, {"raw"}};

/// Numbers of the tables.
enum view_number : std::size_t {
  conversions_view,
  touchpoints_view,
  credits_view,
  spend_view,
  merges_view,
  quarantine_view
};

inline constexpr std::array<storage::view_table, 6> view_tables = {{
    {"conversions", conversion_columns, "conversion_id"},
    {"touchpoints", touchpoint_columns, "contact"},
    {"credits", credit_columns, "conversion_id"},
    {"spend", spend_columns, "campaign_id"},
    {"merges", merge_columns, "conversion_id"},
    {"quarantine", quarantine_columns, nullptr},
}};

}  // namespace hub::app
