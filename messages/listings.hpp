// Everything of one kind, a page at a time, for exports; and what each source told.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "domain/listing.hpp"
#include "domain/log_moment.hpp"
#include "domain/rates.hpp"
#include "domain/spend.hpp"
#include "messages/caf.hpp"

namespace hub {

/// net → dedup: touches that happened in a range, in the order of their receipt.
struct touch_page_request {
  instant from = std::numeric_limits<instant>::min();
  instant to = std::numeric_limits<instant>::max();
  std::uint32_t first = 0;  ///< where to begin
  std::size_t limit = 1000;
};
struct touch_page_answer {
  std::vector<listed_touch> touches;  ///< may be none although there is more
  std::optional<std::uint32_t> next;  ///< where to go on
};

/// net → dedup: source events that happened in a range, in the order of their receipt.
struct event_page_request {
  instant from = std::numeric_limits<instant>::min();
  instant to = std::numeric_limits<instant>::max();
  std::uint32_t first = 0;
  std::size_t limit = 1000;
};
struct event_page_answer {
  std::vector<listed_event> events;
  std::optional<std::uint32_t> next;
};

/// net → dedup: adjustments of which *note* became, the latest received first.
struct adjustments_request {
  entry_note note = entry_note::waits_for_sale;
  std::optional<std::uint32_t> past;  ///< where the page before ended
  std::size_t limit = 100;
};
struct adjustments_answer {
  std::vector<listed_adjustment> adjustments;  ///< may be none although there is more
  std::optional<std::uint32_t> next;           ///< where to go on
  std::uint64_t data_seq = 0;
};

/// net → report: rows of spend of the days [from, to).
struct spend_page_request {
  std::int32_t from = std::numeric_limits<std::int32_t>::min();
  std::int32_t to = std::numeric_limits<std::int32_t>::max();
  std::optional<spend_place> after;
  std::size_t limit = 1000;
};
struct spend_page_answer {
  std::vector<listed_spend> rows;
  std::optional<spend_place> next;
};

/// net → dedup, or historian: what each source told in a range, and what it was.
struct sources_request {
  instant from = std::numeric_limits<instant>::min();
  instant to = std::numeric_limits<instant>::max();
  std::optional<log_moment> as_of = {};  ///< of the historian
};
struct sources_answer {
  source_sums sums;
  std::shared_ptr<const rate_table> rates;
  std::uint64_t data_seq = 0;
};

}  // namespace hub

HUB_LOCAL_MESSAGE(hub::touch_page_request)
HUB_LOCAL_MESSAGE(hub::touch_page_answer)
HUB_LOCAL_MESSAGE(hub::event_page_request)
HUB_LOCAL_MESSAGE(hub::event_page_answer)
HUB_LOCAL_MESSAGE(hub::adjustments_request)
HUB_LOCAL_MESSAGE(hub::adjustments_answer)
HUB_LOCAL_MESSAGE(hub::spend_page_request)
HUB_LOCAL_MESSAGE(hub::spend_page_answer)
HUB_LOCAL_MESSAGE(hub::sources_request)
HUB_LOCAL_MESSAGE(hub::sources_answer)
