// A progress line on standard error for work that takes longer than a second; nothing where nobody looks.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "app/terminal.hpp"

namespace hub::app {

/// How far the work is. `total` of 0: unknown.
struct progress_state {
  std::int64_t rows = 0;
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::chrono::duration<double> elapsed{0};
  std::string_view unit = "rows";
  std::optional<double> left_s = {};  ///< seconds to go, where somebody knows better than the share done so far
};

/// `41 % ████████░░░░░░░░░░░░  120,000 rows  52,310 rows/s  0:03 left`.
std::string progress_line(const progress_state& s);

class progress {
 public:
  explicit progress(console& c) : console_(c) {}
  ~progress() { clear(); }
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  /// Draws, at most ten times a second and not in the first.
  void show(progress_state s);
  void clear();
  std::chrono::duration<double> elapsed() const { return std::chrono::steady_clock::now() - begun_; }

 private:
  console& console_;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point drawn_ = begun_;
  bool visible_ = false;
};

/// 1234567 → `1,234,567`.
std::string with_thousands(std::int64_t n);

}  // namespace hub::app
