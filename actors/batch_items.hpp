// The items of one batch on their way through dedup: the facts go in, and what became of each comes back, with a row of
// quarantine for what was refused.
#pragma once

#include <vector>

#include "domain/truth.hpp"
#include "messages/ingest.hpp"

namespace hub {

class batch_items {
 public:
  /// @param batch outlives this
  explicit batch_items(ingest_batch& batch) : batch_(batch) {}

  /// The facts of the items, then those of their companions.
  std::vector<sealed_fact> take_facts();

  /// One result per item. What was refused is added to *commit*, numbered on from *rejects*; an item that came from
  /// quarantine keeps its number. @param delta what became of take_facts()
  std::vector<item_result> settle(truth_delta& delta, std::uint64_t& rejects, commit_batch& commit);

  /// Per item that is new, what *facts* know otherwise, now that they have taken them.
  std::vector<std::optional<known_otherwise>> otherwise(const truth& facts,
                                                        const std::vector<item_result>& results) const;

 private:
  void keep_texts(const truth_delta& delta, std::uint64_t& rejects, commit_batch& commit);
  void settle(std::size_t no, item_result& result, std::uint64_t& rejects, commit_batch& commit) const;
  std::uint64_t set_aside(commit_batch& commit, std::uint64_t& rejects, const std::string& route,
                          std::vector<error> errors, std::string raw) const;

  ingest_batch& batch_;
  std::vector<std::size_t> item_of_fact_;  // companions stand behind all of them
  std::vector<key128> keys_;               // of these facts
  std::vector<bool> ahead_;                // which of them say that they happened after they came
};

}  // namespace hub
