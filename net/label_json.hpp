// How labels look: the counts of each, and a page of what carries one.
#pragma once

#include <string>

#include "messages/reports.hpp"

namespace hub::net {

std::string label_counts_json(const labels_answer& answer);
std::string labelled_json(const labelled_answer& answer, label of);

}  // namespace hub::net
