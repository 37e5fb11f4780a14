#include "workbench.hpp"

#include <array>
#include <cstdlib>

namespace hub::storage {

scratch::scratch() {
  auto pattern = (std::filesystem::temp_directory_path() / "convhub-storage-XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  root_ = pattern;
}

scratch::~scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(root_, ignored);
}

std::string body_of(std::uint64_t seq) {
  std::string body = "fact " + std::to_string(seq) + '\0';
  body.append(seq % 700, static_cast<char>(seq % 251));
  return body;
}

commit numbered_facts(std::uint64_t last, std::size_t count) {
  commit made;
  for (auto seq = last + 1; seq <= last + count; ++seq) {
    sealed_fact fact;
    fact.seq = seq;
    fact.received_at = static_cast<instant>(1'770'000'000'000'000 + seq);
    fact.encoded = body_of(seq);
    made.facts.push_back(std::move(fact));
  }
  return made;
}

void done(const result<void>& outcome) {
  if (!outcome) FAIL(outcome.error().code << ": " << outcome.error().detail);
}

std::unique_ptr<store> opened(const std::filesystem::path& directory, store_options options) {
  return got(store::open(directory, options));
}

std::unique_ptr<reader> reading(const std::filesystem::path& directory) { return got(reader::open(directory)); }

result<void> append(store& to, const commit& added) {
  const std::array<const commit*, 1> one = {&added};
  return to.append(one);
}

void check_log(const std::filesystem::path& directory, std::uint64_t last) {
  const auto facts = got(reading(directory)->facts_after(0, last + 1));
  REQUIRE(facts.size() == last);
  for (std::uint64_t seq = 1; seq <= last; ++seq) {
    const auto& fact = facts[seq - 1];
    const bool intact = fact.seq == seq && fact.encoded == body_of(seq) &&
                        fact.received_at == static_cast<instant>(1'770'000'000'000'000 + seq);
    if (!intact) FAIL("the fact at " << seq << " is not what was appended");
  }
}

}  // namespace hub::storage
