// UTM parameters that arrive as fields instead of in a URL: `context.campaign` of Segment, `mainAttribution` of AnyTrack.
#pragma once

#include <string>
#include <string_view>

namespace hub::sources {

/// Parameters gathered into a URL's query, so that what a URL means (sources/attribution_url.hpp: placeholders, platform
/// ids in utm_term and utm_content, click ids) is decided in one place.
class utm_fields {
 public:
  /// Adds `name=value`; an empty value is absent.
  void add(std::string_view name, std::string_view value);

  /// `?utm_source=…`, or empty.
  const std::string& url() const { return url_; }

 private:
  std::string url_;
};

}  // namespace hub::sources
