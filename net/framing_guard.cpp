#include "net/framing_guard.hpp"

#include <algorithm>
#include <string>

#include "net/ascii.hpp"

namespace hub::net {
namespace {

bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  const auto allowed = [&](char c) { return is_alnum(c) || marks.find(c) != marks.npos; };
  return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

bool has_control(std::string_view value) {
  return std::any_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

/// What the lines of one head said about its framing.
struct framing {
  bool old_version = false;
  int hosts = 0;
  int lengths = 0;
  int encodings = 0;
};

std::optional<error> check_target(std::string_view target) {
  if (target.empty() || target.front() != '/')
    return fail("target-form", "The request target must be a path that begins with '/'; proxy requests are not served.",
                "request-target");
  const auto odd = [](char c) { return c <= ' ' || c >= 0x7f || c == '#'; };
  if (std::any_of(target.begin(), target.end(), odd))
    return fail("target-characters", "The request target holds a byte that must be percent-encoded.", "request-target");
  return std::nullopt;
}

std::optional<error> check_request_line(std::string_view line, framing& seen) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == line.npos || first == last || !is_token(line.substr(0, first)))
    return fail("request-line", "The first line must read 'METHOD /path HTTP/1.1' with single spaces.", "request-line");
  const auto version = line.substr(last + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0")
    return fail("http-version", "Only HTTP/1.1 and HTTP/1.0 are spoken here.", "request-line");
  seen.old_version = version == "HTTP/1.0";
  return check_target(line.substr(first + 1, last - first - 1));
}

std::optional<error> check_host(std::string_view value, framing& seen) {
  if (++seen.hosts > 1) return fail("host-repeated", "Send the Host header once.", "Host");
  constexpr std::string_view marks = "-._~:[]%";
  const auto allowed = [&](char c) { return is_alnum(c) || marks.find(c) != marks.npos; };
  if (!std::all_of(value.begin(), value.end(), allowed))
    return fail("host-malformed", "The Host header must be a host name or address with an optional port.", "Host");
  return std::nullopt;
}

std::optional<error> check_length(std::string_view value, framing& seen) {
  if (++seen.lengths > 1) return fail("content-length-repeated", "Send Content-Length once.", "Content-Length");
  constexpr std::size_t most_digits = 18;
  if (value.empty() || value.size() > most_digits || !std::all_of(value.begin(), value.end(), is_digit))
    return fail("content-length-malformed", "Content-Length must be one decimal number.", "Content-Length");
  return std::nullopt;
}

std::optional<error> check_encoding(std::string_view value, framing& seen) {
  if (++seen.encodings > 1 || !same_ignoring_case(value, "chunked"))
    return fail("transfer-encoding", "Send Transfer-Encoding once and as 'chunked', or send Content-Length instead.",
                "Transfer-Encoding");
  if (seen.old_version)
    return fail("transfer-encoding", "HTTP/1.0 has no Transfer-Encoding; send Content-Length.", "Transfer-Encoding");
  return std::nullopt;
}

std::optional<error> check_field(std::string_view line, framing& seen) {
  if (line.front() == ' ' || line.front() == '\t')
    return fail("header-folded", "A header may not go on in a second line.", "headers");
  const auto colon = line.find(':');
  if (colon == line.npos || !is_token(line.substr(0, colon)))
    return fail("header-malformed", "Every header must read 'Name: value' without a blank before the colon.",
                "headers");
  const auto name = line.substr(0, colon);
  const auto value = trim(line.substr(colon + 1));
  if (has_control(value))
    return fail("header-control-character", "A header value may not hold control characters.", std::string(name));
  if (same_ignoring_case(name, "host")) return check_host(value, seen);
  if (same_ignoring_case(name, "content-length")) return check_length(value, seen);
  if (same_ignoring_case(name, "transfer-encoding")) return check_encoding(value, seen);
  return std::nullopt;
}

std::optional<error> check_together(const framing& seen) {
  if (seen.lengths > 0 && seen.encodings > 0)
    return fail("framing-ambiguous", "Send either Content-Length or Transfer-Encoding, not both.", "Transfer-Encoding");
  if (seen.hosts == 0 && !seen.old_version) return fail("host-missing", "HTTP/1.1 needs a Host header.", "Host");
  return std::nullopt;
}

}  // namespace

std::size_t head_length(std::string_view bytes, std::size_t from) {
  // The end is at most three bytes long, so a search that resumes must look two bytes back.
  auto at = bytes.find('\n', from < 2 ? 0 : from - 2);
  while (at != bytes.npos) {
    auto next = at + 1;
    if (next < bytes.size() && bytes[next] == '\r') ++next;
    if (next < bytes.size() && bytes[next] == '\n') return next + 1;
    at = bytes.find('\n', at + 1);
  }
  return 0;
}

std::optional<error> framing_fault(std::string_view head) {
  framing seen;
  bool first = true;
  while (!head.empty()) {
    const auto end = head.find('\n');
    if (end == head.npos || end == 0 || head[end - 1] != '\r')
      return fail("line-end", "Lines of the head must end in CR LF.", "headers");
    const auto line = head.substr(0, end - 1);
    head.remove_prefix(end + 1);
    if (line.find('\r') != line.npos) return fail("line-end", "The head holds a CR that ends no line.", "headers");
    if (line.empty() && !first) break;
    auto fault = first ? check_request_line(line, seen) : check_field(line, seen);
    if (fault) return fault;
    first = false;
  }
  return check_together(seen);
}

}  // namespace hub::net
