// Why dedup cannot commit: what those are told who asked for it, and whether it is any use to try again.
#pragma once

#include <optional>
#include <string>

#include "domain/error.hpp"
#include "messages/errors.hpp"

namespace hub {

class commit_trouble {
 public:
  /// A commit failed of *why*. What fails behind it fails because of it, so the first reason stands.
  void note(error why) {
    if (!why_) why_ = std::move(why);
  }
  void forget() { why_.reset(); }

  /// Whether every commit will fail until somebody makes room.
  bool no_room() const { return why_ && why_->code == "disk-full"; }

  /// The reason as the store gave it; empty while there is none.
  std::string sentence() const { return why_ ? why_->detail : std::string(); }

  /// For whoever asked for the commit. It names no file of the hub's machine: not everybody who may send may know them.
  caf::error refusal() const {
    if (no_room()) return actor_error(actor_errc::no_room, "the hub's disk is full; nothing of the request was kept");
    const auto cause = why_ ? " (" + why_->code + ")" : std::string();
    return actor_error(actor_errc::refused, "the commit failed" + cause + "; nothing of the request was kept");
  }

 private:
  std::optional<error> why_;
};

}  // namespace hub
