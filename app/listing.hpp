// Long lists of a hub, which it answers page by page.
#pragma once

#include <boost/json.hpp>
#include <functional>

#include "app/client.hpp"

namespace hub::app {

/// Takes the objects under `data` of each page of GET *path*, until there is no `next_cursor`. Errors: those of the hub,
/// `answer-malformed` where an answer lists nothing, and what *take* fails with, which ends it.
result<void> each_listed(client& hub, std::string_view path, parameters query,
                         const std::function<result<void>(const boost::json::object&)>& take);

}  // namespace hub::app
