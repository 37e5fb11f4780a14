// Which names were ever heard of as what: so that a filter or a group that nobody has is told from one that earned
// nothing.
#pragma once

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/journeys.hpp"
#include "domain/query.hpp"
#include "domain/spend.hpp"

namespace hub {

/// A name in a question that no fact ever had.
struct unknown_name {
  std::string parameter;  ///< where it stood: `conversion_type`, …
  std::string name;
  std::string meant;  ///< the nearest that there is; empty: none is near

  friend bool operator==(const unknown_name&, const unknown_name&) = default;
};

/// `no fact names the conversion_type 'purchas'; did you mean 'purchase'?`
std::string sentence_of(const unknown_name& unknown);

class known_names {
 public:
  /// Names once heard of stay known.
  void note(const journey_update& update);
  void note_spend(const spend_place& place);

  /// @pre *d* is no date
  bool knows(dimension d, std::string_view name, const dictionary& names) const;
  /// Calls f(name) for every name that is known as this; for the empty one too where it is.
  template <class F>
  void for_each(dimension d, F&& f) const {
    for (name_id id = 0; id < uses_.size(); ++id)
      if ((uses_[id] & (1U << static_cast<unsigned>(d))) != 0) f(id);
  }
  /// The known name nearest to *name*, or empty.
  std::string nearest_to(dimension d, std::string_view name, const dictionary& names) const;

 private:
  void note(name_id name, dimension d);

  std::vector<std::uint8_t> uses_;                              // by name: a bit a dimension
  std::array<std::set<std::string, std::less<>>, 3> of_spend_;  // campaigns, ad sets, ads
};

}  // namespace hub
