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

}  // namespace

result<demo_totals> load_demo(client& hub) {
  demo_totals totals;
  for (auto& request : demo_requests()) {
    const auto target = request.target;
    const auto answer = hub.exchange(std::move(request));
    if (!answer) return answer.error();
    if (answer->status >= 400) return refusal_of(*answer);
    boost::system::error_code broken;
    const auto body = boost::json::parse(answer->body, broken);
    if (broken || !body.is_object()) return fail("answer-malformed", "the hub's answer is no JSON object", target);
    const auto& o = body.get_object();
    if (count_at(o, "rejected") > 0)
      return fail("demo-rejected", "the hub refuses its own demo: " + answer->body, target);
    totals.items += count_at(o, "accepted") + count_at(o, "duplicates");
    totals.redelivered += redeliveries(o);
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
