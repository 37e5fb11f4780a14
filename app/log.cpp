#include "app/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "net/json_writer.hpp"

namespace hub::app::log {
namespace {

bool as_json = false;

spdlog::logger& logger() {
  static const auto made = [] {
    auto l = spdlog::stderr_logger_mt("convhub");
    l->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    return l;
  }();
  return *made;
}

void write(spdlog::level::level_enum level, std::string_view slug, std::string_view sentence) {
  if (!as_json) return logger().log(level, "{} {}", slug, sentence);
  std::string members;
  net::append_json_string(members, slug);
  members += ",\"detail\":";
  net::append_json_string(members, sentence);
  logger().log(level, "{}", members);
}

}  // namespace

void configure(const std::string& level, const std::string& format) {
  as_json = format == "json";
  logger().set_level(spdlog::level::from_str(level));
  logger().set_pattern(as_json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l","event":%v})"
                               : "%Y-%m-%dT%H:%M:%S.%e%z %l %v");
}

void info(std::string_view slug, std::string_view sentence) { write(spdlog::level::info, slug, sentence); }
void warn(std::string_view slug, std::string_view sentence) { write(spdlog::level::warn, slug, sentence); }
void error(std::string_view slug, std::string_view sentence) { write(spdlog::level::err, slug, sentence); }

}  // namespace hub::app::log
