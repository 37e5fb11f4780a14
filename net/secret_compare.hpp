// Compares what a caller gave with a secret so that the time it takes tells nothing of the secret, its length included.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hub::net {

/// Whether *given* is *secret*. An empty secret equals nothing.
bool same_secret(std::string_view given, std::string_view secret);

/// Whether *given* is one of *secrets*; all of them are looked at.
bool any_secret(std::string_view given, std::span<const std::string> secrets);

}  // namespace hub::net
