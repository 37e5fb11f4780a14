// The hub's side of a comparison with another program on the same data: writes it as two CSV files into a folder, then
// credits it once for each line on standard input (the number of shards, 1 or 2), each on a thread of its own. Answers
// each with a line: seconds, then campaign and revenue by the five models, all separated by blanks.
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

#include "bench/workload.hpp"
#include "domain/credit.hpp"

namespace {

using namespace hub;

struct closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

void write(const bench::workload& load, const std::string& folder) {
  const auto open = [&](const char* name, const char* heading) {
    std::unique_ptr<std::FILE, closer> file(std::fopen((folder + "/" + name).c_str(), "w"));
    if (!file) std::abort();
    std::fprintf(file.get(), "%s\n", heading);
    return file;
  };
  const auto conversions = open("conversions.csv", "journey,sold,value"),
             touches = open("touches.csv", "journey,touched,campaign");
  for (const auto& j : load.journeys) {
    for (const auto& t : j.touches)
      std::fprintf(touches.get(), "%llu,%lld,%u\n", static_cast<unsigned long long>(j.journey),
                   static_cast<long long>(t.at), t.campaign);
    for (const auto& c : j.conversions)
      std::fprintf(conversions.get(), "%llu,%lld,%lld\n", static_cast<unsigned long long>(j.journey),
                   static_cast<long long>(c.at), static_cast<long long>(c.entries[0].amount));
  }
}

void answer(const credit_partial& all, double seconds) {
  std::printf("%.6f", seconds);
  for (const auto& row : all.rows) {
    std::printf(" %u", row.key.first);
    for (const auto& cell : row.models) std::printf(" %lld", static_cast<long long>(cell.revenue));
  }
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: bench_attribution_turns CONVERSIONS FOLDER\n");
    return 2;
  }
  journey_columns one;
  std::array<journey_columns, 2> two;
  {
    const auto load = bench::make_workload(static_cast<std::size_t>(std::atoll(argv[1])), 1);
    write(load, argv[2]);
    for (const auto& j : load.journeys) {
      two[(j.journey / 2) % 2].apply(j);
      one.apply(j);
    }
  }
  credit_query query;
  query.models = {all_models, all_models + model_count};
  query.group_by = {dimension::campaign};
  query.currency = parse_currency("EUR").value();
  std::printf("ready\n");
  std::fflush(stdout);
  for (std::array<char, 16> line{}; std::fgets(line.data(), line.size(), stdin) != nullptr;) {
    credit_partial all, other;
    const auto started = std::chrono::steady_clock::now();
    if (line[0] == '2') {
      std::thread beside([&] { other = credit(two[1], query); });
      all = credit(two[0], query);
      beside.join();
      merge(all, std::move(other));
    } else {
      all = credit(one, query);
    }
    answer(all, std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count());
  }
}
