#include "app/mended_rows.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "app/answer_rows.hpp"
#include "app/quarantined.hpp"
#include "domain/decision.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

bool is_id(std::string_view field) {
  static constexpr std::string_view ids[] = {"order_id", "external_id", "event_id", "adjustment_id", "id"};
  return std::find(std::begin(ids), std::end(ids), field) != std::end(ids);
}

/// Hashes of what was sent, such as of e-mail addresses, and ids that the hub made of rows that name none.
bool is_digest(std::string_view text) {
  constexpr std::size_t shortest = 60;  // zeros in front are left out
  return text.size() >= shortest && text.find_first_not_of("0123456789abcdef") == text.npos;
}

/// Whether *now* can be *then*, which was refused for *faults*, mended. Names of fields are not asked: a column may have
/// been given another since. What cannot be read is not told apart.
bool may_be(const json::object& then, const json::object& now, const std::vector<error>& faults) {
  const auto refused = [&](std::string_view field) {
    return std::any_of(faults.begin(), faults.end(),
                       [&](const error& e) { return e.pointer.ends_with("/" + std::string(field)); });
  };
  const auto has_still = [&](const json::value& value) {
    return std::any_of(now.begin(), now.end(), [&](const auto& m) { return cell_of(m.value()) == cell_of(value); });
  };
  bool has_ids = false, same = true;
  for (const auto& member : then) {
    if (refused(member.key()) || is_digest(cell_of(member.value()))) continue;
    const bool id = is_id(member.key());
    if (has_ids && !id) continue;
    if (id && !has_ids) same = true;  // what the others said counts no more
    has_ids = has_ids || id;
    same = same && has_still(member.value());
  }
  return same;
}

}  // namespace

void mended_rows::note(const import_row& row) {
  if (!row.was.reject_id.empty() && !shut_out_) noted_.push_back({row.was, row.json});
}

result<bool> mended_rows::is_what_it_was(const noted_row& row) {
  const auto& was = row.was;
  const auto item = quarantined_item(hub_, was.reject_id);
  if (!item && (item.error().code == "reject-unknown" || item.error().code == "usage")) return false;
  if (!item) return item.error();
  const auto faults = faults_of(*item);
  const auto route = text_of(*item, "route");  // with the parameters it came with, such as `conversions?tz=UTC`
  // Of the reason the field alone: who mends rows by replacing text may replace it there too.
  const auto place = faults.empty() ? std::string() : faults.front().pointer;  // such as `/3/currency`
  const auto slash = place.find('/', 1);
  const auto field = slash == place.npos ? std::string() : place.substr(slash + 1);
  if (text_of(*item, "state") != "open") return false;
  const bool same =
      text_of(*item, "source") == source_ && (route == fact_route || route.substr(0, route.find('?')) == route_) &&
      was.reason.starts_with(field) && may_be(object_in(text_of(*item, "raw")), object_in(row.json), faults);
  strangers_ += same ? 0 : 1;
  if (const auto source = text_of(*item, "source"); source != source_) rejected_as_ = source;
  return same;
}

result<void> mended_rows::discard(const noted_row& row) {
  const auto open = is_what_it_was(row);
  if (!open) return open.error();
  if (!*open) return {};
  net::http_request request;
  request.method = "POST";
  request.target = "/v1/quarantine/" + percent_encoded(row.was.reject_id) + "/discard";
  const auto answer = hub_.exchange(request);
  if (!answer) return answer.error();
  if (answer->status >= 400) return refusal_of(*answer);
  ++given_up_;
  return {};
}

result<void> mended_rows::settle() {
  for (const auto& row : std::exchange(noted_, {})) {
    const auto done = discard(row);
    if (done) continue;
    shut_out_ = done.error().code == "refused-401" || done.error().code == "refused-403";
    return shut_out_ ? result<void>() : done;
  }
  return {};
}

}  // namespace hub::app
