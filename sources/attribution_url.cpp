#include "sources/attribution_url.hpp"

#include <algorithm>
#include <array>

#include "domain/text.hpp"
#include "sources/channels.hpp"
#include "sources/identifiers.hpp"

namespace hub::sources {
namespace {

constexpr std::size_t longest_click_id = 500;
constexpr std::size_t shortest_platform_id = 6;  // digits; campaign ids are longer, ad groups named `2` are not ids

/// A query parameter that marks a click: its network's paid channel, and whether its value names one click.
struct click_parameter {
  std::string_view name;
  std::string_view channel;
  bool identifies;
};

constexpr click_parameter click_parameters[] = {
    {"fbclid", "Paid Social", true},     {"gclid", "Paid Search", true},    {"msclkid", "Paid Search", true},
    {"ttclid", "Paid Social", true},     {"atclid", "Paid Other", true},    {"twclid", "Paid Social", true},
    {"li_fat_id", "Paid Social", true},  {"ScCid", "Paid Social", true},    {"epik", "Paid Social", true},
    {"rdt_cid", "Paid Social", true},    {"irclickid", "Affiliates", true}, {"yclid", "Paid Search", true},
    {"dclid", "Display", true},          {"gbraid", "Paid Search", false},  {"wbraid", "Paid Search", false},
    {"gad_source", "Paid Search", false}};

/// A query parameter that fills a field of the context; earlier rows win over later ones for the same field.
struct context_parameter {
  std::string_view name;
  std::string campaign_context::*field;
  bool number_only;
};

constexpr context_parameter context_parameters[] = {
    {"utm_source", &campaign_context::source, false},
    {"utm_medium", &campaign_context::medium, false},
    {"utm_campaign", &campaign_context::campaign_name, false},
    {"utm_id", &campaign_context::campaign_id, false},
    {"utm_term", &campaign_context::adset_id, true},
    {"utm_content", &campaign_context::ad_id, true},
    {"hsa_cam", &campaign_context::campaign_id, false},
    {"hsa_grp", &campaign_context::adset_id, false},
    {"hsa_ad", &campaign_context::ad_id, false},
    {"gad_campaignid", &campaign_context::campaign_id, false},
};
constexpr std::size_t context_count = std::size(context_parameters);

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

bool is_platform_id(std::string_view text) {
  return text.size() >= shortest_platform_id &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// A parameter's decoded, trimmed value; empty for a placeholder.
std::string value_of(std::string_view raw) {
  const std::string value = decoded(raw);
  const auto trimmed = trim(value);
  return is_placeholder(trimmed) ? std::string() : std::string(trimmed);
}

void read_click(const click_parameter& parameter, std::string_view raw, url_attribution& to) {
  std::string value = value_of(raw);
  if (value.empty() || value.size() > longest_click_id) return;
  if (to.network_channel.empty()) to.network_channel = parameter.channel;
  if (!parameter.identifies) return;
  if (to.context.click_id.empty()) to.context.click_id = value;
  to.clicks.push_back({click_kind(parameter.name), std::move(value), true});
}

/// The query of *url*, between its `?` and its fragment.
std::string_view query_of(std::string_view url) {
  url = url.substr(0, url.find('#'));
  const auto question = url.find('?');
  return question == std::string_view::npos ? std::string_view() : url.substr(question + 1);
}

}  // namespace

bool is_placeholder(std::string_view value) {
  const auto framed = [&](std::string_view open, std::string_view close) {
    return value.size() > open.size() + close.size() && value.starts_with(open) && value.ends_with(close);
  };
  return value.starts_with("{{") || framed("{", "}") || framed("__", "__") || value == "undefined" || value == "null";
}

url_attribution read_url(std::string_view url) {
  url_attribution found;
  std::array<std::string_view, context_count> given{};
  for (auto query = query_of(url); !query.empty();) {
    const auto end = std::min(query.find('&'), query.size());
    const auto pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const auto name = pair.substr(0, equals);
    const auto raw = pair.substr(equals + 1);
    for (std::size_t i = 0; i < context_count; ++i)
      if (name == context_parameters[i].name && given[i].empty()) given[i] = raw;
    for (const auto& parameter : click_parameters)
      if (name == parameter.name) read_click(parameter, raw, found);
  }
  for (std::size_t i = 0; i < context_count; ++i) {
    auto& field = found.context.*context_parameters[i].field;
    if (given[i].empty() || !field.empty()) continue;
    auto value = value_of(given[i]);
    if (!context_parameters[i].number_only || is_platform_id(value)) field = std::move(value);
  }
  return found;
}

std::string url_host(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  auto host = url.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  if (const auto user = host.rfind('@'); user != std::string_view::npos) host.remove_prefix(user + 1);
  host = host.substr(0, host.find(':'));
  auto lower = lower_ascii(host);
  if (lower.starts_with("www.")) lower.erase(0, 4);
  return lower;
}

void fill_context(campaign_context& to, const campaign_context& from) {
  static constexpr std::string campaign_context::*fields[] = {
      &campaign_context::channel,     &campaign_context::source,        &campaign_context::medium,
      &campaign_context::campaign_id, &campaign_context::campaign_name, &campaign_context::adset_id,
      &campaign_context::ad_id,       &campaign_context::click_id};
  for (const auto field : fields)
    if ((to.*field).empty()) to.*field = from.*field;
}

std::string choose_channel(const campaign_context& context, std::string_view network_channel,
                           const channel_rules& rules) {
  if (!context.channel.empty()) return context.channel;
  if (!context.source.empty() || !context.medium.empty())
    return std::string(default_channel(context.source, context.medium, context.campaign_name, rules));
  return std::string(network_channel);
}

std::string_view click_channel(std::string_view parameter) {
  for (const auto& row : click_parameters)
    if (row.name == parameter) return row.channel;
  return {};
}

}  // namespace hub::sources
