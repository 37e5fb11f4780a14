// What an identifier is called inside: by kind and value, so that equal values of two kinds are two.
#pragma once

#include "domain/facts.hpp"
#include "domain/keys.hpp"

namespace hub {

/// 128-bit name of an identifier. All click ids share one name space: their networks are told apart by the value.
key128 identifier_key(const identifier& id);

}  // namespace hub
