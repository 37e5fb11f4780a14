#include "bench/ingest/options.hpp"

#include <CLI/CLI.hpp>

namespace hub::bench {

std::optional<ingest_options> read_options(int count, char** arguments, int& status) {
  ingest_options options;
  CLI::App app("Durable ingest through the daemon, against a raw SQLite loop in the same run");
  app.add_option("--binary", options.binary, "The convhub that is measured")->capture_default_str();
  app.add_option("--scratch", options.scratch, "Where data directories are made; use a real disk")
      ->capture_default_str()
      ->check(CLI::ExistingDirectory);
  app.add_option("--events", options.events, "Events sent by 1,000 a request")->capture_default_str();
  app.add_option("--hundreds", options.hundreds, "Events sent by 100 a request; 0 leaves this out")
      ->capture_default_str();
  app.add_option("--singles", options.singles, "Events sent by 1 a request; 0 leaves this out")->capture_default_str();
  app.add_option("--seed", options.seed, "Seed of the made data")->capture_default_str();
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& stop) {
    status = app.exit(stop);
    return std::nullopt;
  }
  return options;
}

}  // namespace hub::bench
