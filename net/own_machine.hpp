// A hub without keys serves the machine it runs on, and nobody else: neither other machines, nor web pages that its
// user's browser shows. Those could ask it across sites, or under a name of their own that leads to this machine.
#pragma once

#include <optional>

#include "domain/error.hpp"
#include "net/http.hpp"

namespace hub::net {

/// Whether *request* came over a connection of this machine.
bool comes_from_this_machine(const http_request& request);

/// Why a page of another site seems to have sent *request*: it says so, or names an origin that is not on this machine.
std::optional<error> comes_from_elsewhere(const http_request& request);

/// Why *request* seems not to know whom it asks: it names another host than this machine.
std::optional<error> means_another_host(const http_request& request);

}  // namespace hub::net
