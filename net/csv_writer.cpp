#include "net/csv_writer.hpp"

namespace hub::net {

csv_writer& csv_writer::text(std::string_view content) {
  constexpr std::string_view formula_begins = "=+-@\t\r\n";
  if (content.empty() || formula_begins.find(content.front()) == content.npos) return plain(content);
  return plain("'" + std::string(content));
}

csv_writer& csv_writer::plain(std::string_view content) {
  if (row_begun_) out_ += ',';
  row_begun_ = true;
  append(content);
  return *this;
}

csv_writer& csv_writer::end_row() {
  out_ += "\r\n";
  row_begun_ = false;
  return *this;
}

void csv_writer::append(std::string_view content) {
  if (content.find_first_of(",\"\r\n") == content.npos) {
    out_ += content;
    return;
  }
  out_ += '"';
  for (const char c : content) {
    if (c == '"') out_ += '"';
    out_ += c;
  }
  out_ += '"';
}

}  // namespace hub::net
