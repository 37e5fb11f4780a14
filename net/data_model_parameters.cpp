#include "net/data_model_parameters.hpp"

#include <algorithm>
#include <limits>

namespace hub::net {

void read_data_models(parameter_reader& in, data_model_params& params) {
  if (const auto order = in.integer("order", 1, most_order)) params.order = static_cast<int>(*order);
  if (const auto game = in.choice("game", {"set", "conversion_rate"}))
    params.game = *game == "set" ? shapley_game::set : shapley_game::conversion_rate;
  if (const auto seed = in.integer("seed", 0, std::numeric_limits<std::int64_t>::max())) params.seed = *seed;
  if (const auto intervals = in.flag("intervals")) params.intervals = *intervals;
  if (const auto least = in.integer("min_conversions", 1, 1'000'000'000)) params.min_conversions = *least;
}

void check_data_models(parameter_reader& in, const report_query& q) {
  const auto learns = std::find_if(q.models.begin(), q.models.end(), is_data_driven);
  if (learns == q.models.end()) return;
  const std::string name(to_string(*learns));
  if (q.group_by.size() != 1 || !is_touch_dimension(q.group_by[0]))
    in.refuse(
        fail("model-needs-touch-dimension",
             name + " credits one property of touchpoints; group by campaign, adset, ad, channel or source_medium",
             "group_by"));
  if (q.basis == report_basis::touch)
    in.refuse(fail("model-without-touch-dates",
                   name +
                       " credits groups and no single touchpoint, so its credit cannot be dated by touchpoints; leave "
                       "'basis' out",
                   "basis"));
  if (!q.campaign.empty() && q.group_by != std::vector{dimension::campaign})
    in.refuse(fail("model-of-one-campaign",
                   name +
                       " does not say which part of another group's credit is a campaign's; group by campaign or leave "
                       "'campaign' out",
                   "campaign"));
}

void refuse_data_models(parameter_reader& in, const report_query& q) {
  const auto learns = std::find_if(q.models.begin(), q.models.end(), is_data_driven);
  if (learns == q.models.end()) return;
  const std::string name(to_string(*learns));
  in.refuse(fail("model-of-groups",
                 name + " learns from all journeys what a group earned and credits no single conversion; ask " +
                     "/v1/reports/attribution?model=" + name + ", or take a model such as time_decay here",
                 "model"));
}

}  // namespace hub::net
