#include "net/listing_rows.hpp"

#include <algorithm>

#include "domain/keys.hpp"
#include "net/csv_writer.hpp"
#include "net/record_json.hpp"

namespace hub::net {
namespace {

/// One cell of a row; JSON and CSV write the same text.
struct cell {
  enum class form : std::uint8_t { text, plain, number, flag };
  std::string_view name;
  std::string content;
  form as = form::text;  ///< text: by strangers; plain: a word of the hub, an id, an amount
};
using cells = std::vector<cell>;

cell text(std::string_view name, std::string content) { return {name, std::move(content), cell::form::text}; }
cell plain(std::string_view name, std::string content) { return {name, std::move(content), cell::form::plain}; }
cell number(std::string_view name, std::string content) { return {name, std::move(content), cell::form::number}; }
cell flag(std::string_view name, bool set) { return {name, set ? "true" : "false", cell::form::flag}; }
cell number(std::string_view name, double value) {
  cell c{name, {}, cell::form::number};
  append_json_number(c.content, value);
  return c;
}

/// What is not there is null in JSON and empty in CSV.
void write_json(json_writer& out, const cells& row) {
  out.begin_object();
  for (const auto& c : row) {
    out.key(c.name);
    if (c.content.empty())
      out.value(nullptr);
    else if (c.as == cell::form::number || c.as == cell::form::flag)
      out.raw(c.content);
    else
      out.value(c.content);
  }
  out.end_object().end_line();
}

void write_csv(csv_writer& out, const cells& row) {
  for (const auto& c : row) c.as == cell::form::text ? out.text(c.content) : out.plain(c.content);
  out.end_row();
}

/// *rows* as lines, under a heading of the names in *blank* where one is asked for.
std::string lines_of(export_format format, const std::vector<cells>& rows, const cells& blank, bool heading) {
  if (format == export_format::csv) {
    csv_writer out;
    if (heading) {
      for (const auto& c : blank) out.plain(c.name);
      out.end_row();
    }
    for (const auto& row : rows) write_csv(out, row);
    return out.take();
  }
  json_writer out;
  for (const auto& row : rows) write_json(out, row);
  return out.take();
}

cells row_of(const listed_touch& t) {
  std::string labels;
  for (const auto& mark : t.touch.marks) labels += (labels.empty() ? "" : " ") + std::string(to_string(mark.what));
  return {text("touch_id", t.touch.id),
          plain("occurred_at", format_instant(t.touch.at)),
          plain("interaction", std::string(to_string(t.touch.interaction))),
          text("channel", t.touch.channel),
          text("source_medium", t.touch.source_medium),
          text("campaign_id", t.touch.campaign),
          text("campaign_name", t.touch.campaign_name),
          text("adset_id", t.touch.adset),
          text("ad_id", t.touch.ad),
          text("feed", t.touch.feed),
          plain("contact", t.contact),
          plain("labels", labels)};
}

cells row_of(const told_event& e) {
  const auto& said = e.event;
  return {text("source", said.source),
          text("external_id", said.external_id),
          text("type", said.type),
          text("original_type", said.original_type),
          plain("occurred_at", format_instant(said.occurred_at)),
          plain("value", said.value ? format_amount(said.value->minor, said.value->currency) : std::string()),
          plain("currency", said.value ? to_string(said.value->currency) : std::string()),
          flag("outcome", e.listed.outcome),
          plain("conversion_id", e.listed.outcome ? conversion_id(e.listed.conversion) : std::string()),
          text("order_id", said.order_key),
          text("channel", said.context.channel),
          text("campaign_id", said.context.campaign_id),
          text("campaign_name", said.context.campaign_name),
          text("ad_id", said.context.ad_id),
          text("country", said.country),
          flag("offline", said.offline),
          text("url", said.url),
          plain("contact", e.listed.contact)};
}

cells row_of(const listed_spend& s) {
  const auto& r = s.row;
  return {plain("date", format_day(r.day)),
          text("platform", r.platform),
          text("account", r.account),
          text("campaign_id", r.campaign_id),
          text("campaign_name", r.campaign_name),
          text("adset_id", r.adset_id),
          text("ad_id", r.ad_id),
          plain("cost", format_amount(r.cost.minor, r.cost.currency)),
          plain("currency", to_string(r.cost.currency)),
          number("impressions", std::to_string(r.impressions)),
          number("clicks", std::to_string(r.clicks)),
          plain("platform_conversions", r.platform_conversions.value_or("")),
          plain("platform_value", r.platform_value ? format_amount(*r.platform_value, r.cost.currency) : std::string()),
          flag("counted", s.counted),
          text("tz", r.tz)};
}

cells row_of(const cell_report& r, const explained_conversion& c, const explained_cell_touch& t, std::size_t m) {
  const bool earned = t.credit.ordinal != no_touch;
  const bool priced =
      std::all_of(c.credit.entries.begin(), c.credit.entries.end(), [](const auto& e) { return e.priced; });
  return {plain("conversion_id", conversion_id(c.credit.id)),
          plain("occurred_at", format_instant(c.credit.at)),
          text("type", c.type),
          text("source", c.source),
          plain("model", std::string(to_string(r.query.models[m]))),
          text("touch_id", t.id),
          plain("touched_at", earned ? format_instant(t.credit.at) : std::string()),
          text("channel", t.channel),
          text("campaign_id", t.campaign),
          text("campaign_name", t.campaign_name),
          earned ? number("weight", t.credit.weights[m]) : number("weight", std::string()),
          number("conversions", t.credit.models[m].conversions.value()),
          plain("credit", priced ? format_amount(t.credit.models[m].revenue, r.query.currency) : std::string()),
          plain("currency", to_string(r.query.currency))};
}

template <class Items>
std::string rows_of(export_format format, const Items& items, bool heading) {
  std::vector<cells> rows;
  for (const auto& item : items) rows.push_back(row_of(item));
  return lines_of(format, rows, row_of(typename Items::value_type{}), heading);
}

}  // namespace

std::string touch_rows(export_format format, const std::vector<listed_touch>& touches, bool heading) {
  return rows_of(format, touches, heading);
}

std::string event_rows(export_format format, const std::vector<told_event>& events, bool heading) {
  return rows_of(format, events, heading);
}

std::string spend_rows(export_format format, const std::vector<listed_spend>& rows, bool heading) {
  return rows_of(format, rows, heading);
}

std::string credit_rows(export_format format, const cell_report& page, bool heading) {
  std::vector<cells> rows;
  for (const auto& c : page.conversions)
    for (std::size_t m = 0; m < page.query.models.size(); ++m)
      for (const auto& t : c.touches)
        if (t.credit.models[m].revenue != 0 || t.credit.models[m].conversions != share_sum{})
          rows.push_back(row_of(page, c, t, m));
  explained_cell_touch none;
  none.credit.models.resize(1);
  cell_report blank;
  blank.query.models.resize(1);
  blank.query.currency = page.query.currency;
  return lines_of(format, rows, row_of(blank, {}, none, 0), heading);
}

}  // namespace hub::net
