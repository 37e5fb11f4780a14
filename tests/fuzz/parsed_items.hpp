// What holds of every parser's result, whatever it was given.
#pragma once

#include "domain/codec.hpp"
#include "domain/text.hpp"
#include "sources/source.hpp"
#include "tests/fuzz/expect.hpp"

namespace hub::fuzz {

inline void check_items(const result<sources::parsed>& items) {
  if (!items) {
    expect(!items.error().code.empty() && !items.error().detail.empty(), "a refusal says why");
    return;
  }
  for (const auto& one : *items) {
    if (const auto* rejected = std::get_if<sources::rejection>(&one)) {
      expect(!rejected->errors.empty(), "a rejection says why");
      for (const auto& e : rejected->errors)
        expect(!e.code.empty() && !e.detail.empty(), "an error has code and detail");
      continue;
    }
    const auto& fact = std::get<fact_body>(one);
    const auto back = decode(encode(fact));
    expect(back.has_value() && *back == fact, "a fact survives its bytes");
  }
}

}  // namespace hub::fuzz
