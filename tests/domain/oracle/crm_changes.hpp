// What a CRM may say of three deals and a few contacts, for the stories of the oracle.
#pragma once

#include <functional>
#include <random>

#include "domain/facts.hpp"

namespace hub::oracle {

/// A change of one to three properties. @param time gives the times that are named
crm_change any_change(std::mt19937_64& random, int people, const std::function<instant()>& time);

}  // namespace hub::oracle
