// What the command line can do about a row that was refused: the flag that mends it, beside the hub's own reason.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/import_batch.hpp"
#include "sources/csv/date_format.hpp"

namespace hub::app {

/// How the date in *cell*, which the hub does not understand, may be written; *said* is what `--date-format` says.
std::string date_advice(std::string_view cell, const std::optional<sources::date_format>& said);

/// Why a row whose type is *word* is no conversion; empty when it may be one.
std::string refund_trouble(std::string_view word);

/// Why a row was refused, *reason* being the hub's words, with amounts as the file writes them.
std::string in_form_of(const import_rows& file, std::string reason);

/// The flags that mend *row* of a CSV file of *kind*; empty where there are none.
std::string advice_for(const rejected_row& row, std::string_view kind, const import_rows& file);

/// Which columns of *file* go into the metadata; empty where none does. A column of amounts that is not known as one would be
/// orders without money, and nobody would see why.
std::string metadata_note(const import_rows& file);

}  // namespace hub::app
