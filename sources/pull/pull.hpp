// The frame of every pulled source: a value that is asked what to fetch first, is given each answer, and says what it
// became, what to fetch next and from where to go on after a restart. No I/O, no clock, no waiting: whoever drives it
// fetches, waits and commits. The same answers in the same order give the same steps.
//
// A driver commits `page` and `cursor` of a step in one transaction, then fetches `next`. When `trouble` is set nothing
// was taken and the state is as before: `next` is the request to be made again (or made smaller), at most most_tries
// times in a row; waiting costs no try.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sources/pull/fetch.hpp"
#include "sources/pull/judgement.hpp"
#include "sources/source.hpp"

namespace hub::sources {

/// How far a run is; `total` is 0 while nothing is known of it.
struct pull_progress {
  std::int64_t done = 0;
  std::int64_t total = 0;

  friend bool operator==(const pull_progress&, const pull_progress&) = default;
};

/// Says that the rows told since the last such window are all there is of *level* on its days: rows that the hub knows
/// and that were not told have become nothing.
struct spend_window {
  std::string platform = {};
  std::string account = {};
  enum class level : std::uint8_t { campaign, adset, ad };
  level of = level::campaign;
  std::int32_t from = 0, until = 0;  ///< days, both included

  friend bool operator==(const spend_window&, const spend_window&) = default;
};

/// What one answer led to.
struct pull_step {
  std::optional<fetch_request> next = {};  ///< nothing: the source is read up, or stopped
  parsed page = {};                        ///< what was read, as a webhook's body becomes facts and rejected items
  std::optional<std::string> cursor = {};  ///< where to go on, once `page` is committed; nothing: unchanged
  std::optional<judgement> trouble = {};   ///< why nothing was taken
  std::optional<spend_window> complete = {};
  std::optional<instant> token_expires = {};  ///< when what lets the hub in will not any more, if the answer says so
  std::vector<error> noticed = {};            ///< what an operator may want to know and nobody needs to act on
  instant pause_us = 0;                       ///< how long to wait, from the answer's receipt, before `next` is sent
  pull_progress progress = {};

  /// Whether the run is over and well.
  bool done() const { return !next && !trouble; }
};

}  // namespace hub::sources
