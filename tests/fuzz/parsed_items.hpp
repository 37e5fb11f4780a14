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
  const auto survives = [](const fact_body& fact) {
    const auto back = decode(encode(fact));
    expect(back.has_value() && *back == fact, "a fact survives its bytes");
  };
  for (const auto& one : items->items) {
    if (const auto* rejected = std::get_if<sources::rejection>(&one)) {
      expect(!rejected->errors.empty(), "a rejection says why");
      for (const auto& e : rejected->errors)
        expect(!e.code.empty() && !e.detail.empty(), "an error has code and detail");
      continue;
    }
    if (const auto* left_out = std::get_if<sources::ignored>(&one))
      expect(!left_out->why.code.empty() && !left_out->why.detail.empty(), "an item left out says why");
    else
      survives(std::get<fact_body>(one));
  }
  for (const auto& one : items->companions) {
    expect(one.of < items->items.size(), "a companion stands beside an item");
    survives(one.fact);
  }
}

}  // namespace hub::fuzz
