#include "net/duplicate_json.hpp"

#include "net/record_json.hpp"

namespace hub::net {
namespace {

std::string_view to_string(verdict said) {
  static constexpr std::string_view names[] = {"together", "apart", "withdrawn"};
  return names[static_cast<std::size_t>(said)];
}

void write_event(json_writer& out, std::string_view name, const paired_event& e) {
  out.key(name).begin_object().member("conversion_id", conversion_id(e.conversion));
  out.member("source", e.source).member("external_id", e.external_id).member("occurred_at", format_instant(e.at));
  const auto value = e.value.value_or(money{});
  write_money(out, "value", value.minor, value.currency, e.value.has_value());
  write_text(out, "order_id", e.order_key);
  out.end_object();
}

void write_pair(json_writer& out, const duplicate_pair& p) {
  out.begin_object().member("standing", hub::to_string(p.standing));
  write_text(out, "rule", hub::to_string(p.rule));
  write_event(out, "event", p.event);
  write_event(out, "partner", p.partner);
  out.member("delta_seconds", static_cast<double>(p.distance_us) / static_cast<double>(second_us));
  write_text(out, "keys", p.keys);
  write_text(out, "reason", p.reason);
  write_text(out, "detail", p.detail);
  out.end_object();
}

void write_verdict(json_writer& out, const merge_verdict& told) {
  out.member("verdict_id", told.external_id).member("decided_at", format_instant(told.occurred_at));
  out.member("verdict", to_string(told.said));
  write_text(out, "note", told.note);
}

void write_worth(json_writer& out, std::string_view name, const worth& w) {
  out.key(name).begin_array();
  for (const auto& [c, net] : w.net)
    out.begin_object().member("amount", format_amount(net, c)).member("currency", hub::to_string(c)).end_object();
  out.end_array();
}

}  // namespace

std::string pairs_json(const pairs_answer& answer) {
  json_writer out;
  out.begin_object().key("data").begin_array();
  for (const auto& p : answer.pairs) write_pair(out, p);
  out.end_array().key("next_cursor");
  answer.next ? out.value(pair_cursor(*answer.next)) : out.value(nullptr);
  out.member("data_seq", answer.data_seq).end_object().end_line();
  return out.take();
}

std::string verdict_json(const verdict_receipt& receipt) {
  json_writer out;
  out.begin_object().member("verdict_id", receipt.id).key("conversions").begin_array();
  for (const auto& id : receipt.conversions) out.value(conversion_id(id));
  out.end_array().key("overrules").begin_array();
  for (const auto& earlier : receipt.overruled) {
    out.begin_object();
    write_verdict(out, earlier);
    out.end_object();
  }
  out.end_array().member("data_seq", receipt.data_seq).end_object().end_line();
  return out.take();
}

std::string verdicts_json(const verdicts_answer& answer, std::size_t skip, std::size_t limit) {
  json_writer out;
  out.begin_object().key("data").begin_array();
  for (const auto& [told, withdrawn, overruled_by] : answer.verdicts) {
    out.begin_object();
    write_verdict(out, told);
    out.member("withdrawn", withdrawn);
    write_text(out, "overruled_by", overruled_by);
    out.key("events").begin_array();
    for (const auto& e : told.events)
      out.begin_object()
          .member("side", e.side)
          .member("source", e.source)
          .member("external_id", e.external_id)
          .end_object();
    out.end_array().end_object();
  }
  out.end_array().key("next_cursor");
  answer.verdicts.size() == limit ? out.value(std::to_string(skip + limit)) : out.value(nullptr);
  out.member("data_seq", answer.data_seq).end_object().end_line();
  return out.take();
}

std::string rules_json(const rules_found& found) {
  const auto& d = found.in_force.dedup;
  json_writer out;
  out.begin_object().key("rules").begin_object().member("window_seconds", d.window_us / second_us);
  out.member("amount_tolerance", d.amount_tolerance).member("same_source_fuzzy", d.same_source_fuzzy);
  write_texts(out, "authority", found.in_force.authority);
  out.member("max_per_key", d.max_per_key).end_object();
  out.key("decided");
  if (found.decided)
    out.begin_object()
        .member("rules_id", found.decided->external_id)
        .member("decided_at", format_instant(found.decided->occurred_at))
        .end_object();
  else
    out.value(nullptr);
  out.key("hub_keys").begin_array();
  for (const auto& k : found.hub_keys)
    out.begin_object().member("kind", k.kind).member("key", k.key).member("events", k.events).end_object();
  out.end_array().member("data_seq", found.data_seq).end_object().end_line();
  return out.take();
}

std::string effect_json(const rules_receipt& receipt, bool dry_run) {
  const auto& e = receipt.effect;
  json_writer out;
  out.begin_object();
  write_text(out, "rules_id", receipt.id);
  out.member("dry_run", dry_run).member("events", e.events);
  out.member("conversions_before", e.before.conversions).member("conversions_after", e.after.conversions);
  write_worth(out, "net_before", e.before);
  write_worth(out, "net_after", e.after);
  out.member("joined", e.joined).member("parted", e.parted).key("moves").begin_array();
  for (const auto& [move, count] : e.moves) {
    const auto& [rule, source, matched] = move;
    out.begin_object();
    write_text(out, "rule", hub::to_string(rule));
    out.member("source", source);
    write_text(out, "matched_source", matched);
    out.member("count", count).end_object();
  }
  out.end_array().key("examples").begin_array();
  for (const auto& p : e.examples) write_pair(out, p);
  out.end_array().member("data_seq", receipt.data_seq).end_object().end_line();
  return out.take();
}

std::string running_json(const rules_receipt& receipt) {
  json_writer out;
  out.begin_object().member("state", "running").member("facts_read", receipt.facts_read).end_object().end_line();
  return out.take();
}

std::string pair_cursor(const pair_position& at) { return to_hex({at.event, at.partner}); }

std::optional<pair_position> pair_position_of(std::string_view cursor) {
  const auto key = key_from_hex(cursor);
  if (!key) return std::nullopt;
  return pair_position{key->high, key->low};
}

}  // namespace hub::net
