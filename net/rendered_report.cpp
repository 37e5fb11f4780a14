#include "net/rendered_report.hpp"

namespace hub::net {

http_answer rendered(shape as, std::string body, const report_facts& facts) {
  http_answer answer;
  answer.body = std::move(body);
  if (as == shape::json) return answer;
  answer.content_type = "text/csv; charset=utf-8; header=present";
  answer.headers.emplace_back("X-Data-Seq", std::to_string(facts.data_seq));
  answer.headers.emplace_back("X-Complete", facts.complete ? "true" : "false");
  if (facts.left_out != 0) answer.headers.emplace_back("X-Left-Out", std::to_string(facts.left_out));
  announce_unknown(answer, facts.unknown);
  return answer;
}

void announce_unknown(http_answer& answer, const std::vector<unknown_name>& unknown) {
  std::string parameters;  // the names themselves are no text for a header
  for (const auto& name : unknown) parameters += (parameters.empty() ? "" : ", ") + name.parameter;
  if (!parameters.empty()) answer.headers.emplace_back("X-Unknown-Names", parameters);
}

}  // namespace hub::net
