#include "domain/alert_book.hpp"

namespace hub {

std::string_view to_string(alert_kind kind) {
  switch (kind) {
    case alert_kind::silent: return "silent";
    case alert_kind::lag: return "lag";
    case alert_kind::reject_rate: return "reject_rate";
    case alert_kind::stopped: return "stopped";
    case alert_kind::parked: return "parked";
    case alert_kind::token: return "token";
  }
  return "";
}

std::vector<alert_notice> alert_book::take(const std::vector<alert_condition>& wrong, instant now) {
  std::vector<alert_notice> told;
  std::map<std::pair<alert_kind, std::string>, alert_notice> still;
  for (const auto& each : wrong) {
    const auto key = std::pair(each.kind, each.source);
    const auto before = open_.find(key);
    const alert_notice notice{each, false, before == open_.end() ? now : before->second.since};
    if (still.emplace(key, notice).second && before == open_.end()) told.push_back(notice);
  }
  for (auto& [key, notice] : open_) {
    if (still.count(key) > 0) continue;
    notice.over = true;
    told.push_back(std::move(notice));
  }
  open_ = std::move(still);
  return told;
}

}  // namespace hub
