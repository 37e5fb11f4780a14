// Names in questions, held against the names that there are.
#include <algorithm>

#include "domain/nearest.hpp"
#include "domain/report.hpp"
#include "domain/text.hpp"

namespace hub {
namespace {

using names_told = std::vector<std::pair<name_id, std::string_view>>;

names_told names_of(dimension d, const report_book& book) {
  names_told out;
  book.known.for_each(d, [&](name_id name) {
    if (name < book.names.size()) out.emplace_back(name, book.names.text(name));
  });
  return out;
}

/// The names in windows that fit nothing that there is.
void look_at_windows(const report_query& query, const report_book& book, std::vector<unknown_name>& out) {
  const auto look_at = [&](dimension d, std::string lookback_rule::*of) {
    const auto known = names_of(d, book);
    for (const auto& rule : query.policy.lookback) {
      const auto& name = rule.*of;
      const auto is_known = [&](const auto& k) {
        return is_same_name(k.second.empty() ? "(not set)" : k.second, name);
      };
      if (!name.empty() && std::none_of(known.begin(), known.end(), is_known))
        out.push_back({"lookback", name, book.known.nearest_to(d, name, book.names)});
    }
  };
  if (query.policy.lookback.empty()) return;
  look_at(dimension::conversion_type, &lookback_rule::type);
  look_at(dimension::channel, &lookback_rule::channel);
}

/// The patterns that no campaign fits.
void look_at_priority(const report_query& query, const report_book& book, std::vector<unknown_name>& out) {
  if (query.policy.campaign_priority.empty()) return;
  const auto things = things_named_in(book, query.policy);
  for (const auto& text : query.policy.campaign_priority) {
    const auto pattern = lower_utf8(text);
    const auto fitting = [&](const auto& c) {
      return fits(pattern, lower_utf8(c.key)) || fits(pattern, lower_utf8(c.shown));
    };
    if (std::none_of(things.campaigns.begin(), things.campaigns.end(), fitting))
      out.push_back({"campaign_priority", text, meant_by(dimension::campaign, text, book)});
  }
}

}  // namespace

things_named things_named_in(const report_book& book, const touch_policy& policy) {
  things_named things;
  if (!policy.lookback.empty()) {
    things.types = names_of(dimension::conversion_type, book);
    things.channels = names_of(dimension::channel, book);
  }
  if (!policy.excluded_referrers.empty()) things.source_media = names_of(dimension::source_medium, book);
  if (!policy.campaign_priority.empty())
    for (const auto& [name, key] : names_of(dimension::campaign, book)) {
      const auto label = book.labels.find(name);
      things.campaigns.push_back(
          {name, key, label == book.labels.end() ? std::string_view() : book.names.text(label->second)});
    }
  return things;
}

void report_book::take(const alias_map& aliases) {
  joins.clear();
  for (const auto& [from, to] : aliases.pairs()) joins.emplace(names.text(from), names.text(to));
}

std::vector<std::string> campaigns_shown_as(const std::string& name, const report_book& book) {
  std::vector<std::string> keys;
  for (const auto& [campaign, shown] : book.labels)
    if (book.names.text(shown) == name) keys.push_back(joined(book.joins, book.names.text(campaign)));
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

std::string campaign_meant(const std::string& name, const report_book& book) {
  if (name.empty() || book.known.knows(dimension::campaign, name, book.names)) return joined(book.joins, name);
  const auto keys = campaigns_shown_as(name, book);
  return keys.size() == 1 ? keys.front() : joined(book.joins, name);
}

report_query in_joined_names(report_query query, const report_book& book) {
  query.campaign = campaign_meant(query.campaign, book);
  return query;
}

std::string meant_by(dimension d, const std::string& name, const report_book& book) {
  if (d == dimension::campaign)
    if (const auto keys = campaigns_shown_as(name, book); !keys.empty()) return keys.front();
  auto near = book.known.nearest_to(d, name, book.names);
  if (!near.empty() || d != dimension::campaign) return near;
  std::vector<std::string_view> shown;
  for (const auto& [campaign, label] : book.labels) shown.push_back(book.names.text(label));
  std::sort(shown.begin(), shown.end());  // of two that are as near, the first by name
  return std::string(nearest(name, shown));
}

std::vector<unknown_name> unknown_names(const report_query& query, const report_book& book) {
  std::vector<unknown_name> out;
  const auto look_at = [&](const char* parameter, dimension d, const std::string& name) {
    if (!name.empty() && !book.known.knows(d, name, book.names))
      out.push_back({parameter, name, meant_by(d, name, book)});
  };
  look_at("conversion_type", dimension::conversion_type, query.scope.conversion_type);
  look_at("source", dimension::source, query.scope.source);
  look_at("campaign", dimension::campaign, query.campaign);
  look_at_windows(query, book, out);
  look_at_priority(query, book, out);
  return out;
}

}  // namespace hub
