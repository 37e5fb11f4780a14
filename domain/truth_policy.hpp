// The rules by which the truth decides.
#pragma once

#include <string>
#include <vector>

#include "domain/cluster.hpp"
#include "domain/identity_resolution.hpp"
#include "domain/labels.hpp"

namespace hub {

struct truth_policy {
  identity_policy identity;
  dedup_policy dedup;
  /// Sources in order of trust; those not listed follow by name.
  std::vector<std::string> authority = {"hubspot", "manual", "meta_capi", "anytrack", "meta_pixel"};
  /// Types that may describe one outcome; each list is one family, named by its first type.
  std::vector<std::vector<std::string>> families = {{"purchase", "close_convert_lead", "subscribe"}};
  label_policy marks;
};

}  // namespace hub
