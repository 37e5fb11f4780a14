// What holds of every command: its help, its examples, and the exit codes that scripts rely on.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

#include "command_tree.hpp"
#include "scratch_file.hpp"

using namespace hub;
using namespace hub::app;

namespace {

using words = std::vector<std::string>;

/// Commands that take part in what follows with these arguments; all others with none.
const std::map<std::string, words>& needed_arguments() {
  static const std::map<std::string, words> needed = {
      {"convhub import", {"REPLACED BY A FILE"}},
      {"convhub ingest", {"manual", "REPLACED BY A FILE"}},
      {"convhub explain", {"cv_1"}},
      {"convhub journey", {"ada@shop.example"}},
      {"convhub contact", {"ada@shop.example"}},
      {"convhub erase", {"ada@shop.example"}},
      {"convhub merge", {"cv_1", "cv_2"}},
      {"convhub keep-apart", {"cv_1", "cv_2"}},
      {"convhub unmerge", {"cv_1"}},
      {"convhub key create", {"owner", "--scope", "admin"}},
      {"convhub key revoke", {"key_1"}},
      {"convhub alias add", {"spring", "c-spring"}},
      {"convhub alias remove", {"spring"}},
      {"convhub quarantine show", {"rj_1"}},
      {"convhub quarantine discard", {"rj_1"}},
      {"convhub export", {"conversions"}},
      {"convhub views", {"no/such/directory/views.db"}},
      {"convhub replay", {"--data", "no/such", "--into", "no/such/either"}},
      {"convhub backup", {"no/such/file"}},
      {"convhub restore", {"no/such/file"}},
      {"convhub completion", {"bash"}},
  };
  return needed;
}

words command_line_of(const command_page& page, const std::string& file) {
  auto line = words_of(page.path);
  if (const auto needed = needed_arguments().find(page.path); needed != needed_arguments().end())
    for (const auto& word : needed->second) line.push_back(word == "REPLACED BY A FILE" ? file : word);
  return line;
}

bool has_flag(const command_page& page, const std::string& name) {
  return std::any_of(page.flags.begin(), page.flags.end(), [&](const flag_page& f) {
    return std::find(f.names.begin(), f.names.end(), name) != f.names.end();
  });
}

/// Commands that are run by themselves, not those that only hold others.
std::vector<command_page> commands_of(const command_tree& tree) {
  auto pages = tree.pages();
  std::erase_if(pages, [](const command_page& page) {
    return page.path == "convhub" || page.path == "convhub alias" || page.path == "convhub key" ||
           page.path == "convhub config";
  });
  return pages;
}

/// A hub that is nowhere, and what a command said to that.
struct alone {
  std::ostringstream out, err;
  exit_code code;

  explicit alone(const words& line) : code(exit_code::ok) {
    console c{out, err, {}, {}};
    outside nowhere;
    nowhere.ask = [](const place&) -> result<std::unique_ptr<client>> {
      struct nobody : client {
        result<net::http_answer> exchange(net::http_request) override {
          return fail("server-unreachable", "nobody answers");
        }
        result<net::http_answer> download(net::http_request, const take_piece&) override {
          return fail("server-unreachable", "nobody answers");
        }
      };
      return std::unique_ptr<client>(std::make_unique<nobody>());
    };
    nowhere.rest = [](std::chrono::milliseconds) { FAIL("a hub that was never there is not waited for"); };
    code = run(line, c, nowhere);
  }
};

/// An example without what the shell does of it.
words example_words(std::string line) {
  for (const auto* redirection : {" > ", " < ", " | "})
    if (const auto at = line.find(redirection); at != line.npos) line.erase(at);
  words all;
  std::string word;
  bool quoted = false;
  for (const char c : line + ' ') {
    if (c == '\'') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      if (!word.empty()) all.push_back(word);
      word.clear();
    } else {
      word += c;
    }
  }
  all.erase(all.begin());
  return all;
}

}  // namespace

TEST_CASE("the help of every command has an example that the command line takes", "[app][commands]") {
  for (const auto& page : command_tree().pages()) {
    INFO(page.path);
    CHECK_FALSE(page.sentence.empty());
    CHECK_FALSE(page.examples.empty());
    recorded_hub hub;
    auto asking = words_of(page.path);
    asking.push_back("--help");
    const session help(hub, asking);
    CHECK(help.code == exit_code::ok);
    CHECK(help.err.str().empty());
    for (const auto& line : page.examples) {
      INFO(line);
      CHECK(help.out.str().find("\n  " + line) != std::string::npos);
      CHECK(line.starts_with(page.path));
      command_tree tree;
      auto typed = example_words(line);
      std::reverse(typed.begin(), typed.end());
      CHECK_NOTHROW(tree.root.parse(typed));
      CHECK(tree.p.chosen);
    }
  }
}

