#include "net/report_parameters.hpp"

#include <algorithm>

#include "net/data_model_parameters.hpp"
#include "net/touch_rule_parameters.hpp"

namespace hub::net {
namespace {

constexpr double most_days = 36'500;
constexpr std::int64_t most_patterns = 1'000;
constexpr std::int64_t most_matched = 1'000;  // campaigns in each list of the match report

/// The value, or nothing and a complaint about *name*.
template <class T>
std::optional<T> accepted(parameter_reader& in, result<T> parsed, std::string_view name) {
  if (parsed) return std::move(*parsed);
  in.refuse(fail(parsed.error().code, parsed.error().detail, std::string(name)));
  return std::nullopt;
}

void read_model_parameters(parameter_reader& in, model_params& params) {
  auto asked = params;
  if (const auto days = in.decimal("half_life_days", 0, most_days)) asked.half_life_days = *days;
  if (const auto weight = in.decimal("first_weight", 0, 1)) asked.first_weight = *weight;
  if (const auto weight = in.decimal("last_weight", 0, 1)) asked.last_weight = *weight;
  auto sound = checked(asked);
  if (sound)
    params = *sound;
  else
    in.refuse(sound.error());
}

void read_model(parameter_reader& in, report_query& q) {
  const auto name = in.text("model");
  if (!name) return;
  if (const auto chosen = accepted(in, parse_model(*name), "model")) q.models = {*chosen};
}

void read_models(parameter_reader& in, report_query& q) {
  q.models.assign(std::begin(all_models), std::end(all_models));
  const auto names = in.list("models");
  if (!names.empty()) q.models.clear();
  for (const auto& name : names) {
    const auto chosen = accepted(in, parse_model(name), "models");
    if (!chosen) continue;
    if (std::find(q.models.begin(), q.models.end(), *chosen) != q.models.end())
      in.refuse(fail("model-repeated", "'models' names " + name + " twice; name each model once", "models"));
    q.models.push_back(*chosen);
  }
}

/// One model, or several where *in* names `models`.
void read_model_or_models(parameter_reader& in, report_query& q) {
  const bool several = in.text("models").has_value();
  if (several && in.text("model")) in.refuse(fail("parameter-conflict", "give 'model' or 'models', not both", "model"));
  several ? read_models(in, q) : read_model(in, q);
}

void read_models_of(parameter_reader& in, report_kind kind, report_query& q) {
  switch (kind) {
    case report_kind::compare: return read_models(in, q);
    case report_kind::daily:
    case report_kind::credits: return read_model_or_models(in, q);
    default: return read_model(in, q);
  }
}

/// What series and cohorts are grouped by is not free.
void read_fixed_group(parameter_reader& in, report_kind kind, report_query& q) {
  const auto by = kind == report_kind::daily ? in.choice("interval", {"day", "week", "month"})
                                             : in.choice("group_by", {"campaign", "channel"});
  q.group_by = {kind == report_kind::daily ? dimension::day : dimension::campaign};
  if (by) q.group_by = {parse_dimension(*by).value()};
}

void read_groups(parameter_reader& in, report_kind kind, report_query& q) {
  if (kind == report_kind::credits || kind == report_kind::match) return;
  if (kind == report_kind::daily || kind == report_kind::cohorts) return read_fixed_group(in, kind, q);
  const auto names = in.list("group_by");
  if (names.size() > 2) in.refuse(fail("too-many-dimensions", "group by one dimension or by two", "group_by"));
  if (names.size() == 2 && names[0] == names[1])
    in.refuse(
        fail("dimension-repeated", "'group_by' names " + names[0] + " twice; name each dimension once", "group_by"));
  if (!names.empty()) q.group_by.clear();
  for (const auto& name : names) {
    const auto by = accepted(in, parse_dimension(name), "group_by");
    if (!by) continue;
    if (kind == report_kind::roas && *by > dimension::ad && !is_date_dimension(*by))
      in.refuse(fail("dimension-without-spend",
                     "spend is not known by " + name +
                         "; ROAS can be grouped by campaign, adset, ad, day, week and "
                         "month, revenue alone by /v1/reports/attribution",
                     "group_by"));
    q.group_by.push_back(*by);
  }
}

void read_campaign(parameter_reader& in, report_kind kind, report_query& q) {
  q.campaign = read_name(in, "campaign");
  if (kind != report_kind::roas) return;
  const auto id = read_name(in, "campaign_id");
  if (!id.empty() && !q.campaign.empty() && id != q.campaign)
    in.refuse(
        fail("parameter-conflict", "'campaign' and 'campaign_id' are one filter; give one of them", "campaign_id"));
  if (!id.empty()) q.campaign = id;
}

void read_ad_spend(parameter_reader& in, report_query& q) {
  const auto text = in.text("ad_spend");
  if (!text) return;
  q.ad_spend = accepted(in, parse_amount(*text, q.currency), "ad_spend");
  if (q.ad_spend && *q.ad_spend < 0) in.refuse(fail("ad-spend-negative", "spend cannot be negative", "ad_spend"));
  if (q.campaign.empty())
    in.refuse(fail("ad-spend-without-campaign", "say with 'campaign_id' whose spend this is", "ad_spend"));
  if (q.group_by != std::vector{dimension::campaign})
    in.refuse(
        fail("ad-spend-grouped", "the amount stands for the campaign as a whole; leave 'group_by' out", "ad_spend"));
}

void read_paths(parameter_reader& in, report_query& q) {
  if (const auto by = in.choice("dimension", {"channel", "campaign", "source_medium"}))
    q.path_dimension = parse_dimension(*by).value();
  const auto transform = in.choice("transform", {"exposure", "none", "unique", "first"});
  for (const auto t : {path_transform::exposure, path_transform::none, path_transform::unique, path_transform::first})
    if (transform == to_string(t)) q.transform = t;
  if (const auto top = in.integer("top", 1, most_patterns)) q.top = static_cast<std::size_t>(*top);
}

/// The reports that markov and shapley can answer.
bool learns_from_journeys(report_kind kind) {
  return kind == report_kind::attribution || kind == report_kind::compare || kind == report_kind::roas;
}

void read_scope(parameter_reader& in, report_scope& scope) {
  scope.conversion_type = read_name(in, "conversion_type");
  scope.source = read_name(in, "source");
  if (const auto offline = in.flag("include_offline")) scope.include_offline = *offline;
}

}  // namespace

std::string read_name(parameter_reader& in, std::string_view name) {
  const auto text = in.text(name);
  if (text && text->empty())
    in.refuse(fail("parameter-empty", "give '" + std::string(name) + "' a value or leave it out", std::string(name)));
  return text.value_or("");
}

void read_model_and_rules(parameter_reader& in, report_query& query) {
  read_model(in, query);
  read_model_parameters(in, query.params);
  read_touch_rules(in, query);
}

report_query read_report(parameter_reader& in, report_kind kind, const report_query& defaults,
                         const zone_finder& find_zone, instant now) {
  auto q = defaults;
  q.zone = read_zone(in, defaults.zone, find_zone);
  const auto range = read_range(in, q.zone);
  q.scope.from = range.from;
  q.scope.to = range.to;
  if (const auto code = in.text("currency"))
    q.currency = accepted(in, parse_currency(*code), "currency").value_or(defaults.currency);
  q.as_of = read_moment(in, q.zone, now);
  if (kind == report_kind::dedup || kind == report_kind::sources) return q;
  read_scope(in, q.scope);
  if (kind == report_kind::paths) {
    read_touch_rules(in, q);
    read_paths(in, q);
  } else {
    read_models_of(in, kind, q);
    read_model_parameters(in, q.params);
    read_touch_rules(in, q);
    read_groups(in, kind, q);
    const bool of_one = kind != report_kind::cohorts && kind != report_kind::credits && kind != report_kind::match;
    if (of_one) read_campaign(in, kind, q);
    if (const auto basis = kind == report_kind::cohorts ? std::nullopt : in.choice("basis", {"conversion", "touch"}))
      q.basis = *basis == "touch" ? report_basis::touch : report_basis::conversion;
    if (learns_from_journeys(kind)) {
      read_data_models(in, q.data_models);
      check_data_models(in, q);
    } else {
      refuse_data_models(in, q);
    }
  }
  if (kind == report_kind::roas) read_ad_spend(in, q);
  if (kind == report_kind::match) {
    q.group_by = {dimension::campaign};
    q.top = static_cast<std::size_t>(in.integer("limit", 1, most_matched).value_or(100));
  }
  return q;
}

}  // namespace hub::net
