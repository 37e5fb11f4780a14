// Conversions as JSON: a line of the list, and one with everything known about it.
#pragma once

#include <string>

#include "messages/reports.hpp"
#include "net/json_writer.hpp"

namespace hub::net {

/// One conversion of a list, as an object.
void write_conversion(json_writer& out, const conversion_view& view);

/// `{"data":[…],"next_cursor","data_seq"}`
std::string conversions_json(const conversions_answer& answer);

/// The conversion with sources, ledger, touches, merges and the origin of its fields. @pre there is a dossier
std::string conversion_json(const conversion_found& found);

/// The first order id told, that of the most trusted source if it told one; or empty.
std::string order_id_of(const conversion_view& view);

}  // namespace hub::net
