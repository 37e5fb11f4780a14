// What the contacts of a conversion had done before it. Journeys know it of themselves; it is looked up here for
// conversions that several contacts share, whose other conversions stand in other journeys, and for explanations.
#pragma once

#include <map>

#include "domain/truth.hpp"

namespace hub {

/// Remembers what it has looked up. @pre the truth stays as it is as long as this lives
class truth::earlier_sales {
 public:
  explicit earlier_sales(const truth& of) : t_(of) {}

  /// The latest conversion of the type of *c* at an earlier instant by any of *contacts*, told as one that is
  /// `elsewhere`; nothing where there is none.
  std::optional<journey_conversion> before(const journey_conversion& c, std::span<const contact_no> contacts);

 private:
  struct sale {
    name_id type = 0;
    instant at = 0;
    event_no founder = nothing;
    friend auto operator<=>(const sale&, const sale&) = default;
  };
  const std::vector<sale>& of(contact_no contact);

  const truth& t_;
  std::map<contact_no, std::vector<sale>> known_;
};

}  // namespace hub
