// What the data-driven models find in the journeys of a question: how much of the credit is each state's, and how sure that
// is. A pure function of the sample and the parameters. docs/semantics.md, "Data-driven models".
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "domain/data_models.hpp"
#include "domain/journey_sample.hpp"

namespace hub {

/// Bounds between which a share lies in 90 of 100 samples.
struct share_range {
  double low = 0;
  double high = 0;
};

/// One model's findings; all lists by state.
struct model_findings {
  model which = model::markov;
  std::vector<double> effects;                                  ///< removal effects, or Shapley values (of conversions)
  std::vector<double> errors;                                   ///< standard errors of drawn Shapley values; else empty
  std::vector<double> of_conversions, of_revenue;               ///< shares of the credit; each list adds up to 1
  std::vector<share_range> conversions_within, revenue_within;  ///< where intervals were asked; else empty
  std::size_t orders = 0;                                       ///< drawn for Shapley values; 0: exact
};

struct data_findings {
  std::vector<std::string> names;  ///< of the states, in order
  std::vector<name_id> ids;        ///< parallel
  std::vector<model_findings> models;
};

/// Samples that the intervals are taken from.
inline constexpr std::size_t bootstrap_samples = 200;

/// Findings of each data-driven model among *models*, in their order. The same for the same sample and parameters,
/// to the bit.
/// Errors: `too-few-conversions`; `too-many-states` where a chain would take too long to solve.
result<data_findings> find(const std::vector<model>& models, const data_model_params& params,
                           const journey_sample& sample);

}  // namespace hub
