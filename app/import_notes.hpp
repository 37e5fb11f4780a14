// What an import says of refunds and the like that do not simply count: by the note that the hub gave them.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "app/import_batch.hpp"

namespace hub::app {

class import_notes {
 public:
  void look_at(const noted_row& row);

  /// Sentences, a line each; empty where all simply count. @param dry_run nothing is stored that could be listed
  std::string text(bool dry_run) const;

 private:
  struct found {
    std::int64_t rows = 0;
    std::int64_t first_line = 0;
  };
  std::map<std::string, found> by_note_;
};

}  // namespace hub::app
