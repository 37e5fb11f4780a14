// Contacts: who they are, what they met and did, and decisions that part them.
#include <algorithm>
#include <functional>

#include "net/api.hpp"
#include "net/contact_decision.hpp"
#include "net/contact_json.hpp"
#include "net/contact_key.hpp"
#include "net/no_parameters.hpp"
#include "net/parameter_reader.hpp"
#include "net/problem.hpp"
#include "net/query.hpp"
#include "net/touch_rule_parameters.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds lookup_limit(30);
const std::string decision_source = "manual";
constexpr std::string_view decision_prefix = "vd_";

http_answer as_json(std::string body) { return {200, "application/json", std::move(body), {}, nullptr, {}}; }

std::vector<error> refuse_parameters(const http_request& request) {
  auto parts = split_target(request.target);
  if (!parts) return {parts.error()};
  return parameter_reader(std::move(parts->parameters)).finish();
}

result<key128> key_in_path(const path_values& values) {
  auto key = parse_contact_key(values["key"]);
  if (!key) return fail(key.error().code, key.error().detail, "key");
  return key;
}

error no_contact_there() { return fail("contact-unknown", "no contact is known by this key", "key"); }

/// The contact that `{key}` names, once the parameters of the request are in order.
void look_up(const api_context& api, const http_request& request, const path_values& values, answer_handler done,
             const std::vector<error>& wrong, std::function<std::string(const contact_dossier&)> render) {
  if (!wrong.empty()) return done(problem(400, wrong, request.request_id));
  const auto key = key_in_path(values);
  if (!key) return done(problem(400, key.error(), request.request_id));
  api.asks.ask<contact_found>(
      &hub_actors::dedup, contact_lookup{*key}, lookup_limit, {request.request_id, std::move(done)},
      [render = std::move(render), request_id = request.request_id](contact_found& found) {
        return found.dossier ? as_json(render(*found.dossier)) : problem(404, no_contact_there(), request_id);
      });
}

/// The decision's own id: the same decision at the same instant is the same.
std::string decision_id(const std::vector<identifier>& identifiers, instant at) {
  std::string text = std::to_string(at);
  for (const auto& id : identifiers) text += ' ' + to_hex(identifier_key(id));
  return std::string(decision_prefix) + to_hex(content_key(text));
}

/// What must be known before identifiers are parted: the contact, then each of them, all in one contact.
std::optional<std::pair<int, error>> why_not(const contact_ids_answer& found, const std::vector<identifier>& ids) {
  const auto& whole = found.contacts.front();
  if (!whole) return std::pair(404, no_contact_there());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto& contact = found.contacts[i + 1];
    const auto name = "identifier " + std::to_string(i + 1) + " (" + std::string(to_string(ids[i].kind)) + ")";
    const auto place = "/identifiers/" + std::to_string(i);
    if (!contact) return std::pair(404, fail("identifier-unknown", name + " is of no contact", place));
    if (*contact != *whole)
      return std::pair(409, fail("identifier-elsewhere", name + " is of another contact, " + *contact, place));
  }
  return std::nullopt;
}

contact_ids_request whose(const std::vector<identifier>& identifiers, std::optional<key128> contact = {}) {
  contact_ids_request question;
  if (contact) question.keys.push_back(*contact);
  for (const auto& id : identifiers) question.keys.push_back(identifier_key(id));
  return question;
}

/// Commits the decision and answers with whose its identifiers are then.
void decide(const api_context& api, identity_verdict v, std::vector<identifier> about, reply_to to) {
  const auto id = v.external_id;
  const auto now = api.now();
  ingest_batch batch{decision_source, "contacts", now, {}, {}};
  batch.items.emplace_back().fact = seal(std::move(v), now);
  const auto then = [&api, to, id, about = std::move(about)](ingest_receipt& receipt) {
    const auto seq = receipt.data_seq;
    api.asks.ask<contact_ids_answer>(&hub_actors::dedup, whose(about), lookup_limit, to,
                                     [id, seq](contact_ids_answer& found) {
                                       json_writer out;
                                       out.begin_object().member("verdict_id", id).key("contacts").begin_array();
                                       std::vector<std::string> told;
                                       for (const auto& contact : found.contacts) {
                                         if (!contact || std::find(told.begin(), told.end(), *contact) != told.end())
                                           continue;
                                         out.value(told.emplace_back(*contact));
                                       }
                                       out.end_array().member("data_seq", seq).end_object().end_line();
                                       return as_json(out.take());
                                     });
  };
  // Not counted among what sources sent: nobody sent it.
  api.asks.ask_then<ingest_receipt>(&hub_actors::dedup, std::move(batch), lookup_limit, to, then);
}

