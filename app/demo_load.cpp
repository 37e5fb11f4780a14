#include "app/demo_load.hpp"

#include <stdlib.h>

#include <algorithm>
#include <boost/json.hpp>

#include "app/demo_data.hpp"

namespace hub::app {
namespace {

std::int64_t count_at(const boost::json::object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  return v != nullptr && v->is_int64() ? v->get_int64() : 0;
}

/// How many results of an ingest answer say that the item was known already.
std::int64_t redeliveries(const boost::json::object& answer) {
  const auto* results = answer.if_contains("results");
  if (results == nullptr || !results->is_array()) return 0;
  return std::count_if(results->get_array().begin(), results->get_array().end(), [](const auto& r) {
    const auto* rule = r.get_object().if_contains("rule");
    return rule != nullptr && *rule == "redelivery";
  });
}

/// The body of the answer to *request*.
result<boost::json::object> answer_to(client& hub, net::http_request request) {
  const auto target = request.target;
  const auto answer = hub.exchange(std::move(request));
  if (!answer) return answer.error();
  if (answer->status >= 400) return refusal_of(*answer);
  boost::system::error_code broken;
  auto body = boost::json::parse(answer->body, broken);
  if (broken || !body.is_object()) return fail("answer-malformed", "the hub's answer is no JSON object", target);
  return std::move(body.get_object());
}

}  // namespace

result<void> check_takes_demo(client& hub) {
  net::http_request status;
  status.method = "GET";
  status.target = "/v1/status";
  const auto stands = answer_to(hub, std::move(status));
  if (!stands) return stands.error();
  if (count_at(*stands, "data_seq") == 0) return {};
  auto first = demo_requests().front();
  first.target += first.target.find('?') == first.target.npos ? "?dry_run=true" : "&dry_run=true";
  const auto known = answer_to(hub, std::move(first));
  if (!known) return known.error();
  if (redeliveries(*known) > 0) return {};
  return fail(
      "demo-unwanted",
      "this data directory holds data of its own, and the demo could not be taken out of it again; leave --data "
      "out, or name a new directory");
}

result<demo_totals> load_demo(client& hub) {
  demo_totals totals;
  for (auto& request : demo_requests()) {
    const auto target = request.target;
    const auto o = answer_to(hub, std::move(request));
    if (!o) return o.error();
    if (count_at(*o, "rejected") > 0)
      return fail("demo-rejected", "the hub refuses its own demo: " + boost::json::serialize(*o), target);
    totals.items += count_at(*o, "accepted") + count_at(*o, "duplicates");
    totals.redelivered += redeliveries(*o);
  }
  return totals;
}

result<scratch_directory> scratch_directory::make() {
  std::error_code failed;
  auto pattern = (std::filesystem::temp_directory_path(failed) / "convhub-demo-XXXXXX").string();
  if (failed || ::mkdtemp(pattern.data()) == nullptr)
    return fail("directory-unwritable",
                "no directory can be made for temporary files; set TMPDIR to one that is writable");
  return scratch_directory(std::filesystem::path(pattern));
}

scratch_directory::~scratch_directory() {
  std::error_code ignored;  // what is left lies in the system's temporary files
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace hub::app
