#include "net/label_json.hpp"

#include "net/conversion_parameters.hpp"
#include "net/record_json.hpp"

namespace hub::net {
namespace {

void write_item(json_writer& out, const labelled_item& item) {
  out.begin_object().member("kind", item.is_touch ? "touchpoint" : "conversion");
  if (item.is_touch) {
    out.member("touch_id", item.id).member("occurred_at", format_instant(item.at));
    write_text(out, "feed", item.source);
  } else {
    out.member("conversion_id", conversion_id(item.key)).member("occurred_at", format_instant(item.at));
    out.member("type", item.type).member("source", item.source);
    write_money(out, "value", item.value.minor, item.value.currency, item.has_value);
  }
  write_text(out, "contact_id", item.contact);
  out.member("reason", item.note.reason).member("left_out", item.note.left_out).end_object();
}

}  // namespace

std::string label_counts_json(const labels_answer& answer) {
  json_writer out;
  out.begin_object().key("labels").begin_array();
  for (const auto& c : answer.counts) {
    out.begin_object().member("label", to_string(c.what)).member("left_out", c.left_out);
    out.member("touchpoints", c.touches).member("conversions", c.conversions).end_object();
  }
  out.end_array().member("data_seq", answer.data_seq).end_object().end_line();
  return out.take();
}

std::string labelled_json(const labelled_answer& answer, label of) {
  json_writer out;
  out.begin_object().member("label", to_string(of)).key("data").begin_array();
  for (const auto& item : answer.items) write_item(out, item);
  out.end_array().key("next_cursor");
  answer.next ? out.value(cursor_of({answer.next->at, answer.next->key})) : out.value(nullptr);
  out.member("data_seq", answer.data_seq).end_object().end_line();
  return out.take();
}

}  // namespace hub::net
