// The truth of a moment past: a truth of its own, fed from the log with what had been received by then and nothing else.
#pragma once

#include <optional>
#include <vector>

#include "domain/log_moment.hpp"
#include "domain/truth.hpp"

namespace hub {

class past {
 public:
  past(truth_policy policy, log_moment when) : when_(when), facts_(std::move(policy)) {}

  /// Takes the next page of the log and answers whether any of it had been received by then.
  bool take(std::vector<sealed_fact> page);

  /// True when nothing that is still to come in the log can belong to it: a moment named by its position was reached.
  bool complete() const { return when_.seq && read_to_ >= *when_.seq; }
  const log_moment& when() const { return when_; }
  /// How far the log was read.
  std::uint64_t read_to() const { return read_to_; }
  /// The last position that belongs to it.
  std::uint64_t data_seq() const { return data_seq_; }

  /// Everything known then, for somebody who knows nothing.
  truth_delta everything();
  const truth& facts() const { return facts_; }

 private:
  bool includes(const sealed_fact& fact) const;
  bool follows_change(const sealed_fact& fact) const;

  log_moment when_;
  truth facts_;
  bool whole_ = true;  // no position so far was left out
  std::optional<crm_change> change_;
  instant changed_at_ = 0;  // when `change_` was received
  std::uint64_t read_to_ = 0;
  std::uint64_t data_seq_ = 0;
};

}  // namespace hub
