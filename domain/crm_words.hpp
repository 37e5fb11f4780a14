// The words in which CRM changes speak, whatever the CRM calls things itself: an adapter translates into them, and the
// derivations of crm_deal and crm_contact read nothing else. Times are RFC 3339, flags `true` or `false`.
#pragma once

#include <string>
#include <string_view>

namespace hub::crm {

// Of every record.
inline constexpr std::string_view archived = "archived";
inline constexpr std::string_view created_at = "created_at";
inline constexpr std::string_view merged_into = "merged_into";  ///< the record that stands for this one since
inline constexpr std::string_view absorbed = "absorbed:";       ///< + id of a record merged into this one: `true`
inline constexpr std::string_view whole = "whole";              ///< `true`: everything of interest was looked up

// Of a deal.
inline constexpr std::string_view closed_won = "closed_won";  ///< the CRM's own verdict
inline constexpr std::string_view stage = "stage";            ///< `won`, `lost`, `open`, or `unknown` to the settings
inline constexpr std::string_view amount = "amount";          ///< decimal text
inline constexpr std::string_view currency = "currency";
inline constexpr std::string_view default_currency = "default_currency";  ///< where the deal names none
inline constexpr std::string_view closed_at = "closed_at";
inline constexpr std::string_view won_at = "won_at";
inline constexpr std::string_view order_id = "order_id";
inline constexpr std::string_view contacts = "contacts";  ///< `told`: all its contacts were
inline constexpr std::string_view contact = "contact:";   ///< + id of a contact: whether the deal is theirs
inline constexpr std::string_view meta = "meta:";         ///< + name: a JSON value for the conversion's metadata

// Of a contact. An empty value says nothing: what a CRM forgets did happen.
inline constexpr std::string_view deal = "deal:";     ///< + id of a deal: whether it is this contact's
inline constexpr std::string_view email = "email";    ///< SHA-256, and so on
inline constexpr std::string_view emails = "emails";  ///< further ones, separated by spaces
inline constexpr std::string_view phone = "phone";
inline constexpr std::string_view mobile = "mobile";
inline constexpr std::string_view fbclid = "fbclid";
inline constexpr std::string_view gclid = "gclid";

/// How a contact came, the first time and the latest.
struct visit_words {
  std::string_view name;      ///< of the touch
  std::string_view channel;   ///< as the CRM itself sees it
  std::string_view landing;   ///< pack() of crm_landing
  std::string_view referrer;  ///< pack() of crm_referrer
  std::string_view at, or_at, or_else_at;
};
inline constexpr visit_words visits[] = {
    {"first", "first_channel", "first_landing", "first_referrer", "first_at", "first_visit_at", "created_at"},
    {"latest", "latest_channel", "latest_landing", "latest_referrer", "latest_at", "last_at", "last_visit_at"}};

inline std::string word(std::string_view prefix, std::string_view id) { return std::string(prefix).append(id); }

}  // namespace hub::crm
