// A report as an answer: JSON, or CSV with what CSV has no place for in headers.
#pragma once

#include <string>
#include <vector>

#include "domain/known_names.hpp"
#include "net/http.hpp"

namespace hub::net {

enum class shape : std::uint8_t { json, csv };

/// What headers say of a CSV report.
struct report_facts {
  std::uint64_t data_seq = 0;
  bool complete = true;
  std::int64_t left_out = 0;               ///< conversions
  std::vector<unknown_name> unknown = {};  ///< filters that nothing can pass
};

/// *body* with its type; CSV says `X-Data-Seq`, `X-Complete`, `X-Left-Out` where something is, and `X-Unknown-Names` with
/// the parameters whose value nobody has.
http_answer rendered(shape as, std::string body, const report_facts& facts);

/// Adds `X-Unknown-Names` where there are any.
void announce_unknown(http_answer& answer, const std::vector<unknown_name>& unknown);

}  // namespace hub::net
