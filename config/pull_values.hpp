// What may be written where a pulled source is set: addresses, names in requests, places in answers. Each says what is
// wrong and what it may be, without the name of the setting.
#pragma once

#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace hub::config {

/// `https://host/path`, or `http://` on this machine alone; nothing behind the path, nobody's name before the host.
result<void> check_platform_address(const std::string& text);

/// The same with a query, and with the places `{since}`, `{until}`, `{cursor}` and `{page}` behind the host.
result<void> check_request_address(const std::string& text);

/// Empty, or RFC 6901: `/data/items`.
result<void> check_json_pointer(const std::string& text);

/// The name of a header or of a query's parameter.
result<void> check_request_name(const std::string& text);

/// A slug that is not the name of another pulled source.
result<void> check_source_name(const std::string& text);

/// `act_123`, or its number alone.
result<void> check_ad_account(const std::string& text);

/// `v25.0`
result<void> check_api_version(const std::string& text);

/// `/path` without places and blanks.
result<void> check_url_path(const std::string& text);

/// A text that can stand in a header. The complaint does not repeat it.
result<void> check_secret(const std::string& text);

}  // namespace hub::config