void unmerge(const api_context& api, const http_request& request, const path_values& values, answer_handler done) {
  if (const auto wrong = refuse_parameters(request); !wrong.empty())
    return done(problem(400, wrong, request.request_id));
  const auto key = key_in_path(values);
  if (!key) return done(problem(400, key.error(), request.request_id));
  body_reader in(request.body);
  auto body = read_unmerge(in, values["key"]);
  if (const auto wrong = in.finish(); !wrong.empty()) return done(problem(400, wrong, request.request_id));
  const reply_to to{request.request_id, std::move(done)};
  const auto question = whose(body.identifiers, *key);
  api.asks.ask_then<contact_ids_answer>(
      &hub_actors::dedup, question, lookup_limit, to, [&api, to, body = std::move(body)](contact_ids_answer& found) {
        if (const auto refused = why_not(found, body.identifiers))
          return to.done(problem(refused->first, refused->second, to.request_id));
        const auto now = api.now();
        decide(api,
               {decision_source, decision_id(body.identifiers, now), now, verdict::apart, body.identifiers, body.note},
               body.identifiers, to);
      });
}

void withdraw(const api_context& api, const http_request& request, const path_values& values, answer_handler done) {
  if (const auto wrong = refuse_parameters(request); !wrong.empty())
    return done(problem(400, wrong, request.request_id));
  const auto id = std::string(values["id"]);
  const reply_to to{request.request_id, std::move(done)};
  const contact_verdicts_request question{event_key(decision_source, id)};
  api.asks.ask_then<contact_verdicts_answer>(
      &hub_actors::dedup, question, lookup_limit, to, [&api, to, id](contact_verdicts_answer& found) {
        if (found.verdicts.empty())
          return to.done(problem(404,
                                 fail("verdict-unknown",
                                      "there is no decision of this id; GET /v1/contacts/verdicts "
                                      "lists them",
                                      "id"),
                                 to.request_id));
        if (found.verdicts.front().withdrawn)
          return to.done(problem(409, fail("already-withdrawn", "the decision " + id + " was taken back already", "id"),
                                 to.request_id));
        decide(api, {decision_source, id, api.now(), verdict::withdrawn, {}, {}},
               found.verdicts.front().told.identifiers, to);
      });
}

void list_verdicts(const api_context& api, const http_request& request, const path_values&, answer_handler done) {
  if (const auto wrong = refuse_parameters(request); !wrong.empty())
    return done(problem(400, wrong, request.request_id));
  api.asks.ask<contact_verdicts_answer>(
      &hub_actors::dedup, contact_verdicts_request{}, lookup_limit, {request.request_id, std::move(done)},
      [](contact_verdicts_answer& found) { return as_json(contact_verdicts_json(found)); });
}

void list_shared(const api_context& api, const http_request& request, const path_values&, answer_handler done) {
  if (const auto wrong = refuse_parameters(request); !wrong.empty())
    return done(problem(400, wrong, request.request_id));
  api.asks.ask<shared_identifiers_answer>(
      &hub_actors::dedup, shared_identifiers_request{}, lookup_limit, {request.request_id, std::move(done)},
      [](shared_identifiers_answer& found) { return as_json(shared_identifiers_json(found)); });
}

void show_journey(const api_context& api, const http_request& request, const path_values& values, answer_handler done) {
  auto query = api.defaults;
  std::vector<error> wrong;
  if (auto parts = split_target(request.target)) {
    parameter_reader in(std::move(parts->parameters));
    read_touch_rules(in, query);
    wrong = in.finish();
  } else {
    wrong = {parts.error()};
  }
  look_up(api, request, values, std::move(done), wrong,
          [query = std::move(query)](const contact_dossier& contact) { return journey_json(contact, query); });
}

void show_contact(const api_context& api, const http_request& request, const path_values& values, answer_handler done) {
  look_up(api, request, values, std::move(done), refuse_parameters(request), contact_json);
}

}  // namespace

std::vector<route> contact_routes(const api_context& api) {
  const auto with = [&api](auto answer) {
    return [&api, answer](const http_request& request, const path_values& values, answer_handler done) {
      answer(api, request, values, std::move(done));
    };
  };
  return {
      {"GET", "/v1/contacts/verdicts", with(list_verdicts)},
      {"DELETE", "/v1/contacts/verdicts/{id}", without_parameters(with(withdraw))},
      {"GET", "/v1/contacts/{key}", with(show_contact)},
      {"GET", "/v1/contacts/{key}/journey", with(show_journey)},
      {"POST", "/v1/contacts/{key}/unmerge", without_parameters(with(unmerge))},
      {"GET", "/v1/identities/shared", with(list_shared)},
  };
}

}  // namespace hub::net
