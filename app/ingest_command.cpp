// `ingest`: the payloads of a source, as that source sends them, from standard input or a file into the hub.
#include <boost/json.hpp>

#include "app/answer_rows.hpp"
#include "app/command.hpp"
#include "app/patient_client.hpp"
#include "app/payload_reader.hpp"
#include "app/progress.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

constexpr std::int64_t reasons_shown = 20;

struct ingest_request {
  place where;
  std::string source;
  std::string file = "-";
  bool as_json = false;
};

/// What became of all items so far.
struct ingest_counts {
  std::int64_t accepted = 0, duplicates = 0, rejected = 0;

  std::int64_t items() const { return accepted + duplicates + rejected; }
};

std::int64_t count_at(const json::object& o, std::string_view name) {
  const auto* v = o.if_contains(name);
  return v != nullptr && v->is_int64() ? v->get_int64() : 0;
}

/// `/3/currency: give a currency; …` of a rejected item.
std::string reason_of(const json::object& item) {
  std::string reason;
  const auto* errors = item.if_contains("errors");
  if (errors == nullptr || !errors->is_array()) return reason;
  for (const auto& e : errors->get_array())
    if (e.is_object())
      reason +=
          (reason.empty() ? "" : "; ") + text_of(e.get_object(), "pointer") + ": " + text_of(e.get_object(), "detail");
  return reason;
}

void tell_rejected(const json::object& answer, const payload& sent, ingest_counts& counts, console& c) {
  const auto* results = answer.if_contains("results");
  if (results == nullptr || !results->is_array()) return;
  for (const auto& each : results->get_array()) {
    if (!each.is_object() || text_of(each.get_object(), "status") != "rejected") continue;
    if (++counts.rejected > reasons_shown) continue;
    const auto& item = each.get_object();
    const auto index = count_at(item, "index");
    const bool on_line = index >= 0 && static_cast<std::size_t>(index) < sent.lines.size();
    const auto place = on_line ? "line " + std::to_string(sent.lines[static_cast<std::size_t>(index)])
                               : "item " + std::to_string(index);
    const auto id = text_of(item, "reject_id");
    c.err << printable(place + (id.empty() ? "" : " (" + id + ")") + ": " + reason_of(item)) << '\n';
  }
}

result<void> note(const net::http_answer& answer, const payload& sent, ingest_counts& counts, console& c) {
  boost::system::error_code broken;
  const auto document = json::parse(answer.body, broken);
  if (broken || !document.is_object() || !document.get_object().contains("accepted"))
    return fail("answer-malformed", "the server's answer says nothing of the items; is it a Conversion Hub?");
  const auto& o = document.get_object();
  counts.accepted += count_at(o, "accepted");
  counts.duplicates += count_at(o, "duplicates");
  const auto before = counts.rejected;
  tell_rejected(o, sent, counts, c);
  counts.rejected = before + count_at(o, "rejected");
  return {};
}

void print_summary(const ingest_request& r, const ingest_counts& n, console& c) {
  if (n.rejected > reasons_shown)
    c.err << "… and " << with_thousands(n.rejected - reasons_shown) << " more; 'convhub quarantine list --source "
          << printable(r.source) << "' shows all\n";
  if (r.as_json) return;
  c.out << "Took in " << with_thousands(n.items()) << (n.items() == 1 ? " item of " : " items of ")
        << printable(r.source) << ": " << with_thousands(n.accepted) << " accepted, " << with_thousands(n.duplicates)
        << " duplicates, " << with_thousands(n.rejected) << " rejected\n";
}

/// Sends body after body; what was sent before an error stays in the hub, and the summary says so.
result<void> send_all(program& p, client& hub, const ingest_request& r, ingest_counts& counts) {
  auto file = text_file::open(r.file);
  if (!file) return file.error();
  payload_reader reader(std::move(*file));
  progress bar(p.con);
  patient_client patient(hub, p.world.rest, [&](const std::string& why) {
    bar.clear();
    p.con.err << "convhub: " << why << std::endl;
  });
  const auto target = "/v1/ingest/" + percent_encoded(r.source);
  for (;;) {
    auto next = reader.next();
    if (!next) return next.error();
    if (!*next) return {};
    net::http_request request;
    request.method = "POST";
    request.target = target;
    request.headers = {{"content-type", (*next)->lines.empty() ? "application/json" : "application/x-ndjson"}};
    request.body = (*next)->body;
    const auto answer = patient.exchange(request);
    if (!answer) return answer.error();
    if (answer->status >= 400) return refusal_of(*answer);
    bar.clear();
    if (const auto noted = note(*answer, **next, counts, p.con); !noted) return noted;
    if (r.as_json) p.con.out << answer->body;
    progress_state state;
    state.rows = counts.items();
    state.unit = "items";
    bar.show(state);
  }
}

result<exit_code> ingest(program& p, client& hub, const ingest_request& r) {
  ingest_counts counts;
  const auto sent = send_all(p, hub, r, counts);
  if (!sent && counts.items() == 0) return sent.error();
  print_summary(r, counts, p.con);
  if (!sent) return sent.error();
  return counts.rejected == 0 ? exit_code::ok : exit_code::some_rejected;
}

}  // namespace

void add_ingest_command(program& p) {
  auto* command = p.root.add_subcommand("ingest", "Take in payloads of a source, as that source sends them");
  const auto request = std::make_shared<ingest_request>();
  command->add_option("SOURCE", request->source, "Whose payloads they are: meta_capi, hubspot, anytrack, …")
      ->type_name("ADAPTER")
      ->required();
  command
      ->add_option("FILE", request->file,
                   "One object, an array, or an object a line, also gzipped (default -, standard input)")
      ->type_name("FILE");
  add_place_flags(*command, request->where);
  command->add_flag("--json", request->as_json, "Print the hub's JSON as it comes");
  command->callback([&p, request] {
    p.chosen = [&p, request] {
      request->where.make = true;
      return with_client(p, request->where, [&](client& hub) { return ingest(p, hub, *request); });
    };
  });
}

}  // namespace hub::app
