// The secret that Meta's clients put into the body beside their events.
#pragma once

#include <string>
#include <string_view>

namespace hub::sources {

/// `access_token`, or `accessKey` as clients of the gateway call it, at the top of a JSON body or in a form; empty when
/// there is none or the body cannot be read.
std::string meta_token_in_body(std::string_view body, std::string_view content_type);

}  // namespace hub::sources
