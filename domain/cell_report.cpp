#include "domain/cell_report.hpp"

#include <algorithm>

namespace hub {
namespace {

constexpr std::uint32_t no_name = direct_group - 1;  // of no touch and no conversion

std::string place_of(std::size_t at) { return at == 0 ? "group" : "group2"; }

/// A day, the Monday of a week or a month, as reports call them.
result<std::uint32_t> find_date(dimension d, const std::string& text, std::string_view place) {
  const auto day = parse_day(d == dimension::month ? text + "-01" : text);
  if (day && date_text(d, *day) == text) return static_cast<std::uint32_t>(*day);
  const auto* form = d == dimension::month  ? "a month is called YYYY-MM"
                     : d == dimension::week ? "a week is called by its Monday, YYYY-MM-DD"
                                            : "a day is called YYYY-MM-DD";
  return fail("group-malformed", "'" + text + "' is no group of this report: " + form, std::string(place));
}

explained_conversion describe(cell_conversion c, const report_book& book) {
  explained_conversion out;
  out.type = book.names.text(c.type);
  out.source = book.names.text(c.source);
  for (auto& touch : c.touches) {
    explained_cell_touch t;
    t.channel = book.names.text(touch.channel);
    t.campaign = book.names.text(touch.campaign);
    if (!t.campaign.empty()) t.campaign_name = book.campaign_name(t.campaign);
    t.credit = std::move(touch);
    out.touches.push_back(std::move(t));
  }
  c.touches.clear();
  out.credit = std::move(c);
  return out;
}

}  // namespace

result<std::uint32_t> find_group(dimension d, const std::string& text, const report_book& book,
                                 std::string_view place) {
  if (is_date_dimension(d)) return find_date(d, text, place);
  if (text == "(not set)") return name_id(0);
  if (text == "(direct)" && is_touch_dimension(d)) return direct_group;
  const auto id = book.names.find(text);
  if (id && !text.empty() && book.known.knows(d, text, book.names)) return *id;
  if (is_touch_dimension(d) && book.known.knows(d, text, book.names)) return no_name;  // spend and no touch
  if (d == dimension::campaign)
    if (const auto keys = campaigns_shown_as(text, book); keys.size() > 1)
      return fail("group-ambiguous",
                  "several campaigns are called '" + text + "': " + keys[0] + " and " + keys[1] +
                      (keys.size() > 2 ? " among them" : "") + "; name the one that is meant",
                  std::string(place));
  auto detail = "no row of this report is called '" + text + "'";
  if (const auto meant = meant_by(d, text, book); !meant.empty()) detail += "; did you mean '" + meant + "'?";
  return fail("group-unknown", detail, std::string(place));
}

bool cell_report::reconciles() const {
  return std::equal(explained.begin(), explained.end(), reported.begin(), reported.end(),
                    [](const auto& a, const auto& b) {
                      return a.revenue == b.revenue && a.new_revenue == b.new_revenue && a.conversions == b.conversions;
                    });
}

result<report_cell> find_cell(const report_query& query, const report_book& book,
                              const std::vector<std::string>& group) {
  if (group.size() == 1 && group[0] == unattributed_text) return report_cell{report_cell::kind::unattributed, {}};
  if (group.size() < query.group_by.size())
    return fail("group-missing",
                "say with '" + place_of(group.size()) + "' which " +
                    std::string(to_string(query.group_by[group.size()])) +
                    " to explain, as the report's rows call it, or group=(unattributed)",
                place_of(group.size()));
  if (group.size() > query.group_by.size())
    return fail("group-superfluous",
                "the report is grouped by " + std::to_string(query.group_by.size()) + " dimension; leave '" +
                    place_of(group.size() - 1) + "' out or name two in 'group_by'",
                place_of(group.size() - 1));
  report_cell cell{report_cell::kind::group, {}};
  for (std::size_t i = 0; i < group.size(); ++i) {
    const auto value = find_group(query.group_by[i], group[i], book, place_of(i));
    if (!value) return value.error();
    (i == 0 ? cell.group.first : cell.group.second) = *value;
  }
  return cell;
}

cell_report make_cell(const report_query& query, const report_book& book, const report_cell& cell,
                      const std::vector<std::string>& group, cell_partial&& partial, std::size_t limit) {
  cell_report out;
  out.query = query;
  out.data_seq = book.data_seq;
  out.cell = cell;
  out.group = group;
  for (std::size_t i = 0; i < group.size(); ++i) {
    const bool campaign = cell.what == report_cell::kind::group && query.group_by[i] == dimension::campaign;
    out.names.push_back(campaign ? book.campaign_name(group[i]) : std::string());
  }
  out.next = cut_page(partial.page, limit);
  for (auto& c : partial.page) out.conversions.push_back(describe(std::move(c), book));
  out.all_conversions = partial.conversions;
  out.explained = std::move(partial.explained);
  out.reported = std::move(partial.reported);
  out.unconverted = std::move(partial.unconverted);
  out.left_out = std::move(partial.left_out);
  out.unknown = unknown_names(query, book);
  return out;
}

}  // namespace hub
