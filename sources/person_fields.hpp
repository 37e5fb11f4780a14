// The fields by which native items name a person and a click; conversions, touchpoints and identities share them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/facts.hpp"
#include "sources/field_names.hpp"
#include "sources/item_reader.hpp"

namespace hub::sources {

/// `user_id` and `customer_id` are other words for `external_user_id`.
using person_names =
    field_names<"email", "phone", "external_user_id", "user_id", "customer_id", "crm_contact_id", "anonymous_id", "fbc",
                "fbp", "fbclid", "gclid", "msclkid", "ttclid", "atclid", "click_id", "click_ids">;

/// The same fields, taken out of whichever item holds them.
struct person_fields {
  json_value email, phone, external_user_id, crm_contact_id, anonymous_id, fbc, fbp;
  json_value clicks[5];  ///< fbclid, gclid, msclkid, ttclid, atclid
  json_value click_id, click_ids;

  template <class Fields>
  static person_fields of(const Fields& in) {
    return {in.template get<"email">(),
            in.template get<"phone">(),
            first_given(in.template get<"external_user_id">(),
                        first_given(in.template get<"user_id">(), in.template get<"customer_id">())),
            in.template get<"crm_contact_id">(),
            in.template get<"anonymous_id">(),
            in.template get<"fbc">(),
            in.template get<"fbp">(),
            {in.template get<"fbclid">(), in.template get<"gclid">(), in.template get<"msclkid">(),
             in.template get<"ttclid">(), in.template get<"atclid">()},
            in.template get<"click_id">(),
            in.template get<"click_ids">()};
  }
};

/// Who acted, and by which click they came.
struct person {
  std::vector<identifier> identifiers;  ///< ordered (sources/identifiers.hpp) once order_identifiers has run
  std::string click_id;                 ///< the first click id given
  std::optional<instant> clicked_at;    ///< when that click happened, if `fbc` says so
  std::string network_channel;          ///< paid channel of the first click's network
};

/// Reads the fields; what names nobody (an empty phone, a malformed cookie) is no identifier and no error.
person read_person(const person_fields& fields, item_reader& reader);

/// Calls *each* with the raw text of *field* or of every element of the list it holds.
template <class Each>
void each_text(json_value field, item_reader& reader, Each&& each) {
  if (!field.is(json_kind::array)) {
    if (const auto text = reader.raw_text(field); !text.empty()) each(text);
    return;
  }
  for (const json_value element : field) {
    if (element.is(json_kind::null)) continue;
    if (element.is(json_kind::string) || element.is(json_kind::number))
      each(reader.raw_text(element));
    else
      reader.refuse("field-type", "'" + std::string(field.key()) + "' must be a string or a list of strings",
                    field.key());
  }
}

}  // namespace hub::sources
