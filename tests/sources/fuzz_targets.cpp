// The fuzz targets of tests/fuzz under the ordinary compiler: each is fed its seeds and a few thousand mutations of them,
// the same ones every run, so that a broken property is found without a fuzzer.
#define LLVMFuzzerTestOneInput fuzz_codec
#include "tests/fuzz/codec.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_hubspot
#include "tests/fuzz/hubspot.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_json
#include "tests/fuzz/json.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_meta_capi
#include "tests/fuzz/meta_capi.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_meta_pixel
#include "tests/fuzz/meta_pixel.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_web
#include "tests/fuzz/web.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_native
#include "tests/fuzz/native.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_segment
#include "tests/fuzz/segment.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_anytrack
#include "tests/fuzz/anytrack.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_ecb
#include "tests/fuzz/ecb.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_csv
#include "tests/fuzz/csv.cpp"
#undef LLVMFuzzerTestOneInput

#define LLVMFuzzerTestOneInput fuzz_form
#include "tests/fuzz/form.cpp"
#undef LLVMFuzzerTestOneInput

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "sources/native/native.hpp"

namespace fs = std::filesystem;
using namespace hub;

namespace {

using target = int (*)(const std::uint8_t*, std::size_t);

std::vector<std::string> golden_payloads() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(TEST_DATA))
    if (entry.path().extension() == ".json" || entry.path().extension() == ".ndjson") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const auto& path : paths) {
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    texts.push_back(text.str());
  }
  return texts;
}

std::vector<std::string> encoded_facts() {
  std::vector<std::string> seeds;
  for (const auto& text : golden_payloads()) {
    const auto items = sources::parse_conversions({.body = text, .content_type = ""});
    if (!items) continue;
    for (const auto& one : items->items)
      if (const auto* fact = std::get_if<fact_body>(&one)) seeds.push_back(encode(*fact));
  }
  seeds.push_back(encode(touch_event{}));
  seeds.push_back(encode(spend_event{}));
  return seeds;
}

/// One to four edits: a byte changed, a piece cut out, repeated, or replaced by text that parsers trip over.
std::string mutate(std::string text, std::mt19937& random) {
  static const std::vector<std::string> words = {
      "\"",      "{",          "}",     "[",    "]",    ",",    ":",        "\n",
      "\\u0000", "\\ud800",    "1e999", "-",    "null", "\xff", "\xc3\xa4", "ann@b.example",
      "%40",     "\"phone\":", ";",     "\r\n", "\"\""};
  const auto below = [&](std::size_t n) {
    return n == 0 ? 0 : std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  for (std::size_t edits = 1 + below(4); edits > 0; --edits) {
    const auto at = below(text.size() + 1);
    const auto length = below(std::min<std::size_t>(text.size() - at, 40) + 1);
    switch (below(4)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 1: text.erase(at, length); break;
      case 2: text.insert(at, text.substr(at, length)); break;
      default: text.replace(at, below(2) == 0 ? 0 : length, words[below(words.size())]);
    }
  }
  return text;
}

/// Feeds a target until *runs* inputs went through; answers how many.
std::size_t run(target fuzz, const std::vector<std::string>& seeds, std::size_t runs) {
  std::mt19937 random(2026);
  std::size_t done = 0;
  const auto feed = [&](const std::string& text) {
    INFO(text);
    fuzz(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    ++done;
  };
  for (const auto& seed : seeds) feed(seed);
  while (done < runs) feed(mutate(seeds[done % seeds.size()], random));
  return done;
}

}  // namespace

TEST_CASE("mutated facts decode canonically or not at all", "[sources][fuzz]") {
  CHECK(run(fuzz_codec, encoded_facts(), 10000) == 10000);
}

TEST_CASE("mutated bodies are cut, redacted and made canonical without harm", "[sources][fuzz]") {
  CHECK(run(fuzz_json, golden_payloads(), 20000) == 20000);
}

TEST_CASE("mutated bodies of HubSpot become facts or rejections", "[sources][fuzz]") {
  CHECK(run(fuzz_hubspot, golden_payloads(), 10000) == 10000);
}

TEST_CASE("mutated bodies of Meta's API become facts or rejections", "[sources][fuzz]") {
  CHECK(run(fuzz_meta_capi, golden_payloads(), 10000) == 10000);
}

TEST_CASE("mutated bodies of Segment's API become facts or rejections", "[sources][fuzz]") {
  CHECK(run(fuzz_segment, golden_payloads(), 10000) == 10000);
}

TEST_CASE("mutated AnyTrack webhooks become facts or rejections", "[sources][fuzz]") {
  auto seeds = golden_payloads();
  seeds.push_back("click_id=AT1&commission=99.9&currency=USD&transaction_id=ord-1&status=reversed&ts=1770631267");
  CHECK(run(fuzz_anytrack, seeds, 10000) == 10000);
}

TEST_CASE("mutated forms are JSON, and facts or rejections", "[sources][fuzz]") {
  const std::vector<std::string> seeds = {
      "id=1&ev=Purchase&cd[value]=9.5&cd%5Bcurrency%5D=EUR&eid[]=e&x",
      "data=%5B%7B%22event_name%22%3A%22Lead%22%2C%22event_time%22%3A1%7D%5D&test_event_code=T",
      "--xyz\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n[{}]\r\n--xyz--\r\n"};
  CHECK(run(fuzz_form, seeds, 10000) == 10000);
}

TEST_CASE("mutated beacons of Meta's pixel become facts, rejections or are left out", "[sources][fuzz]") {
  std::vector<std::string> seeds = {
      "id=1&ev=Purchase&cd[value]=9.5&cd%5Bcurrency%5D=EUR&cd[contents]=[{\"id\":1}]&eid[]=e&ts=1&fbp=fb.1.2.3&"
      "fbcs=fb.1.2.a,fb.1.3.b&ud[ph]=16505551212&ud[em]=ann@b.example",
      "--xyz\r\nContent-Disposition: form-data; name=\"ev\"\r\n\r\nLead\r\n--xyz--\r\n",
      R"({"ev":"Lead","cd[value]":1,"cd[currency]":"EUR","ts":1770631267000})"};
  CHECK(run(fuzz_meta_pixel, seeds, 10000) == 10000);
}

TEST_CASE("mutated bodies of the hub's script become facts or rejections", "[sources][fuzz]") {
  CHECK(run(fuzz_web, golden_payloads(), 10000) == 10000);
}

TEST_CASE("mutated native bodies become facts or rejections", "[sources][fuzz]") {
  CHECK(run(fuzz_native, golden_payloads(), 3000) == 3000);
}

TEST_CASE("mutated CSV files read the same in pieces", "[sources][fuzz]") {
  const std::vector<std::string> seeds = {"a,b\n1,2\r\n\"x\"\"y\",\"z\nw\"\n",
                                          "\xef\xbb\xbfid;value;email\n1;2,50;ann@b.example\n",
                                          "id\tnote\n\t\"\"\n\n\n"};
  CHECK(run(fuzz_csv, seeds, 10000) == 10000);
}

TEST_CASE("mutated files of reference rates become rates or refusals", "[sources][fuzz]") {
  std::vector<std::string> seeds;
  for (const auto& entry : fs::directory_iterator(fs::path(TEST_DATA) / "ecb")) {
    std::stringstream text;
    text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    seeds.push_back(text.str());
  }
  std::sort(seeds.begin(), seeds.end());
  REQUIRE(seeds.size() >= 2);
  CHECK(run(fuzz_ecb, seeds, 5000) == 5000);
}
