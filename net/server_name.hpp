// The part of an address that names a server, fit to be shown: without user, password, path and query.
#pragma once

#include <string>
#include <string_view>

namespace hub::net {

/// scheme://host:port of *url*.
std::string server_name(std::string_view url);

/// Whether *server* is this machine itself, to which no proxy leads.
bool is_loopback(std::string_view server);

}  // namespace hub::net
