// Names in questions, held against the names that there are.
#include "domain/report.hpp"

namespace hub {

void report_book::take(const alias_map& aliases) {
  joins.clear();
  for (const auto& [from, to] : aliases.pairs()) joins.emplace(names.text(from), names.text(to));
}

report_query in_joined_names(report_query query, const report_book& book) {
  query.campaign = joined(book.joins, query.campaign);
  return query;
}

std::string meant_by(dimension d, const std::string& name, const report_book& book) {
  std::string called_so;  // of several, the first by name
  if (d == dimension::campaign)
    for (const auto& [campaign, shown] : book.labels)
      if (const auto& key = book.names.text(campaign);
          book.names.text(shown) == name && (called_so.empty() || key < called_so))
        called_so = key;
  return !called_so.empty() ? called_so : book.known.nearest_to(d, name, book.names);
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
  return out;
}

}  // namespace hub
