#include "net/answer_head.hpp"

#include <cstdio>

#include "net/status.hpp"

namespace hub::net {
namespace {

void add_field(std::string& head, std::string_view name, std::string_view value) {
  head += name;
  head += ": ";
  for (const char c : value) head += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  head += "\r\n";
}

}  // namespace

std::string http_date(std::time_t time) {
  constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[parts.tm_wday], parts.tm_mday,
                months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
  return text;
}

std::string answer_head(const http_answer& answer, const answer_framing& framing) {
  std::string head = "HTTP/1.1 " + std::to_string(answer.status) + ' ';
  head += reason_phrase(answer.status);
  head += "\r\n";
  const bool has_content = answer.status != 204 && answer.status != 304;
  add_field(head, "Date", http_date(framing.now));
  if (has_content && !answer.content_type.empty()) add_field(head, "Content-Type", answer.content_type);
  if (has_content && framing.length) add_field(head, "Content-Length", std::to_string(*framing.length));
  if (has_content && framing.chunked) add_field(head, "Transfer-Encoding", "chunked");
  if (!framing.keep_alive) add_field(head, "Connection", "close");
  add_field(head, "X-Request-Id", framing.request_id);
  for (const auto& [name, value] : answer.headers) add_field(head, name, value);
  head += "\r\n";
  return head;
}

}  // namespace hub::net
