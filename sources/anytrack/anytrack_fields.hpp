// The fields of an AnyTrack conversion by what they mean. Networks spell their names as they like, so names are matched
// without case, `_` and `-`; an operator's field map is tried before the usual ones.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sources/json_document.hpp"
#include "sources/source_settings.hpp"

namespace hub::sources {

class anytrack_fields {
 public:
  /// @param map FIELD=NAME, where NAME may lead into a group: `campaign_id=mainAttribution.campaign_ref`. Fields:
  /// external_id, click_id, ref_id, event, conversion_type, value, currency, time, email, phone, contact_id, anonymous_id,
  /// source, medium, campaign, campaign_id, adset_id, ad_id, term, content, status, url, referrer, country, fbc, fbp,
  /// fbclid, gclid, msclkid, ttclid
  anytrack_fields(json_value object, std::span<const field_mapping> map);

  /// The first name of *field* that is not blank, or nothing. Such a member is then no longer part of rest().
  json_value take(std::string_view field) { return look_up(field, true); }

  /// The same, which leaves it in rest().
  json_value peek(std::string_view field) { return look_up(field, false); }

  /// The members nobody took, without names of people and what let the sender in.
  std::vector<json_value> rest() const;

 private:
  struct member {
    std::string name;  ///< folded
    json_value value;
    bool taken = false;
  };
  json_value look_up(std::string_view field, bool take);
  json_value find(std::string_view path, bool take);

  std::vector<member> members_;
  std::span<const field_mapping> map_;
};

/// Whether a parameter of this name lets the sender in.
bool is_anytrack_token(std::string_view name);

}  // namespace hub::sources
