// A hub that runs in this process: it answers requests, and takes settings that changed.
#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"
#include "net/http.hpp"

namespace hub::app {

class running_hub : public net::http_service {
 public:
  /// Puts the settings of sources into force. What is pulled from sources whose settings did not change goes on untouched.
  /// @param changed the sections that differ, such as `sources.hubspot`
  virtual void take(const config::settings& settings, const std::vector<std::string>& changed) = 0;

  /// Whether a key with the scope admin is in force, so that other machines may be served.
  virtual bool has_admin_key() const = 0;
};

}  // namespace hub::app
