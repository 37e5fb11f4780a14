// The made-up company of the demo: what really happened there in 90 days, before anybody reports it. A shop that sells
// running gear in EUR, its campaigns, visitors, orders and refunds, all drawn from one seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/time.hpp"

namespace hub::app {

/// Where visits come from. Those without an id are no campaigns and cost nothing.
struct demo_campaign {
  const char* id;
  const char* name;
  const char* platform;    ///< of its spend; empty: no spend is reported
  const char* utm_source;  ///< empty: the visit has no UTM parameters
  const char* utm_medium;
  const char* click_param;     ///< `fbclid`, `gclid`, …; empty: none
  const char* referrer;        ///< of visits without UTM parameters; empty: typed in
  std::int64_t daily_cost;     ///< cents, about
  int opens, assists, closes;  ///< how often it is the first, a middle, the last touch
};

/// A visitor; all that anybody could know of them.
struct demo_person {
  std::string email;
  std::string phone;
  std::string customer_id;
  std::string anonymous_id;
  std::string fbp;
};

struct demo_touch {
  std::string id;
  instant at = 0;
  std::size_t person = 0;
  std::size_t campaign = 0;  ///< index into demo_campaigns()
  std::string click_id;
  bool signed_in = false;  ///< the shop knew the visitor's e-mail
};

/// The systems that report orders.
enum class reporter : std::uint8_t { api, meta, shop, crm };

/// One report of an order by one system.
struct demo_report {
  reporter by = reporter::api;
  instant at = 0;
  bool names_order = true;  ///< carries the order id; else only person, amount and time tell which order it is
};

struct demo_order {
  std::string order_id;
  std::int64_t number = 0;  ///< running, for the reporters' own ids
  instant at = 0;
  std::size_t person = 0;
  std::int64_t cents = 0;
  std::string last_fbclid;  ///< of the last Meta click before the order; empty: none
  instant last_fbclid_at = 0;
  std::vector<demo_report> reports;
  std::int64_t refund_cents = 0;  ///< 0: kept
  instant refunded_at = 0;
};

struct demo_world {
  std::vector<demo_person> people;
  std::vector<demo_touch> touches;  ///< by time
  std::vector<demo_order> orders;   ///< by time
};

/// First day of the demo's 90 and the day after its last: 2026-01-01 and 2026-04-01.
inline constexpr std::int32_t demo_first_day = 20454;
inline constexpr std::int32_t demo_end_day = demo_first_day + 90;

const std::vector<demo_campaign>& demo_campaigns();

demo_world make_demo_world(std::uint64_t seed);

/// What the company's own books say.
struct demo_books {
  std::int64_t orders = 0;
  std::int64_t reports = 0;    ///< of all systems about these orders
  std::int64_t net_cents = 0;  ///< sales less refunds
};

demo_books books_of(const demo_world& world);

}  // namespace hub::app
