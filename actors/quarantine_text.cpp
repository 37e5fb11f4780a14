#include "actors/quarantine_text.hpp"

#include "domain/text.hpp"
#include "sources/json_write.hpp"

namespace hub {

std::string displaced_text(const std::string& source, const std::string& external_id) {
  return "source " + source + ", external id " + external_id;
}

std::string fact_text(const std::string& source, const std::string& external_id, const std::string& encoded) {
  std::string text = "{\"source\":";
  sources::append_json_string(text, source);
  text += ",\"external_id\":";
  sources::append_json_string(text, external_id);
  return text + ",\"fact\":\"" + hex_of(encoded) + "\"}";
}

}  // namespace hub
