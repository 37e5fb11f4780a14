// bench_ingest: how many events a second the daemon takes in durably over HTTP, beside a raw SQLite loop that writes the
// same rows in the same run. Ends with status 1 when the hub does not hold exactly what was sent.
#include <SQLiteCpp/Exception.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdio>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>

#include "bench/ingest/disk.hpp"
#include "bench/ingest/figures.hpp"
#include "bench/ingest/load.hpp"
#include "bench/ingest/measure.hpp"
#include "bench/ingest/options.hpp"

namespace hub::bench {
namespace {

/// A directory that is gone when the run ends, however it ends.
struct scratch_directory {
  explicit scratch_directory(const std::filesystem::path& parent)
      : path(parent / ("bench-ingest-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path);
  }
  ~scratch_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  scratch_directory(const scratch_directory&) = delete;
  scratch_directory& operator=(const scratch_directory&) = delete;

  std::filesystem::path path;
};

std::string milliseconds(double seconds) { return fixed(seconds * 1e3, 2) + " ms"; }

/// Thousands of events a second in each round, first to last: shows a stall that medians hide.
std::string by_round(const sending_figures& of) {
  std::string shown;
  for (const auto& each : of.rounds) shown += fixed(each.events / each.hub_seconds / 1e3, 1) + ' ';
  return shown;
}

/// The figures that every way of sending has; hub/raw is the last of them.
void print_common(const std::string& title, const sending_figures& of) {
  std::printf("%s\n", title.c_str());
  print_figure("hub, events/s", grouped(of.hub_rate()));
  print_figure("hub, round by round, thousand events/s", by_round(of));
  print_figure("raw SQLite loop, events/s", grouped(of.raw_rate()));
  print_figure("latency of a request, p50 / p99",
               milliseconds(quantile(of.latencies, 0.5)) + " / " + milliseconds(quantile(of.latencies, 0.99)));
  print_figure("commits (one sync each) per 1,000 events", fixed(1e3 * of.commits / of.events(), 1));
  print_figure("daemon's processor time, microseconds an event", fixed(1e6 * of.cpu_seconds / of.events(), 1));
}

void print_ratio(const sending_figures& of) { print_figure("hub / raw, median of the rounds", fixed(of.ratio(), 3)); }

void require_equal(const char* what, std::uint64_t expected, const boost::json::value& shown) {
  const auto got = shown.to_number<std::uint64_t>();
  if (got != expected)
    throw std::runtime_error(std::string(what) + " are " + std::to_string(got) + " and should be " +
                             std::to_string(expected));
}

/// Every event sent stands in the hub, and the duplicates are those that were made.
void check(const daemon& hub, const conversion_stream& made) {
  const auto status = boost::json::parse(get(hub.port(), "/v1/status"));
  require_equal("the events of /v1/status", made.events(), status.at("events"));
  require_equal("the conversions of /v1/status", made.orders(), status.at("conversions"));
  require_equal("the rejected items of /v1/status", 0, status.at("rejected"));
  const auto report = boost::json::parse(get(hub.port(), "/v1/reports/dedup"));
  const auto& totals = report.at("totals");
  require_equal("the events of the dedup report", made.events(), totals.at("events"));
  require_equal("the conversions of the dedup report", made.orders(), totals.at("conversions"));
  require_equal("the duplicates of the dedup report", made.events() - made.orders(), totals.at("duplicates"));
}

void measure_all(const bench_stage& stage, const ingest_options& options) {
  const auto large = measure(stage, {options.events, 1'000, 4, 1'000, 10});
  print_common("1,000 events a request, 4 connections", large);
  print_figure("second half of " + grouped(large.events()) + " events against the first", fixed(large.flatness(), 3));
  print_ratio(large);
  if (options.hundreds > 0) {
    const auto medium = measure(stage, {options.hundreds, 100, 4, 100, 5});
    print_common("100 events a request, 4 connections", medium);
    print_ratio(medium);
  }
  if (options.singles > 0) {
    const auto small = measure(stage, {options.singles, 1, 64, 64, 5});
    print_common("1 event a request, 64 connections (raw: 64 rows a transaction)", small);
    print_ratio(small);
  }
}

void print_sizes(daemon& hub, const conversion_stream& made, std::uint64_t resident_at_start) {
  const auto events = static_cast<double>(made.events());
  const auto resident = hub.resident_bytes();
  hub.stop();  // moves the write-ahead log into the file
  std::printf("after %s events, %s of them duplicates\n", grouped(events).c_str(),
              grouped(static_cast<double>(made.events() - made.orders())).c_str());
  print_figure("JSON sent, bytes an event", grouped(static_cast<double>(made.body_bytes()) / events));
  print_figure("on disk, bytes an event", grouped(static_cast<double>(hub.disk_bytes()) / events));
  print_figure("daemon's memory (RSS), MB", grouped(static_cast<double>(resident) / 1e6));
  print_figure("of that, bytes an event",
               grouped((static_cast<double>(resident) - static_cast<double>(resident_at_start)) / events));
}

void run(const ingest_options& options) {
  const scratch_directory scratch(options.scratch);
  std::printf("disk\n");
  print_figure("fdatasync after 16 kB, p50", milliseconds(sync_seconds(scratch.path)));
  daemon hub(options.binary, scratch.path / "hub");
  raw_loop raw(scratch.path / "raw");
  conversion_stream made(options.seed);
  const auto resident = hub.resident_bytes();
  measure_all({hub, raw, made}, options);
  check(hub, made);
  print_sizes(hub, made, resident);
  std::printf("checked: the hub holds every event sent, as %s conversions\n",
              grouped(static_cast<double>(made.orders())).c_str());
}

}  // namespace
}  // namespace hub::bench

int main(int count, char** arguments) {
  int status = 0;
  const auto options = hub::bench::read_options(count, arguments, status);
  if (!options) return status;
  try {
    hub::bench::run(*options);
    return 0;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "bench_ingest: %s\n", failure.what());
    return 1;
  }
}
