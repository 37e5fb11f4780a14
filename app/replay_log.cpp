#include "app/replay_log.hpp"

#include <algorithm>
#include <filesystem>

#include "storage/directory.hpp"

namespace hub::app {
namespace {

constexpr std::uint64_t page = 5'000;

bool holds_store(const std::string& directory) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(storage::database_file(directory), failed);
  return !failed && size > 0;
}

error other_log(const std::string& directory, std::uint64_t seq) {
  return fail("replay-target",
              directory + " holds other facts than the log to be replayed (position " + std::to_string(seq) +
                  "); name a directory that is empty or holds an interrupted replay of it",
              "--into");
}

}  // namespace

result<replay_log> replay_log::open(const std::string& directory) {
  if (!holds_store(directory)) return fail("no-data", directory + " is no data directory", "--data");
  auto reader = storage::reader::open(directory);
  if (!reader) return reader.error();
  const auto end = (*reader)->last_seq();
  if (!end) return end.error();
  return replay_log(std::move(*reader), *end);
}

result<std::vector<storage::fact_row>> replay_log::rows_after(std::uint64_t seq) {
  if (seq >= end_) return std::vector<storage::fact_row>();
  return reader_->facts_after(seq, static_cast<std::size_t>(std::min(page, end_ - seq)));
}

result<std::vector<sealed_fact>> replay_log::facts_after(std::uint64_t seq) {
  auto rows = rows_after(seq);
  if (!rows) return rows.error();
  std::vector<sealed_fact> facts;
  facts.reserve(rows->size());
  for (auto& row : *rows) {
    auto fact = unseal(std::move(row.encoded), row.received_at);
    if (!fact) return fail(fact.error().code, fact.error().detail + " (log position " + std::to_string(row.seq) + ")");
    fact->seq = row.seq;
    facts.push_back(std::move(*fact));
  }
  return facts;
}

result<std::uint64_t> replay_log::common_with(const std::string& directory) {
  if (!holds_store(directory)) return 0;
  auto reader = storage::reader::open(directory);
  if (!reader) return reader.error();
  const auto last = (*reader)->last_seq();
  if (!last) return last.error();
  if (*last > end_) return other_log(directory, end_ + 1);
  for (std::uint64_t seq = 0; seq < *last;) {
    const auto wanted = rows_after(seq);
    if (!wanted) return wanted.error();
    const auto found = (*reader)->facts_after(seq, std::min<std::size_t>(wanted->size(), *last - seq));
    if (!found) return found.error();
    for (std::size_t i = 0; i < found->size(); ++i, ++seq)
      if ((*found)[i] != (*wanted)[i]) return other_log(directory, seq + 1);
  }
  return *last;
}

}  // namespace hub::app
