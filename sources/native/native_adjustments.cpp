// POST /v1/adjustments: refunds, chargebacks, changes of value and lost deals.
#include <string>

#include "domain/normalise.hpp"
#include "sources/field_names.hpp"
#include "sources/item_loop.hpp"
#include "sources/native/native.hpp"

namespace hub::sources {
namespace {

// `value` is another name of `amount`: ignoring it would turn a partial refund into a full one. So is `id` one of
// `adjustment_id`: without it a refund told twice in other words counts twice.
using adjustment_names = field_names<"kind", "conversion_id", "source", "external_id", "order_id", "transaction_id",
                                     "adjustment_id", "id", "amount", "value", "currency", "occurred_at", "metadata">;
using adjustment_fields = field_values<adjustment_names>;

bool is_conversion_id(std::string_view id) {
  return id.size() == 35 && id.starts_with("cv_") &&
         id.find_first_not_of("0123456789abcdef", 3) == std::string_view::npos;
}

void read_kind(const adjustment_fields& in, item_reader& reader, adjustment_event& event) {
  if (!reader.require(in.get<"kind">(), "kind", "what is adjusted: refund, chargeback, adjustment or reversal")) return;
  event.kind = reader
                   .word<adjustment_kind>(in.get<"kind">(), {{"refund", adjustment_kind::refund},
                                                             {"chargeback", adjustment_kind::chargeback},
                                                             {"adjustment", adjustment_kind::adjustment},
                                                             {"reversal", adjustment_kind::reversal}})
                   .value_or(adjustment_kind::refund);
}

/// Which conversion is meant. The item's `source` is that of the sale when an external id stands beside it.
void read_sale(const adjustment_fields& in, item_reader& reader, adjustment_event& event) {
  event.conversion_id = reader.text(in.get<"conversion_id">());
  event.sale_external_id = reader.text(in.get<"external_id">());
  event.order_key = reader.text(first_given(in.get<"order_id">(), in.get<"transaction_id">()));
  const auto named = reader.raw_text(in.get<"source">());
  event.source = named.empty() ? std::string(reader.request().source) : normalise_source(named);
  if (event.source.empty())
    reader.refuse("source-malformed", "a source is a slug of letters, digits and _, for example meta_capi", "source");
  if (!event.sale_external_id.empty()) event.sale_source = event.source;
  if (!event.conversion_id.empty() && !is_conversion_id(event.conversion_id))
    reader.refuse("conversion-id-malformed", "a conversion id is cv_ and 32 hex digits, as the ingest answer gave it",
                  "conversion_id");
  if (event.conversion_id.empty() && event.sale_external_id.empty() && event.order_key.empty())
    reader.refuse("conversion-reference-missing",
                  "nothing says which sale is adjusted; give conversion_id, source and external_id, or order_id", "");
}

void read_amount(const adjustment_fields& in, item_reader& reader, adjustment_event& event) {
  const auto given = first_given(in.get<"amount">(), in.get<"value">());
  const auto name = blank(in.get<"amount">()) && !blank(given) ? "value" : "amount";
  const bool needed = event.kind == adjustment_kind::adjustment;
  if (needed && !reader.require(given, name, "by how much the value changes")) return;
  if (blank(given) && blank(in.get<"currency">())) return;
  event.currency = reader.currency(in.get<"currency">(), "currency");
  if (!event.currency) reader.decimal(given);  // notes what is wrong with it beside the currency
  if (!event.currency || blank(given)) return;
  event.amount = reader.amount(given, *event.currency);
  if (event.amount && *event.amount < 0 && !needed)
    reader.refuse("amount-negative", "what is given back is a positive amount; leave out the minus sign", name);
}

void read_adjustment(json_value object, item_reader& reader, fact_body& fact) {
  const adjustment_fields in(object);
  auto& event = fact.emplace<adjustment_event>();
  read_kind(in, reader, event);
  read_sale(in, reader, event);
  event.external_id = reader.text(first_given(in.get<"adjustment_id">(), in.get<"id">()));
  read_amount(in, reader, event);
  if (reader.require(in.get<"occurred_at">(), "occurred_at", "when the money moved, as an RFC 3339 time"))
    event.occurred_at = reader.time(in.get<"occurred_at">()).value_or(0);
  event.metadata = metadata_of(in.get<"metadata">(), in.unknown);
  if (event.external_id.empty()) event.external_id = derived_id(event.source, object);
}

}  // namespace

result<parsed> parse_adjustments(const payload& in) { return read_items(in, read_adjustment); }

}  // namespace hub::sources
