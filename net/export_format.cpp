#include "net/export_format.hpp"

namespace hub::net {

std::string_view to_string(export_format format) {
  static constexpr std::string_view names[] = {"csv", "ndjson", "json"};
  return names[static_cast<std::size_t>(format)];
}

std::string_view content_type_of(export_format format) {
  static constexpr std::string_view types[] = {"text/csv; charset=utf-8; header=present", "application/x-ndjson",
                                               "application/json"};
  return types[static_cast<std::size_t>(format)];
}

std::string export_frame::wrap(std::string lines, bool last) {
  if (format_ != export_format::json) return lines;
  std::string out = begun_ ? "" : "[\n";
  begun_ = true;
  if (!lines.empty()) {
    lines.pop_back();
    if (any_) out += ",\n";
    any_ = true;
    for (const char c : lines) {  // a line feed never stands inside a JSON text
      if (c == '\n') out += ',';
      out += c;
    }
  }
  if (last) out += any_ ? "\n]\n" : "]\n";
  return out;
}

}  // namespace hub::net
