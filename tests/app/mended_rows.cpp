// Rows that come again from a list of rejected rows, which may be that of another hub.
#include <catch2/catch.hpp>

#include "scratch_file.hpp"
#include "told_import.hpp"

using namespace hub;
using namespace hub::app;

namespace {

/// The open item *id* of the source `shop`, refused for its currency.
net::http_answer item(const std::string& id, const std::string& raw) {
  std::string quoted;
  for (const char c : raw) quoted += c == '"' ? "\\\"" : std::string(1, c);
  return answer_of(200, R"({"data":[{"reject_id":")" + id +
                            R"(","source":"shop","state":"open","route":"conversions","raw":")" + quoted +
                            R"(","errors":[{"code":"c","pointer":"/0/currency","detail":"give one"}]}]})");
}

/// What is discarded when the only row of *list* is imported, whose item of quarantine is *raw*.
std::string discarded(const std::string& list, const std::string& raw, const std::vector<std::string>& flags = {}) {
  const scratch_file file("mended.csv", list);
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"accepted":1,"duplicates":0,"rejected":0,"results":[]})"), item("rj_1", raw),
                 answer_of(200, "{}")};
  std::vector<std::string> words = {"import", file.path, "--source", "shop"};
  words.insert(words.end(), flags.begin(), flags.end());
  const session s(hub, words);
  return s.code == exit_code::ok && hub.asked.size() == 3 ? hub.asked[2].target : "";
}

const std::string closed = "/v1/quarantine/rj_1/discard";

}  // namespace

TEST_CASE("a mended row closes its item also where more than the fault was mended", "[app][import]") {
  const std::string list = "order_id,value,currency,reject_id,reason\nA-1,6,EUR,rj_1,currency: none\n";
  CHECK(discarded(list, R"({"order_id":"A-1","value":"5","currency":"E"})") == closed);
  CHECK(discarded(list, R"({"Nr":"A-1","value":"6","currency":"E"})") == closed);  // mapped since
}

TEST_CASE("a number of quarantine that is another row's here stays open", "[app][import]") {
  const std::string list = "order_id,value,currency,reject_id,reason\nA-1,6,EUR,rj_1,currency: none\n";
  CHECK(discarded(list, R"({"order_id":"B-9","value":"6","currency":"E"})").empty());
  const std::string bare = "email,value,currency,reject_id,reason\nann@example.com,6,EUR,rj_1,currency: none\n";
  CHECK(discarded(bare, R"({"email":"ann@example.com","value":"6","currency":"E"})") == closed);
  CHECK(discarded(bare, R"({"email":"bob@example.com","value":"6","currency":"E"})").empty());
  const std::string digest(63, 'a');
  CHECK(discarded(bare, R"({"email":")" + digest + R"(","value":"6","currency":"E"})") == closed);
  CHECK(discarded(list, R"({"external_id":")" + digest + R"(","order_id":"A-1","currency":"E","fact":"02"})") ==
        closed);
  CHECK(discarded(list, R"({"external_id":")" + digest + R"(","order_id":"B-1","currency":"E","fact":"02"})").empty());
}

TEST_CASE("a list imported as another source's than at first says which flags it wants", "[app][import]") {
  const scratch_file file("mended.csv", "order_id,value,currency,reject_id,reason\nA-1,6,EUR,rj_1,currency: none\n");
  recorded_hub hub;
  hub.answers = {answer_of(200, R"({"accepted":1,"duplicates":0,"rejected":0,"results":[]})"),
                 item("rj_1", R"({"order_id":"A-1","value":"5","currency":"E"})")};
  const session s(hub, {"import", file.path, "--source", "woo"});
  CHECK(s.err.str().find(
            "what is there was rejected as --source shop: import the list with the flags of the first time\n") !=
        std::string::npos);
}
