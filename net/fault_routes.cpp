// Faults on purpose, for tests of what the hub does when a part of it dies. Unless the settings allow them there is
// nothing at their path.
#include "net/api.hpp"
#include "net/body_reader.hpp"
#include "net/json_writer.hpp"
#include "net/problem.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds order_limit(10);
constexpr std::int64_t most_faults = 100;

constexpr std::pair<std::string_view, fault_kind> kinds[] = {{"throw", fault_kind::at_once},
                                                             {"throw_before_commit", fault_kind::before_commit},
                                                             {"throw_after_commit", fault_kind::after_commit},
                                                             {"throw_at_record", fault_kind::at_record}};

fault_kind read_kind(body_reader& in, const std::string& actor) {
  const auto name = in.text("kind").value_or("throw");
  for (const auto& [known, kind] : kinds) {
    if (known != name) continue;
    const bool decides = kind == fault_kind::at_record;
    if (kind != fault_kind::at_once && actor != (decides ? "dedup" : "writer"))
      in.refuse(
          fail("fault-unknown", decides ? "only dedup decides over records" : "only the writer commits", "/kind"));
    return kind;
  }
  in.refuse(fail("fault-unknown", "give throw, throw_before_commit, throw_after_commit or throw_at_record", "/kind"));
  return fault_kind::at_once;
}

http_answer answer_of(const fault_order& order, const fault_receipt& receipt, std::string_view id) {
  if (!receipt.known) {
    std::string sentence = "there is no actor '" + order.actor + "'; there are";
    for (const auto& each : receipt.actors) sentence += (&each == receipt.actors.data() ? " " : ", ") + each;
    return problem(404, fail("actor-unknown", std::move(sentence), "/actor"), id);
  }
  json_writer out;
  out.begin_object().member("actor", order.actor).member("count", std::uint64_t{order.count}).end_object();
  return {202, "application/json", out.take(), {}, nullptr, {}};
}

void order_fault(const api_context& api, const http_request& request, answer_handler done) {
  body_reader in(request.body);
  fault_order order;
  const auto actor = in.text("actor");
  if (!actor) in.refuse(fail("member-missing", "name the actor that is to die, such as dedup", "/actor"));
  order.actor = actor.value_or("");
  order.kind = read_kind(in, order.actor);
  if (const auto record = in.text("external_id")) order.external_id = *record;
  if ((order.kind == fault_kind::at_record) == order.external_id.empty())
    in.refuse(fail("fault-unknown", "throw_at_record needs the external_id of an event, the other kinds none",
                   "/external_id"));
  order.count = static_cast<std::uint32_t>(in.integer("count", 1, most_faults).value_or(1));
  if (const auto wrong = in.finish(); !wrong.empty()) return done(problem(400, wrong, request.request_id));
  const reply_to to{request.request_id, std::move(done)};
  api.asks.ask_actor_then<fault_receipt>(api.supervisor, order, order_limit, to, [order, to](fault_receipt& receipt) {
    to.done(answer_of(order, receipt, to.request_id));
  });
}

}  // namespace

std::vector<route> fault_routes(const api_context& api) {
  if (!api.faults) return {};
  return {{"POST", "/v1/debug/faults", access::admin,
           [&api](const http_request& request, const path_values&, answer_handler done) {
             order_fault(api, request, std::move(done));
           }}};
}

}  // namespace hub::net
