// Medians and quantiles, and how figures are printed.
#pragma once

#include <string>
#include <vector>

namespace hub::bench {

/// The value below which the share *q* of *values* lies (nearest rank). @pre values is not empty
double quantile(std::vector<double> values, double q);

/// `123,456`
std::string grouped(double value);
/// *value* with *decimals* digits after the point.
std::string fixed(double value, int decimals);

/// One line: what is measured, then its value.
void print_figure(const std::string& what, const std::string& value);

}  // namespace hub::bench
