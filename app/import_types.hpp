// Types of conversions that no platform or standard uses. They are taken in as types of their own, but a word in another
// language (`Kauf`, `Gutschrift`) is hardly meant so: such rows meet no report of a purchase, and a refund among them counts
// as revenue. Types that only lead to an outcome, such as carts, are told of too.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "app/import_row.hpp"

namespace hub::app {

class import_types {
 public:
  void look_at(const import_row& row);

  /// Sentences, a line each; empty when every type is known and an outcome.
  std::string text() const;

 private:
  static constexpr std::size_t most_told = 8;

  std::map<std::string, std::int64_t> rows_;  ///< by the word in the file
  std::int64_t others_ = 0;                   ///< rows of further words
  std::set<std::string> step_words_;          ///< of types that only lead somewhere
  std::int64_t steps_ = 0;                    ///< rows of them
};

}  // namespace hub::app
