#include "domain/crm_landing.hpp"

#include <algorithm>

namespace hub {
namespace {

constexpr char separator = '\x1f';
constexpr char first_kind = 'A';

constexpr std::string campaign_context::*context_fields[] = {
    &campaign_context::channel,     &campaign_context::source,        &campaign_context::medium,
    &campaign_context::campaign_id, &campaign_context::campaign_name, &campaign_context::adset_id,
    &campaign_context::ad_id,       &campaign_context::click_id};

void put(std::string& out, std::string_view field) {
  for (const char c : field) out.push_back(static_cast<unsigned char>(c) < ' ' ? ' ' : c);
  out.push_back(separator);
}

/// Takes the field at the front of *rest*.
std::string_view next(std::string_view& rest) {
  const auto end = std::min(rest.find(separator), rest.size());
  const auto field = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return field;
}

}  // namespace

std::string pack(const crm_landing& landing) {
  std::string out;
  put(out, landing.url);
  put(out, landing.host);
  for (const auto field : context_fields) put(out, landing.context.*field);
  for (const auto& click : landing.clicks) {
    out.push_back(static_cast<char>(first_kind + static_cast<char>(click.kind)));
    put(out, click.value);
  }
  return out;
}

std::string pack(const crm_referrer& referrer) {
  std::string out;
  put(out, referrer.host);
  put(out, referrer.channel);
  return out;
}

crm_landing unpack_landing(std::string_view text) {
  crm_landing landing;
  landing.url = next(text);
  landing.host = next(text);
  for (const auto field : context_fields) landing.context.*field = next(text);
  while (!text.empty()) {
    const auto click = next(text);
    const auto kind = click.empty() ? -1 : click.front() - first_kind;
    if (kind < 0 || kind > static_cast<int>(identifier_kind::click) || click.size() < 2) continue;
    landing.clicks.push_back({static_cast<identifier_kind>(kind), std::string(click.substr(1)), true});
  }
  return landing;
}

crm_referrer unpack_referrer(std::string_view text) {
  crm_referrer referrer;
  referrer.host = next(text);
  referrer.channel = next(text);
  return referrer;
}

}  // namespace hub
