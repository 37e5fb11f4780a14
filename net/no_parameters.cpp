#include "net/no_parameters.hpp"

#include <utility>

#include "net/problem.hpp"
#include "net/query.hpp"

namespace hub::net {

handler without_parameters(handler fn) {
  return [fn = std::move(fn)](const http_request& request, const path_values& values, answer_handler done) {
    const auto parts = split_target(request.target);
    if (!parts) return done(problem(400, parts.error(), request.request_id));
    if (parts->parameters.empty()) return fn(request, values, std::move(done));
    const auto& name = parts->parameters.front().first;
    std::string detail = "There is no parameter '" + name + "' here.";
    if (request.method == "POST") detail += " What this route takes stands in the body.";
    done(problem(400, fail("parameter-unknown", std::move(detail), name), request.request_id));
  };
}

}  // namespace hub::net
