// How fast a source may ask and when it asks again, as values that are told the time: a token bucket for each account, a
// budget for retries, full-jitter delays, and a circuit breaker. Any clock will do that never runs backwards.
#pragma once

#include <cstdint>
#include <optional>

#include "domain/time.hpp"

namespace hub::sources {

/// How long to wait before try *failures* + 1: anything from 0 to 1 s doubled with each failure, at most 5 min.
/// *chance* in [0, 1) says where in between (full jitter).
instant backoff_delay(int failures, double chance);
inline constexpr instant first_backoff_us = second_us;
inline constexpr instant longest_backoff_us = 5 * minute_us;

/// A request is sent at most so often before its run is given up.
inline constexpr int most_tries = 3;

/// Lets requests through at a rate, and so many at once after a rest.
class token_bucket {
 public:
  /// @pre both are greater than zero
  token_bucket(double per_second, double burst) : per_second_(per_second), burst_(burst), tokens_(burst) {}

  /// Takes a token; returns when it is there: *now*, or later. Calls must be answered in order.
  instant take(instant now);

  /// The platform said that so many requests are left until *at*: what was thought to be left beyond that is not.
  void learn(double left, instant now);

  /// Nothing goes before *until*.
  void hold(instant until);

 private:
  void fill(instant now);

  double per_second_;
  double burst_;
  double tokens_;  ///< below zero: promised ahead
  std::optional<instant> filled_at_;
  instant held_until_ = 0;
};

/// Keeps retries a small share of all requests, so that a platform that fails is not asked three times as often.
class retry_budget {
 public:
  /// A first try, which earns a fraction of a retry.
  void asked();
  /// Whether a retry may be made now; if so it is paid for.
  bool spend();

 private:
  static constexpr double share = 0.2;
  static constexpr double most = 10;
  double left_ = most;
};

/// Stops asking a platform that failed several requests in a row, then lets a single probe find out.
class circuit_breaker {
 public:
  enum class state : std::uint8_t { closed, open, half_open };

  /// Whether a request may be sent at *now*. The first one after the pause is the probe; until its outcome is told no
  /// other passes.
  bool allows(instant now);
  void succeeded();
  /// @param chance in [0, 1): how much of the pause is added to it at random, up to a half
  void failed(instant now, double chance);

  state current(instant now) const;
  /// When the next probe may go; nothing while the breaker is closed.
  std::optional<instant> next_probe_at() const;

 private:
  static constexpr int failures_to_open = 5;
  static constexpr instant first_pause_us = 30 * second_us;
  static constexpr instant longest_pause_us = 15 * minute_us;

  int failures_ = 0;
  int openings_ = 0;
  bool probing_ = false;
  std::optional<instant> open_until_;
};

}  // namespace hub::sources
