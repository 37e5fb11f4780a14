// Asks a hub and prints what it answers: as a person reads it, or as it came.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <string>

#include "app/command.hpp"

namespace hub::app {

/// Makes text of a document.
using shown = std::function<std::string(const boost::json::value&, const look&)>;

/// A request for *target*, with *body* as JSON unless it is empty.
net::http_request request_of(std::string method, std::string target, const boost::json::object& body = {});

/// What stands beside figures of which some amounts could not be converted, and that have no place to say so.
inline constexpr std::string_view without_rates =
    "convhub: not complete: amounts without an exchange rate count as nothing here; the report without --csv names "
    "them, "
    "--currency reports in another currency, 'import --kind fx-rates' brings rates\n";

/// Sends *request* and prints the answer. Errors: that none came, `refused-STATUS`, `answer-malformed`.
result<exit_code> show_answer(client& hub, net::http_request request, const ask_flags& ask, console& c,
                              const shown& as);

/// Prints an answer that came.
result<exit_code> show_document_of(const net::http_answer& answer, const ask_flags& ask, console& c, const shown& as);

}  // namespace hub::app
