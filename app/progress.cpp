#include "app/progress.hpp"

#include <algorithm>
#include <cstdio>

namespace hub::app {
namespace {

std::string clock_text(double seconds) {
  const auto s = static_cast<std::int64_t>(seconds + 0.5);
  char text[32];
  std::snprintf(text, sizeof text, "%lld:%02lld", static_cast<long long>(s / 60), static_cast<long long>(s % 60));
  return text;
}

}  // namespace

std::string with_thousands(std::int64_t n) {
  std::string digits = std::to_string(n);
  const std::size_t first = digits[0] == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string progress_line(const progress_state& s) {
  const double seconds = std::max(s.elapsed.count(), 0.001);
  const double share =
      s.total > 0 ? std::clamp(static_cast<double>(s.done) / static_cast<double>(s.total), 0.0, 1.0) : 0;
  std::string line;
  if (s.total > 0) {
    constexpr int width = 20;
    const int full = static_cast<int>(share * width);
    line = std::to_string(static_cast<int>(share * 100)) + " % ";
    for (int i = 0; i < width; ++i) line += i < full ? "█" : "░";
    line += "  ";
  }
  const auto unit = " " + std::string(s.unit);
  line += with_thousands(s.rows) + unit + "  " +
          with_thousands(static_cast<std::int64_t>(static_cast<double>(s.rows) / seconds)) + unit + "/s";
  if (s.left_s)
    line += "  " + clock_text(*s.left_s) + " left";
  else if (share > 0.01)
    line += "  " + clock_text(seconds / share - seconds) + " left";
  return line;
}

void progress::show(progress_state s) {
  const auto now = std::chrono::steady_clock::now();
  const bool due = now - begun_ > std::chrono::seconds(1) && now - drawn_ > std::chrono::milliseconds(100);
  if (!console_.err_look.terminal || !due) return;
  drawn_ = now;
  visible_ = true;
  s.elapsed = elapsed();
  console_.err << "\r\x1b[K" << progress_line(s) << std::flush;
}

void progress::clear() {
  if (visible_) console_.err << "\r\x1b[K" << std::flush;
  visible_ = false;
}

}  // namespace hub::app
