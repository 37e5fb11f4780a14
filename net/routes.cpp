#include "net/routes.hpp"

#include <algorithm>
#include <utility>

#include "domain/nearest.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"

namespace hub::net {
namespace {

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

/// The segments of *path*, decoded one by one so that an escaped slash stays inside its segment.
result<std::vector<std::string>> decoded_segments(std::string_view path) {
  if (!path.starts_with('/')) return fail("target-form", "The request target must begin with '/'.", "path");
  std::vector<std::string> out;
  for (const auto each : path_segments(path)) {
    auto text = percent_decode(each, false, "path");
    if (!text) return text.error();
    out.push_back(std::move(*text));
  }
  return out;
}

void add_once(std::vector<std::string>& words, std::string word) {
  if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
}

}  // namespace

router::router(std::vector<route> table, key_gate& gate) : gate_(gate) {
  entries_.reserve(table.size());
  for (auto& each : table)
    entries_.push_back({std::string(each.method), path_pattern(each.pattern), each.needs, std::move(each.fn)});
  std::stable_sort(entries_.begin(), entries_.end(), [](const entry& a, const entry& b) {
    return a.pattern.literal_length() > b.pattern.literal_length();
  });
}

router::found router::lookup(std::string_view method, const decoded_path& path) const {
  for (const auto& each : entries_) {
    if (each.method != method) continue;
    if (auto values = each.pattern.match(path)) return {&each, std::move(*values)};
  }
  return {};
}

std::string router::allowed(const decoded_path& path) const {
  std::vector<std::string> methods;
  for (const auto& each : entries_) {
    if (!each.pattern.match(path)) continue;
    add_once(methods, each.method);
    if (each.method == "GET") add_once(methods, "HEAD");
  }
  std::sort(methods.begin(), methods.end());
  std::string out;
  for (const auto& each : methods) out += (out.empty() ? "" : ", ") + each;
  return out;
}

http_answer router::refusal(const http_request& request, const decoded_path& path) const {
  if (const auto methods = allowed(path); !methods.empty()) {
    auto answer = problem(405, fail("method-not-allowed", "This path answers " + methods + " only.", "method"),
                          request.request_id);
    answer.headers.emplace_back("Allow", methods);
    return answer;
  }
  std::vector<std::string> paths;
  for (const auto& each : entries_) paths.push_back(each.pattern.filled_like(path));
  const std::vector<std::string_view> known(paths.begin(), paths.end());
  std::string asked;
  for (const auto& each : path) asked += '/' + each;
  return problem(404, fail("path-unknown", "Nothing is served at this path." + did_you_mean(asked, known), "path"),
                 request.request_id);
}

void router::handle(http_request request, answer_handler done) {
  const auto path = decoded_segments(path_of(request.target));
  if (!path) return done(problem(400, path.error(), request.request_id));
  auto hit = lookup(request.method, *path);
  if (!hit.which && request.method == "HEAD") hit = lookup("GET", *path);
  if (!hit.which) return done(refusal(request, *path));
  const auto& of = *hit.which;
  auto answered = [done = std::move(done), &pattern = of.pattern.text()](http_answer answer) {
    answer.route = pattern;
    done(std::move(answer));
  };
  if (const auto scope = scope_of(of.needs); scope && !asks_itself(of.needs))
    if (const auto why = gate_.ask(*scope, request)) return answered(problem(*why, request.request_id));
  of.fn(request, hit.values, std::move(answered));
}

}  // namespace hub::net
