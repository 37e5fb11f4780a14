// Counters, gauges and histograms, and their rendering as Prometheus text (format 0.0.4). Values are atomic; only
// finding an instrument takes a lock, so keep the reference where it is counted often.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hub::net {

/// Only ever grows.
class counter {
 public:
  void add(std::uint64_t amount = 1) { value_.fetch_add(amount, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// Goes up and down.
class gauge {
 public:
  void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  void add(std::int64_t amount) { value_.fetch_add(amount, std::memory_order_relaxed); }
  std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

/// A figure that is no count: a share, or units of money.
class real_gauge {
 public:
  void set(double value) { value_.store(value, std::memory_order_relaxed); }
  double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_{0};
};

/// Durations in seconds, counted in fixed buckets from 0.5 ms to 10 s.
class histogram {
 public:
  static constexpr std::array<double, 14> bounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                    0.1,    0.25,  0.5,    1,     2.5,  5,     10};
  void observe(double seconds);
  std::uint64_t count() const;

 private:
  friend class metrics_registry;
  std::array<std::atomic<std::uint64_t>, bounds.size() + 1> buckets_{};
  std::atomic<std::uint64_t> sum_ns_{0};
};

/// Label names and values, e.g. `{{"route", "/v1/conversions"}}`. Values must come from a bounded set.
using labels = std::vector<std::pair<std::string, std::string>>;

/// All instruments of the process. An instrument is made when first asked for and lives as long as the registry.
class metrics_registry {
 public:
  counter& count(std::string_view name, std::string_view help, const labels& where = {});
  gauge& level(std::string_view name, std::string_view help, const labels& where = {});
  real_gauge& share(std::string_view name, std::string_view help, const labels& where = {});
  histogram& timing(std::string_view name, std::string_view help, const labels& where = {});
  /// A gauge whose value is asked for at every rendering; *read* must be quick and safe from any thread.
  void watch(std::string_view name, std::string_view help, std::function<double()> read);

  /// The Prometheus text of everything, sorted by name.
  std::string render() const;
  static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

 private:
  struct family {
    std::string help;
    std::string_view type;
    std::map<std::string, std::unique_ptr<counter>> counters;  ///< by rendered labels, as the others
    std::map<std::string, std::unique_ptr<gauge>> gauges;
    std::map<std::string, std::unique_ptr<real_gauge>> shares;
    std::map<std::string, std::unique_ptr<histogram>> histograms;
    std::function<double()> read;
  };
  family& find(std::string_view name, std::string_view help, std::string_view type);
  static void render_histogram(std::string& out, const std::string& name, const std::string& where,
                               const histogram& of);

  mutable std::mutex mutex_;
  std::map<std::string, family, std::less<>> families_;
};

}  // namespace hub::net
