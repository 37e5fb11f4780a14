// Answers that pages of other origins may ask for: the pixel's beacon and the hub's own script are on sites, not on the
// hub's host. Nothing is granted by it that a request without a browser could not do, as no cookie counts here.
#pragma once

#include "net/http.hpp"

namespace hub::net {

/// Adds the headers that let the page of *request* send, embed and read the answer.
void allow_origin(const http_request& request, http_answer& answer);

/// *done*, with these headers added to the answer.
answer_handler readable_by_pages(const http_request& request, answer_handler done);

/// The answer to OPTIONS: 204, and what the page may send.
/// @param methods as Access-Control-Allow-Methods lists them
http_answer preflight(const http_request& request, std::string_view methods);

}  // namespace hub::net
