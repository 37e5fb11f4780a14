// Any bytes as a CSV file: cut into pieces it gives the same rows, and rows become JSON.
#include "sources/csv/csv.hpp"

#include "domain/text.hpp"
#include "sources/csv/csv_columns.hpp"
#include "sources/json_document.hpp"
#include "tests/fuzz/expect.hpp"

namespace hub::fuzz {

inline std::string csv_rows(std::string_view file, std::size_t step) {
  sources::csv_reader reader;
  std::string out;
  std::vector<std::string> names;
  const auto drain = [&] {
    for (;;) {
      const auto next = reader.next();
      if (next && !*next) return;
      out += next ? "row " + std::to_string((**next).line) : next.error().code + next.error().pointer;
      if (!next) continue;
      const auto& cells = (**next).cells;
      for (const auto& cell : cells) out += "|" + cell;
      if (names.empty()) {
        const auto fields = sources::column_fields(cells, "conversions", {});
        names = fields ? *fields : std::vector<std::string>{"only"};
        continue;
      }
      const auto json = sources::row_json(names, cells);
      sources::json_document document;
      if (json) expect(document.parse(*json).has_value() || !is_utf8(*json), "a row is JSON");
    }
  };
  for (; !file.empty(); file.remove_prefix(std::min(step, file.size()))) {
    reader.feed(file.substr(0, step));
    drain();
  }
  reader.finish();
  drain();
  return out;
}

}  // namespace hub::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = hub::fuzz::view(data, size);
  const auto whole = hub::fuzz::csv_rows(file, size + 1);
  // The separator is chosen from the whole first row, so a piece smaller than that only delays the choice.
  hub::fuzz::expect(hub::fuzz::csv_rows(file, 1 + size % 7) == whole, "pieces make no difference");
  return 0;
}
