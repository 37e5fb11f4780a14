#include "net/problem.hpp"

#include <cassert>
#include <string>

#include "net/json_writer.hpp"
#include "net/status.hpp"

namespace hub::net {
namespace {

void write_errors(json_writer& out, std::span<const error> what) {
  out.key("errors").begin_array();
  for (const auto& each : what) {
    out.begin_object();
    out.member("pointer", each.pointer).member("code", each.code).member("detail", each.detail);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

http_answer problem(int status, std::span<const error> what, std::string_view request_id) {
  assert(!what.empty());
  json_writer out;
  out.begin_object();
  out.member("type", "urn:convhub:problem:" + what.front().code);
  out.member("title", reason_phrase(status)).member("status", status);
  if (what.size() == 1)
    out.member("detail", what.front().detail);
  else
    out.member("detail", std::to_string(what.size()) + " things are wrong; 'errors' lists each with its place.");
  out.member("request_id", request_id);
  write_errors(out, what);
  out.end_object().end_line();
  http_answer answer;
  answer.status = status;
  answer.content_type = "application/problem+json";
  answer.body = out.take();
  return answer;
}

http_answer problem(int status, const error& what, std::string_view request_id) {
  return problem(status, std::span<const error>(&what, 1), request_id);
}

http_answer overloaded(const error& what, std::string_view request_id, int retry_after_s) {
  auto answer = problem(503, what, request_id);
  answer.headers.emplace_back("Retry-After", std::to_string(retry_after_s));
  return answer;
}

}  // namespace hub::net
