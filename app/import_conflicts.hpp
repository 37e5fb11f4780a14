// What an import says of rows that say something else than what is known of their order, from before or from a row above:
// another value, of which the rules of deduplication choose one, or another type or another spelling of its order id, which make
// a conversion of their own. Whoever corrects amounts this way, or means one order by both, must hear of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/import_batch.hpp"

namespace hub::app {

class import_conflicts {
 public:
  void look_at(const known_row& row);

  /// The lines to print; empty when nothing differs. @param dry_run whether it only would be so
  std::string text(bool dry_run) const;

 private:
  static constexpr std::size_t most_shown = 10;

  /// Rows of one kind: how many, and the first of them.
  struct found {
    std::int64_t count = 0;
    std::vector<known_row> first;
    void add(const known_row& row);
  };
  found values_;
  found types_;
  found spellings_;
};

}  // namespace hub::app
