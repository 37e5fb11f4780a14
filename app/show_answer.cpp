#include "app/show_answer.hpp"

namespace hub::app {

net::http_request request_of(std::string method, std::string target, const boost::json::object& body) {
  net::http_request request;
  request.method = std::move(method);
  request.target = std::move(target);
  if (!body.empty()) request.body = boost::json::serialize(body);
  return request;
}

result<exit_code> show_answer(client& hub, net::http_request request, const ask_flags& ask, console& c,
                              const shown& as) {
  const auto answer = hub.exchange(std::move(request));
  if (!answer) return answer.error();
  if (answer->status >= 400) return refusal_of(*answer);
  return show_document_of(*answer, ask, c, as);
}

result<exit_code> show_document_of(const net::http_answer& answer, const ask_flags& ask, console& c, const shown& as) {
  if (ask.chosen_format() != format::table) {
    c.out << answer.body;
    return exit_code::ok;
  }
  boost::system::error_code broken;
  const auto document = boost::json::parse(answer.body, broken);
  if (broken) return fail("answer-malformed", "the server's answer is no JSON; is it a Conversion Hub?");
  c.out << as(document, c.out_look);
  return exit_code::ok;
}

}  // namespace hub::app
