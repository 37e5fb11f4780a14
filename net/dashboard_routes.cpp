// The dashboard: its page at `/`, the files that the page loads, and the API document. It asks the same routes as
// everybody else, so nothing of it needs the actors.
#include <algorithm>
#include <array>

#include "domain/sha256.hpp"
#include "net/api.hpp"
#include "net/content_coding.hpp"
#include "net/dashboard_files.hpp"

namespace hub::net {
namespace {

/// The page runs its own script and style, speaks to this hub alone, and stands in no frame.
constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

struct file_kind {
  std::string_view ending;
  std::string_view content_type;
};
constexpr std::array file_kinds{
    file_kind{".html", "text/html; charset=utf-8"},
    file_kind{".js", "text/javascript; charset=utf-8"},
    file_kind{".css", "text/css; charset=utf-8"},
    file_kind{".json", "application/json"},
    file_kind{".svg", "image/svg+xml"},
};

std::string_view content_type_of(std::string_view path) {
  const auto kind = std::find_if(file_kinds.begin(), file_kinds.end(),
                                 [&](const file_kind& each) { return path.ends_with(each.ending); });
  return kind == file_kinds.end() ? "application/octet-stream" : kind->content_type;
}

/// Files below /assets/ carry a hash of their content in their name and never change under it.
bool is_named_by_content(std::string_view path) { return path.starts_with("/assets/"); }

http_answer answer_of(const dashboard_file& file, const std::string& tag, const http_request& request) {
  const bool brotli = !file.brotli.empty() && accepts_coding(request.header("accept-encoding"), "br");
  const auto etag = '"' + tag + (brotli ? "-br\"" : "\"");
  http_answer answer;
  answer.content_type = content_type_of(file.path);
  answer.headers = {
      {"ETag", etag},
      {"Cache-Control", is_named_by_content(file.path) ? "public, max-age=31536000, immutable" : "no-cache"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"}};
  if (file.path.ends_with(".html")) answer.headers.emplace_back("Content-Security-Policy", page_policy);
  if (request.header("if-none-match").find(etag) != std::string_view::npos) {
    answer.status = 304;
    answer.headers.emplace_back("Vary", "Accept-Encoding");
    return answer;
  }
  answer.body = brotli ? file.brotli : file.text;
  if (brotli) {
    answer.headers.emplace_back("Content-Encoding", "br");
    answer.headers.emplace_back("Vary", "Accept-Encoding");
  }
  return answer;
}

route route_to(const dashboard_file& file, std::string_view path) {
  return {
      "GET", path, access::open,
      [file, tag = sha256_hex(file.text).substr(0, 32)](const http_request& request, const path_values&,
                                                        answer_handler done) { done(answer_of(file, tag, request)); }};
}

}  // namespace

std::vector<route> dashboard_routes(const api_context&) {
  std::vector<route> routes;
  for (const auto& file : dashboard_files())
    routes.push_back(route_to(file, file.path == "/index.html" ? "/" : file.path));
  return routes;
}

}  // namespace hub::net
