// What the daemon tells the person on call, on standard error: a level, a stable slug, a sentence. Never an address, a
// token or a body.
#pragma once

#include <string>
#include <string_view>

namespace hub::app::log {

/// Sets the least level that is written (`debug`, `info`, `warn`, `error`) and the form of a line (`text`, `json`).
void configure(const std::string& level, const std::string& format);

void info(std::string_view slug, std::string_view sentence);
void warn(std::string_view slug, std::string_view sentence);
void error(std::string_view slug, std::string_view sentence);

}  // namespace hub::app::log
