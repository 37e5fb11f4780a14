// What is left of the costs of a window that a platform told anew: rows the hub knows and the platform tells of no more
// become nothing.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "messages/listings.hpp"
#include "sources/pull/spend_replacement.hpp"

namespace hub {

/// The rows told since the last window came to its end.
class told_spend {
 public:
  /// What a page of the window became.
  void add(const sources::parsed& page);
  /// Begins anew.
  void clear();

  const std::vector<spend_event>& rows() const { return rows_; }
  /// Whether all that came could be read: what could not may be the very row that seems to be gone.
  bool whole() const { return whole_; }

 private:
  std::vector<spend_event> rows_;
  bool whole_ = true;
};

/// Asks for a page of known costs and hands it over, or nothing when there was no answer.
using take_spend_page = std::function<void(spend_page_answer*)>;
using ask_spend_page = std::function<void(spend_page_request, take_spend_page)>;

/// Takes the rows of the window that are no more, or nothing when what is known could not be asked.
using take_vanished = std::function<void(std::optional<std::vector<spend_event>>)>;

/// Asks for what is known of *window*, page by page. @param told the rows that came
void find_vanished(ask_spend_page ask, const sources::spend_window& window, std::vector<spend_event> told,
                   take_vanished take);

}  // namespace hub
