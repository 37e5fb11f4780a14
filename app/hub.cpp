#include "app/hub.hpp"

#include <chrono>
#include <optional>

#include "app/engine.hpp"
#include "app/process_gauges.hpp"
#include "app/refusal_log.hpp"
#include "app/source_settings_of.hpp"
#include "app/sync_plans.hpp"
#include "app/version.hpp"
#include "app/wall_clock.hpp"
#include "config/zones.hpp"
#include "net/api.hpp"

namespace hub::app {
namespace {

/// Which touches count, as far as the settings name things.
result<touch_policy> touch_policy_of(const config::attribution_settings& s) {
  auto lookback = parse_lookback(s.lookback);
  if (!lookback) return lookback.error();
  auto priority = parse_priority(s.campaign_priority);
  if (!priority) return priority.error();
  auto referrers = parse_referrers(s.excluded_referrers);
  if (!referrers) return referrers.error();
  return touch_policy{std::move(*lookback), std::move(*priority), std::move(*referrers)};
}

/// What reports assume when a request does not say.
result<report_query> defaults_of(const config::settings& s) {
  report_query q;
  auto chosen = parse_model(s.attribution.model);
  if (!chosen) return chosen.error();
  q.models = {*chosen};
  auto params = checked({s.attribution.half_life_days, s.attribution.first_weight, s.attribution.last_weight});
  if (!params) return params.error();
  q.params = *params;
  q.data_models.min_conversions = s.models.min_conversions;
  q.rules.lookback_us = s.attribution.lookback_days * day_us;
  q.rules.views = s.attribution.views;
  q.rules.click_beats_view = s.attribution.click_beats_view;
  q.rules.since_previous = s.attribution.since_previous_conversion;
  auto policy = touch_policy_of(s.attribution);
  if (!policy) return policy.error();
  q.policy = std::move(*policy);
  q.rules.direct = s.attribution.direct == "keep" ? direct_policy::keep : direct_policy::drop_unless_only;
  q.rules.collapse_us = s.attribution.collapse_minutes * minute_us;
  q.leave_out = label_policy_of(s.fraud).leave_out;
  auto currency = parse_currency(s.money.currency);
  if (!currency) return currency.error();
  q.currency = *currency;
  auto zone = config::load_zone(s.money.tz);
  if (!zone) return zone.error();
  q.zone = std::move(*zone);
  auto days = std::make_shared<account_zones>();
  for (const auto& text : s.spend.account_zones)
    if (const auto read = parse_account_zone(text)) days->put(*read);  // the settings passed their own check
  q.account_days = std::move(days);
  return q;
}

/// Who may send what, where a source has a secret of its own.
net::door_keys door_keys_of(const config::settings& s) {
  return {s.server.public_base_url, s.sources_hubspot.client_secrets, s.sources_anytrack.tokens,
          s.sources_segment.write_keys};
}

class hub_process : public running_hub {
 public:
  hub_process(std::shared_ptr<storage::store> store, const config::settings& s, report_query defaults,
              net::metrics_registry& metrics, std::optional<std::vector<sources::pull_plan>> plans,
              std::vector<access_key> keys)
      : counts_(metrics),
        keys_(std::move(keys)),
        gate_(keys_, static_cast<int>(s.keys.wrong_per_minute)),
        engine_(std::move(store), s, std::move(plans), &counts_),
        doors_(source_settings_of(s), door_keys_of(s)) {
    api_.emplace(net::api_context{engine_.asks(), engine_.supervisor(), metrics, counts_, wall_clock, config::load_zone,
                                  std::move(defaults), std::string(version()), doors_, keys_, gate_,
                                  static_cast<std::size_t>(s.limits.max_decoded_bytes), engine_.syncs(),
                                  engine_.lookout(), s.debug.fault_injection});
    router_.emplace(net::api_routes(*api_), gate_);
  }

  /// Nobody asks any more: the actors end, then what they used.
  ~hub_process() override {
    engine_.end();
    router_.reset();
    api_.reset();
  }

  void handle(net::http_request request, net::answer_handler done) override {
    auto method = request.method;
    auto id = request.request_id;
    router_->handle(std::move(request), [this, method = std::move(method), id = std::move(id),
                                         done = std::move(done)](net::http_answer answer) {
      refusals_.note(method, id, answer);
      done(std::move(answer));
    });
  }

  void take(const config::settings& settings, const std::vector<std::string>& changed) override {
    const auto reads = source_settings_of(settings);
    doors_.change(reads, door_keys_of(settings));
    engine_.pull({sync_plans(settings, reads), changed_sources(settings, changed)});
  }

  bool has_admin_key() const override { return keys_.has_live_admin(); }

  /// Waits until the facts are in memory.
  result<void> wait_until_ready(std::chrono::minutes limit) { return engine_.wait_until_ready(limit); }

 private:
  refusal_log refusals_;  // first: answers use it until the actors have ended
  net::intake_counts counts_;
  net::key_ring keys_;
  net::key_gate gate_;
  engine engine_;
  net::doors doors_;
  std::optional<net::api_context> api_;
  std::optional<net::router> router_;
};

}  // namespace

result<std::unique_ptr<running_hub>> open_hub(const config::settings& settings, net::metrics_registry& metrics,
                                              pulling pulls) {
  watch_process(metrics, settings.storage.data);
  auto defaults = defaults_of(settings);
  if (!defaults) return defaults.error();
  auto store = storage::store::open(settings.storage.data);
  if (!store) return store.error();
  auto keys = (**store).keys();
  if (!keys) return keys.error();
  std::optional<std::vector<sources::pull_plan>> plans;
  if (pulls == pulling::on) plans = sync_plans(settings, source_settings_of(settings));
  auto hub = std::make_unique<hub_process>(std::shared_ptr<storage::store>(std::move(*store)), settings,
                                           std::move(*defaults), metrics, std::move(plans), std::move(*keys));
  if (auto ready = hub->wait_until_ready(std::chrono::minutes(10)); !ready) return ready.error();
  return std::unique_ptr<running_hub>(std::move(hub));
}

}  // namespace hub::app
