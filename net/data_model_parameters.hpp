// The parameters of the data-driven models, and what a report must be like for them to have an answer.
#pragma once

#include "domain/query.hpp"
#include "net/parameter_reader.hpp"

namespace hub::net {

/// Reads `order`, `game`, `seed`, `intervals` and `min_conversions`.
void read_data_models(parameter_reader& in, data_model_params& params);

/// Refuses what Markov and Shapley cannot answer: groups that are not of one touch dimension, credit dated by touches, one
/// campaign's part of another dimension.
void check_data_models(parameter_reader& in, const report_query& query);

/// Refuses markov and shapley where credit of single conversions is asked for.
void refuse_data_models(parameter_reader& in, const report_query& q);

}  // namespace hub::net
