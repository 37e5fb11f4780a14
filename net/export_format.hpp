// The forms in which everything of one kind is downloaded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hub::net {

enum class export_format : std::uint8_t { csv, ndjson, json };

/// `csv`, `ndjson`, `json`: also what the file's name ends in.
std::string_view to_string(export_format format);
std::string_view content_type_of(export_format format);

/// Makes one document of pages of lines: nothing to do but for JSON, which is an array.
class export_frame {
 public:
  explicit export_frame(export_format format) : format_(format) {}

  /// The next piece of the document. @param lines each ends with a line feed; may be empty
  std::string wrap(std::string lines, bool last);

 private:
  export_format format_;
  bool begun_ = false;
  bool any_ = false;
};

}  // namespace hub::net
