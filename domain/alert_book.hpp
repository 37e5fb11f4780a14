// Which alerts are open. Whoever watches says what is wrong now; the book tells what is new and what is over, each once.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/time.hpp"

namespace hub {

enum class alert_kind : std::uint8_t {
  silent,       ///< nothing comes from a source from which much usually comes; value: how much
  lag,          ///< a pulled source is not read up; value: seconds
  reject_rate,  ///< many of its items could not be taken in, within the last hour; value: their share
  stopped,      ///< a pulled source does not go on until somebody acts
  parked,       ///< its actor died again and again
  token,        ///< the token of a pulled source expires soon; value: seconds until then
};

/// `silent`, `lag`, `reject_rate`, `stopped`, `parked`, `token`.
std::string_view to_string(alert_kind kind);

/// What is wrong with a source now.
struct alert_condition {
  alert_kind kind = alert_kind::silent;
  std::string source = {};
  std::string sentence = {};
  double value = 0;
};

/// An alert that begins or ends.
struct alert_notice {
  alert_condition what = {};
  bool over = false;
  instant since = 0;  ///< when it began
};

class alert_book {
 public:
  bool is_open(alert_kind kind, const std::string& source) const { return open_.count({kind, source}) > 0; }

  /// @param wrong everything that is wrong at *now*
  /// @return what was not open yet, then what was open and is over, with the sentence and value that it had last
  std::vector<alert_notice> take(const std::vector<alert_condition>& wrong, instant now);

 private:
  std::map<std::pair<alert_kind, std::string>, alert_notice> open_;
};

}  // namespace hub
