#include "app/mended_rows.hpp"

#include <utility>

#include "app/answer_rows.hpp"
#include "app/quarantined.hpp"
#include "domain/decision.hpp"

namespace hub::app {

void mended_rows::note(const import_row& row) {
  if (!row.was.reject_id.empty() && !shut_out_) noted_.push_back(row.was);
}

result<bool> mended_rows::is_what_it_was(const import_row::origin& was) {
  const auto item = quarantined_item(hub_, was.reject_id);
  if (!item && (item.error().code == "reject-unknown" || item.error().code == "usage")) return false;
  if (!item) return item.error();
  const auto faults = faults_of(*item);
  const auto route = text_of(*item, "route");  // with the parameters it came with, such as `conversions?tz=UTC`
  // Of the reason the field alone: who mends rows by replacing text may replace it there too.
  const auto place = faults.empty() ? std::string() : faults.front().pointer;  // such as `/3/currency`
  const auto slash = place.find('/', 1);
  const auto field = slash == place.npos ? std::string() : place.substr(slash + 1);
  return text_of(*item, "state") == "open" && text_of(*item, "source") == source_ &&
         (route == fact_route || route.substr(0, route.find('?')) == route_) && was.reason.starts_with(field);
}

result<void> mended_rows::discard(const import_row::origin& was) {
  const auto open = is_what_it_was(was);
  if (!open) return open.error();
  if (!*open) return {};
  net::http_request request;
  request.method = "POST";
  request.target = "/v1/quarantine/" + percent_encoded(was.reject_id) + "/discard";
  const auto answer = hub_.exchange(request);
  if (!answer) return answer.error();
  if (answer->status >= 400) return refusal_of(*answer);
  ++given_up_;
  return {};
}

result<void> mended_rows::settle() {
  for (const auto& was : std::exchange(noted_, {})) {
    const auto done = discard(was);
    if (done) continue;
    shut_out_ = done.error().code == "refused-401" || done.error().code == "refused-403";
    return shut_out_ ? result<void>() : done;
  }
  return {};
}

}  // namespace hub::app
