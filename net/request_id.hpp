// The identity of one request, which its answer, its log lines and its problem all carry.
#pragma once

#include <string>
#include <string_view>

namespace hub::net {

/// *offered* (a client's X-Request-Id) when it is 1 to 64 letters, digits, `-`, `_` or `.`; else a new id such as
/// `rq_5f3a9c01_1f`, unique within the process and almost surely between processes.
std::string request_id(std::string_view offered);

}  // namespace hub::net
