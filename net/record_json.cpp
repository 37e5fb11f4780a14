#include "net/record_json.hpp"

#include <map>

namespace hub::net {

std::string_view to_string(interaction i) {
  static constexpr std::string_view names[] = {"click", "engaged_view", "view", "impression"};
  return names[static_cast<std::size_t>(i)];
}

void write_money(json_writer& out, std::string_view name, std::int64_t minor, currency c, bool has_value) {
  out.key(name);
  if (!has_value) {
    out.value(nullptr);
    return;
  }
  out.begin_object().member("amount", format_amount(minor, c)).member("currency", hub::to_string(c)).end_object();
}

void write_text(json_writer& out, std::string_view name, std::string_view text) {
  out.key(name);
  text.empty() ? out.value(nullptr) : out.value(text);
}

void write_texts(json_writer& out, std::string_view name, const std::vector<std::string>& texts) {
  out.key(name).begin_array();
  for (const auto& text : texts) out.value(text);
  out.end_array();
}

void write_labels(json_writer& out, const std::vector<label_note>& marks) {
  out.key("labels").begin_array();
  for (const auto& m : marks)
    out.begin_object()
        .member("label", to_string(m.what))
        .member("reason", m.reason)
        .member("left_out", m.left_out)
        .end_object();
  out.end_array();
}

void write_touch(json_writer& out, const dossier_touch& t) {
  out.member("touch_id", t.id).member("occurred_at", format_instant(t.at));
  out.member("interaction", to_string(t.interaction));
  write_text(out, "channel", t.channel);
  write_text(out, "source_medium", t.source_medium);
  write_text(out, "campaign_id", t.campaign);
  write_text(out, "campaign_name", t.campaign_name);
  if (!t.campaign_told.empty()) out.member("campaign_told", t.campaign_told);
  write_text(out, "adset_id", t.adset);
  write_text(out, "ad_id", t.ad);
  write_text(out, "feed", t.feed);
  write_labels(out, t.marks);
}

void write_external_ids(json_writer& out, const std::vector<std::pair<std::string, std::string>>& ids) {
  std::map<std::string_view, std::vector<std::string_view>> by_source;
  for (const auto& [source, id] : ids) by_source[source].push_back(id);
  out.key("external_ids").begin_object();
  for (const auto& [source, list] : by_source) {
    out.key(source).begin_array();
    for (const auto id : list) out.value(id);
    out.end_array();
  }
  out.end_object();
}

void write_ledger(json_writer& out, const conversion_dossier& d) {
  const auto& c = d.conversion;
  out.key("ledger").begin_array();
  for (const auto& e : d.ledger) {
    out.begin_object().member("kind", to_string(e.kind));
    write_money(out, "amount", e.amount, c.currency, c.has_value);
    if (e.asked) write_money(out, "asked", *e.asked, c.currency, c.has_value);
    out.member("occurred_at", format_instant(e.at));
    if (e.told_at) out.member("told_at", format_instant(*e.told_at));
    out.member("count", static_cast<int>(e.count));
    if (e.note != entry_note::counted) out.member("note", to_string(e.note));
    write_text(out, "source", e.source);
    write_text(out, "external_id", e.external_id);
    out.end_object();
  }
  out.end_array();
}

}  // namespace hub::net
