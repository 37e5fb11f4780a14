// What an adapter read in the URL of a landing page and in a referrer, packed into the value of one property, so that it
// travels with the time at which the CRM said it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/facts.hpp"

namespace hub {

struct crm_landing {
  std::string url;
  std::string host;
  campaign_context context;        ///< with the channel that the URL itself decides, if it does
  std::vector<identifier> clicks;  ///< click ids

  friend bool operator==(const crm_landing&, const crm_landing&) = default;
};

struct crm_referrer {
  std::string host;
  std::string channel;

  friend bool operator==(const crm_referrer&, const crm_referrer&) = default;
};

/// As text; control characters in the fields become spaces.
std::string pack(const crm_landing& landing);
std::string pack(const crm_referrer& referrer);

/// Reads what pack wrote; what other text leaves out is empty.
crm_landing unpack_landing(std::string_view text);
crm_referrer unpack_referrer(std::string_view text);

}  // namespace hub
