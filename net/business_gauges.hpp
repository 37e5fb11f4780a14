// Figures of the business for /metrics: what the reports say of the last 30 days, under the hub's own defaults. They are
// asked for at most once a minute and never waited for, so that reading the metrics costs nothing; what is shown is of the
// time before.
#pragma once

#include <atomic>
#include <memory>

#include "net/api.hpp"

namespace hub::net {

class business_gauges : public std::enable_shared_from_this<business_gauges> {
 public:
  static constexpr instant young_us = minute_us;
  static constexpr std::int32_t days = 30;  ///< today included

  /// @pre *api* outlives this
  explicit business_gauges(const api_context& api) : api_(api) {}

  /// Asks, unless the answers are young or still under way.
  void refresh();

 private:
  report_query question() const;
  void ask_earnings();
  void ask_online(std::int64_t booked);
  void ask_paths();
  void ask_duplicates();
  void set(std::string_view name, std::string_view help, double value) const;
  /// Those who fail leave the figures as they were.
  reply_to nobody();

  const api_context& api_;
  std::atomic<bool> asking_{false};
  std::atomic<instant> asked_at_{0};
};

}  // namespace hub::net
