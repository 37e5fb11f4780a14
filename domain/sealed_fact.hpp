// A fact ready to be decided over and stored: its canonical bytes and keys are computed once, outside the actors.
#pragma once

#include <boost/container/small_vector.hpp>
#include <string>

#include "domain/facts.hpp"
#include "domain/keys.hpp"

namespace hub {

using few_keys = boost::container::small_vector<key128, 3>;

/// One fact with everything that dedup and storage need of it.
struct sealed_fact {
  fact_body body;
  key128 key;            ///< names the event: two facts of one kind with equal keys are versions of one event
  few_keys identifiers;  ///< keys of its identifiers, parallel to them
  key128 content;        ///< equal content is a redelivery; all of `encoded` but a time that leans on the receipt
  std::string encoded;   ///< canonical bytes (domain/codec.hpp)
  instant received_at = 0;
  std::uint64_t seq = 0;  ///< position in the store's log; 0 until decided
};

/// Computes keys and bytes. The key of spend is (platform, account, campaign, adset, ad, day), of a rate (pair, day).
sealed_fact seal(fact_body body, instant received_at);

/// The fact that *encoded* holds, sealed as it was before; its bytes are the canonical ones and are not made again.
/// Error: `fact-corrupt`.
result<sealed_fact> unseal(std::string encoded, instant received_at);

}  // namespace hub
