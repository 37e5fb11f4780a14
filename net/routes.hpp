// The route table: which handler answers which method and path. A path nobody knows gets 404 with the nearest known
// one, a known path with another method 405 with what is allowed, a request without the key that the route needs 401, 403 or
// 429. HEAD is answered by GET's handler.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "net/access.hpp"
#include "net/http.hpp"
#include "net/key_gate.hpp"
#include "net/path_pattern.hpp"

namespace hub::net {

/// Answers the requests of one route. The request and the values live until the call returns; *done* is called once.
using handler = std::function<void(const http_request&, const path_values&, answer_handler)>;

/// One line of the table. Patterns are explained at path_pattern.
struct route {
  std::string_view method;
  std::string_view pattern;
  access needs;
  handler fn;
};

/// The table as a service: what the listener hands requests to.
class router : public http_service {
 public:
  /// @pre every pattern begins with `/`
  /// @param gate is asked before a route answers, as the route says; must outlive the router
  router(std::vector<route> table, key_gate& gate);

  void handle(http_request request, answer_handler done) override;

 private:
  struct entry {
    std::string method;
    path_pattern pattern;
    access needs;
    handler fn;
  };
  /// The entry that answers, and what its pattern captured.
  struct found {
    const entry* which = nullptr;
    path_values values;
  };
  using decoded_path = std::vector<std::string>;

  found lookup(std::string_view method, const decoded_path& path) const;
  /// The methods for *path*, as an Allow header names them; empty when no pattern matches.
  std::string allowed(const decoded_path& path) const;
  http_answer refusal(const http_request& request, const decoded_path& path) const;

  key_gate& gate_;
  std::vector<entry> entries_;  ///< the most literal pattern first
};

}  // namespace hub::net
