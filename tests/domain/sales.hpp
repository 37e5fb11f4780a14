// Plain purchases by one person, for tests that are about what else is equal.
#pragma once

#include <string>
#include <utility>

#include "tests/domain/stories.hpp"

namespace hub::told {

inline conversion_event sale(std::string source, std::string id, std::int64_t cents, instant at,
                             std::string order = {}) {
  conversion_event e;
  e.source = std::move(source);
  e.external_id = std::move(id);
  e.type = "purchase";
  e.occurred_at = at;
  e.value = money{cents, usd};
  e.order_key = std::move(order);
  e.identifiers = {{identifier_kind::email, "ann", true}};
  return e;
}

}  // namespace hub::told
