// Every payload in tests/data/<source or kind> is parsed and compared with the file of expected facts beside it. A payload
// without one fails and prints what it became; CONVHUB_ACCEPT=1 writes that file, to be read before it is committed.
// How a payload is sent stands in its name: .json, .ndjson, .form, .multipart (the boundary is its first line), .query
// (a request without a body).
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "domain/codec.hpp"
#include "sources/registry.hpp"
#include "tests/sources/describe.hpp"

namespace fs = std::filesystem;
using namespace hub;
using namespace hub::sources;

namespace {

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

bool is_payload(const fs::path& path) {
  const auto how = path.extension();
  return how == ".json" || how == ".ndjson" || how == ".form" || how == ".multipart" || how == ".query";
}

/// The golden payloads of one folder, in order.
std::vector<fs::path> payloads(const std::string& folder) {
  std::vector<fs::path> found;
  const fs::path root = fs::path(TEST_DATA) / folder;
  if (!fs::exists(root)) return found;
  for (const auto& entry : fs::directory_iterator(root))
    if (is_payload(entry.path())) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

/// Names as known_adapters and known_kinds list them.
std::vector<std::string> names(std::string list) {
  std::vector<std::string> out;
  for (std::size_t comma; (comma = list.find(", ")) != std::string::npos; list.erase(0, comma + 2))
    out.push_back(list.substr(0, comma));
  out.push_back(list);
  return out;
}

std::vector<std::string> folders() {
  auto all = names(known_adapters());
  for (auto& kind : names(known_kinds())) all.push_back(std::move(kind));
  return all;
}

/// One payload as a request; what the parser is given refers to it.
class golden {
 public:
  golden(std::string_view folder, const fs::path& file) : text_(contents(file)) {
    const auto how = file.extension();
    if (how == ".form" || how == ".query") {
      while (text_.ends_with('\n')) text_.pop_back();
      type_ = "application/x-www-form-urlencoded";
    } else if (how == ".multipart") {
      type_ = "multipart/form-data; boundary=" + text_.substr(2, text_.find('\r') - 2);
    }
    in_ = {.body = text_, .content_type = type_, .received_at = received_at};
    if (how == ".query") std::swap(in_.body, in_.query);
    name_source(in_, folder);
  }
  golden(const golden&) = delete;

  const payload& request() const { return in_; }

  /// A rejected item's kept text as it is replayed.
  static payload replayed(std::string_view folder, std::string_view raw) {
    payload in{.body = raw, .content_type = "application/json", .received_at = received_at};
    name_source(in, folder);
    return in;
  }

 private:
  static constexpr instant received_at = 1770631267 * second_us;

  static void name_source(payload& in, std::string_view folder) {
    if (find_adapter(folder) != nullptr) in.source = folder;
    if (folder == "meta_capi") in.dataset = "1234567890";
  }

  std::string text_;
  std::string type_ = "application/json";
  payload in_;
};

}  // namespace

TEST_CASE("every source and kind has golden payloads and reads them as expected", "[sources][contract]") {
  for (const auto& folder : folders()) {
    const auto files = payloads(folder);
    CHECKED_ELSE(!files.empty()) { WARN(folder << " has no golden payload"); }
    for (const auto& file : files) {
      INFO(file.string());
      const golden sent(folder, file);
      const auto items = parser_of(folder)(sent.request());
      const auto got =
          items ? describe(*items) : "refused\n  " + items.error().code + ": " + items.error().detail + "\n";
      const fs::path expected = file.string() + ".expected";
      if (std::getenv("CONVHUB_ACCEPT") != nullptr) std::ofstream(expected, std::ios::binary) << got;
      CHECK(got == contents(expected));
    }
  }
}

TEST_CASE("a golden payload parsed twice gives the same bytes", "[sources][contract]") {
  for (const auto& folder : folders())
    for (const auto& file : payloads(folder)) {
      const golden sent(folder, file);
      const auto first = parser_of(folder)(sent.request());
      const auto second = parser_of(folder)(sent.request());
      if (!first) continue;
      for (std::size_t i = 0; i < first->items.size(); ++i)
        if (const auto* fact = std::get_if<fact_body>(&first->items[i]))
          CHECK(encode(*fact) == encode(std::get<fact_body>(second->items[i])));
    }
}

TEST_CASE("what was rejected is rejected for the same reasons when its kept text is sent again",
          "[sources][contract]") {
  for (const auto& folder : folders())
    for (const auto& file : payloads(folder)) {
      const golden sent(folder, file);
      const auto items = parser_of(folder)(sent.request());
      if (!items) continue;
      for (const auto& item : items->items) {
        const auto* rejected = std::get_if<rejection>(&item);
        if (rejected == nullptr) continue;
        INFO(rejected->raw);
        const auto again = parser_of(folder)(golden::replayed(folder, rejected->raw));
        if (!again) continue;  // the line was no JSON and still is none
        REQUIRE(again->items.size() == 1);
        const auto* same = std::get_if<rejection>(&again->items.front());
        REQUIRE(same != nullptr);
        CHECK(same->errors.size() == rejected->errors.size());
        CHECK(same->raw == rejected->raw);
      }
    }
}
