// How much each source told in the last hours, against what it tells in such hours of other weeks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/time.hpp"
#include "domain/weekly_rhythm.hpp"
#include "messages/caf.hpp"

namespace hub {

struct source_rhythm {
  std::string source = {};
  instant last = 0;                             ///< when the latest event came
  std::optional<double> usual_since_last = {};  ///< so many usually come in as long as nothing came now
  bool silent = false;                          ///< that is more than the limit of alerts
  std::vector<hour_of_rhythm> hours = {};       ///< oldest first; the last is the hour that goes on
};

/// net → lookout: the rhythms of the sources.
struct rhythms_request {
  std::int32_t hours = 24;
};
struct rhythms_answer {
  instant at = 0;
  bool ready = false;                       ///< the log is read up; before, counts are too small
  std::vector<source_rhythm> sources = {};  ///< by name
};

}  // namespace hub

HUB_LOCAL_MESSAGE(hub::rhythms_request)
HUB_LOCAL_MESSAGE(hub::rhythms_answer)