TEST_CASE("an unknown flag is exit 2 with every command, tells what was meant and asks nothing", "[app][commands]") {
  const scratch_file file("rows.csv", "order_id,value\nA-1,1\n");
  for (const auto& page : commands_of(command_tree())) {
    INFO(page.path);
    recorded_hub hub;
    auto line = command_line_of(page, file.path);
    line.push_back("--hlep");
    const session s(hub, line);
    CHECK(s.code == exit_code::usage);
    CHECK(s.out.str().empty());
    CHECK(s.err.str() == "convhub: unknown flag '--hlep'; did you mean '--help'?\nTry '" + page.path + " --help'.\n");
    CHECK(hub.asked.empty());
  }
}

TEST_CASE("what a command needs and does not get is exit 2", "[app][commands]") {
  for (const auto& page : commands_of(command_tree())) {
    if (std::none_of(page.arguments.begin(), page.arguments.end(), [](const flag_page& a) { return a.required; }))
      continue;
    INFO(page.path);
    recorded_hub hub;
    const session s(hub, words_of(page.path));
    CHECK(s.code == exit_code::usage);
    CHECK(s.err.str().find("Try '" + page.path + " --help'.") != std::string::npos);
    CHECK(hub.asked.empty());
  }
}

TEST_CASE("a server that nobody runs is exit 4 with every command that asks one", "[app][commands]") {
  const scratch_file file("rows.csv", "order_id,value\nA-1,1\n");
  std::size_t tried = 0;
  for (const auto& page : commands_of(command_tree())) {
    if (!has_flag(page, "--server") || page.path == "convhub doctor") continue;
    INFO(page.path);
    ++tried;
    const alone s(command_line_of(page, file.path));
    CHECK(s.code == exit_code::unreachable);
    CHECK(s.err.str().find("nobody answers") != std::string::npos);
    CHECK(s.err.str().find("convhub serve") != std::string::npos);
  }
  CHECK(tried >= 25);
}

TEST_CASE("commands that ask a hub call the hub and the format by the same flags", "[app][commands]") {
  for (const auto& page : commands_of(command_tree())) {
    INFO(page.path);
    if (!has_flag(page, "--server")) continue;
    CHECK((has_flag(page, "--data") || page.path == "convhub sync"));
    const bool writes = page.path == "convhub import" || page.path == "convhub export" || page.path == "convhub views";
    CHECK(has_flag(page, "--json") != writes);
  }
}

TEST_CASE("reports share the flags that make sense of them", "[app][commands]") {
  const auto pages = command_tree().pages();
  const std::map<std::string, words> lacks = {
      {"convhub attribution", {}},
      {"convhub roas", {}},
      {"convhub compare", {}},
      {"convhub daily", {}},
      {"convhub cohorts", {}},
      {"convhub paths", {"--model"}},
      {"convhub match", {"--lookback", "--group-by"}},
      {"convhub sources", {"--model", "--lookback", "--group-by"}},
  };
  for (const auto& [path, without] : lacks) {
    const auto page = std::find_if(pages.begin(), pages.end(), [&](const auto& each) { return each.path == path; });
    REQUIRE(page != pages.end());
    for (const std::string flag : {"--from", "--to", "--tz", "--currency", "--model", "--lookback", "--group-by",
                                   "--json", "--csv", "--data", "--server"}) {
      INFO(path << " " << flag);
      CHECK(has_flag(*page, flag) == (std::find(without.begin(), without.end(), flag) == without.end()));
    }
  }
}

TEST_CASE("a mistyped value of a flag is exit 2 and told what was meant", "[app][commands]") {
  recorded_hub hub;
  const session format(hub, {"export", "conversions", "--format", "cvs"});
  CHECK(format.code == exit_code::usage);
  CHECK(format.err.str() ==
        "convhub: --format: 'cvs' is not csv, ndjson or json. Did you mean 'csv'?\nTry 'convhub export --help'.\n");
  CHECK(session(hub, {"export", "conversion"}).err.str().find("Did you mean 'conversions'?") != std::string::npos);
  CHECK(session(hub, {"import", "x.csv", "--kind", "spent"}).err.str().find("Did you mean 'spend'?") !=
        std::string::npos);
  CHECK(session(hub, {"completion", "bahs"}).err.str().find("Did you mean 'bash'?") != std::string::npos);
  CHECK(session(hub, {"quarantine", "discrad", "rj_1"}).err.str().find("did you mean 'discard'?") != std::string::npos);
  CHECK(hub.asked.empty());
}
