// Orders that five sources report at once: the pixel and the Conversions API of Meta, HubSpot deals, AnyTrack and a CSV.
// Each report holds the order id, the contact or both, at least one of every order both; clocks are off by up to five
// minutes; nearly a third is sent twice; and some people buy the same thing for the same price again within the hour.
#pragma once

#include "oracle.hpp"

namespace hub::oracle {

struct told_order {
  std::set<event_name> reports;  ///< the five of them
  std::int64_t price = 0;
  /// Bought again so soon that reports without order ids cannot be told from those of the other order.
  bool close_repeat = false;
};

struct five_sources {
  std::vector<sealed_fact> facts;  ///< retries behind what they retry
  std::vector<told_order> orders;
  std::vector<event_name> reports;  ///< of all orders
  std::size_t repeats = 0;          ///< pairs of orders of one person and price within the hour
};

/// @param orders how many; one in ten is half of a pair of repeats
five_sources tell_by_five(std::size_t orders, std::uint64_t seed);

}  // namespace hub::oracle
