// The route table: which handler answers which method and path. A path nobody knows gets 404 with the nearest known
// one, a known path with another method 405 with what is allowed. HEAD is answered by GET's handler.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.hpp"
#include "net/path_pattern.hpp"

namespace hub::net {

/// Answers the requests of one route. The request and the values live until the call returns; *done* is called once.
using handler = std::function<void(const http_request&, const path_values&, answer_handler)>;

/// One line of the table. Patterns are explained at path_pattern.
struct route {
  std::string_view method;
  std::string_view pattern;
  handler fn;
};

/// The table as a service: what the listener hands requests to.
class router : public http_service {
 public:
  /// @pre every pattern begins with `/`
  explicit router(std::vector<route> table);

  void handle(http_request request, answer_handler done) override;

 private:
  struct entry {
    std::string method;
    path_pattern pattern;
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

  std::vector<entry> entries_;  ///< the most literal pattern first
};

}  // namespace hub::net
