// Pieces of JSON that conversions, contacts and explanations share: money, names that may be missing, touches.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/truth.hpp"
#include "net/json_writer.hpp"

namespace hub::net {

/// `{"amount","currency"}`, or null for a conversion without a value.
void write_money(json_writer& out, std::string_view name, std::int64_t minor, currency c, bool has_value);

/// The text, or null when it is empty.
void write_text(json_writer& out, std::string_view name, std::string_view text);

void write_texts(json_writer& out, std::string_view name, const std::vector<std::string>& texts);

/// Members of one touch, into the open object: `touch_id`, `occurred_at`, `interaction`, `channel`, …
void write_touch(json_writer& out, const dossier_touch& touch);

/// `{"<source>":["<id>",…],…}` of (source, id) pairs, as member `external_ids`.
void write_external_ids(json_writer& out, const std::vector<std::pair<std::string, std::string>>& ids);

/// The entries of a conversion's ledger, as member `ledger`.
void write_ledger(json_writer& out, const conversion_dossier& d);

std::string_view to_string(interaction i);

}  // namespace hub::net
