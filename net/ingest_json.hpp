// The answers of the ingest routes: what became of each item.
#pragma once

#include <string>
#include <string_view>

#include "messages/ingest.hpp"

namespace hub::net {

/// `{"accepted","duplicates","rejected","data_seq","results":[…]}`; accepted + duplicates + rejected = items.
std::string receipt_json(const ingest_receipt& receipt);

/// The same with `"dry_run": true`: what the answer would have been.
std::string dry_run_json(const ingest_receipt& receipt);

/// Meta's error for a moment at which nothing can be taken; its clients try again.
std::string meta_transient_json(std::string_view trace_id);

/// Meta's own answer: `{"events_received","messages","fbtrace_id"}`. Test events count as received, as at Meta.
std::string meta_receipt_json(const ingest_receipt& receipt, std::string_view trace_id);

/// Meta's error shape around a sentence.
std::string meta_error_json(const error& what, std::string_view trace_id);

/// The error that Meta's clients know for a token that is missing or wrong (401), may not do this (403), or was wrong too
/// often (429).
std::string meta_access_json(int status, const error& what, std::string_view trace_id);

}  // namespace hub::net
