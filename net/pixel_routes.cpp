// Meta's pixel as browsers send it: images, forms, beacons. All are answered with the same invisible image.
#include "net/api.hpp"
#include "net/beacon.hpp"
#include "net/cross_origin.hpp"
#include "sources/meta/meta_pixel.hpp"

namespace hub::net {
namespace {

using namespace std::string_view_literals;

/// A transparent GIF of one pixel.
constexpr auto image =
    "GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;"sv;
static_assert(image.size() == 43);

http_answer image_answer() {
  return {200,     "image/gif", std::string(image), {{"Cache-Control", "no-store, no-cache, must-revalidate"}},
          nullptr, {}};
}

void take(const api_context& api, const http_request& request, answer_handler done) {
  const intake in{sources::parse_meta_pixel, "ingest/meta_pixel", "meta_pixel", {}, {}, nullptr, most_beacon_bytes};
  take_beacon(api, request, in, image_answer(), std::move(done));
}

/// Whoever only asks whether the image is there has seen no page.
void look(const http_request& request, answer_handler done) {
  auto answer = image_answer();
  allow_origin(request, answer);
  done(std::move(answer));
}

}  // namespace

std::vector<route> pixel_routes(const api_context& api) {
  std::vector<route> routes;
  for (const auto path : {"/tr", "/tr/"}) {
    for (const auto method : {"GET", "POST"})
      routes.push_back(
          {method, path, access::open,
           [&api](const http_request& r, const path_values&, answer_handler done) { take(api, r, std::move(done)); }});
    routes.push_back({"HEAD", path, access::open, [](const http_request& r, const path_values&, answer_handler done) {
                        look(r, std::move(done));
                      }});
    routes.push_back(
        {"OPTIONS", path, access::open, [](const http_request& r, const path_values&, answer_handler done) {
           done(preflight(r, "GET, HEAD, POST, OPTIONS"));
         }});
  }
  return routes;
}

}  // namespace hub::net
