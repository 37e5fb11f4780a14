// Contacts as JSON: who they are and why, what they met and what they did.
#pragma once

#include <string>

#include "domain/query.hpp"
#include "domain/truth.hpp"
#include "messages/contacts.hpp"
#include "net/json_writer.hpp"

namespace hub::net {

/// `{"contact_id","identifiers","links","refused_links","journey":[{"kind":"touch",…},{"kind":"conversion",…}]}`. Of
/// identifiers the kinds and their keys are told, never the values. A conversion has `touchpoints` too: how many touches
/// count for it under the rules of *query*, and how many do not, by reason.
std::string journey_json(const contact_dossier& contact, const report_query& query);

/// The same of identifiers and links, with `touchpoints` and with `conversions` and their ledgers.
std::string contact_json(const contact_dossier& contact);

/// `{"data":[{"verdict_id","decided_at","identifiers","note","withdrawn"}],"data_seq"}`
std::string contact_verdicts_json(const contact_verdicts_answer& answer);

/// `{"data":[{"kind","key","met":{"email":12,…},"records","first_seen_at","last_seen_at"}],"data_seq"}`
std::string shared_identifiers_json(const shared_identifiers_answer& answer);

}  // namespace hub::net
