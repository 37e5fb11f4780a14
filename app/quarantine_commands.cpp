// `quarantine`: what could not be taken in, by reason, one by one and to the letter; tries it again or gives it up.
#include <optional>
#include <sstream>

#include "app/answer_table.hpp"
#include "app/listing.hpp"
#include "app/marked_json.hpp"
#include "app/progress.hpp"
#include "app/quarantine_absence.hpp"
#include "app/quarantine_reasons.hpp"
#include "app/quarantined.hpp"
#include "app/show_answer.hpp"
#include "domain/time.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

struct quarantine_request {
  ask_flags ask;
  parameters query;
  std::vector<std::string> ids;
  std::string before;
  bool raw = false;
};

using request_ptr = std::shared_ptr<quarantine_request>;

constexpr query_flag which_flags[] = {
    {"--source", "source", "NAME", "Of this source only"},
    {"--code", "code", "CODE", "With this reason only, such as currency-missing"},
};
constexpr query_flag state_flag[] = {
    {"--state", "state", "open|replayed|discarded|all", "What became of it (default open)"},
};
constexpr query_flag page_flags[] = {
    {"--limit", "limit", "N", "At most N, up to 1000"},
    {"--cursor", "cursor", "CURSOR", "Go on where the last list ended"},
};

result<exit_code> show_reasons(client& hub, const quarantine_request& r, console& c) {
  const auto rows = quarantine_reasons(hub, r.query, c);
  if (!rows) return rows.error();
  if (r.ask.json) {
    c.out << json::serialize(json::object{{"reasons", *rows}}) << '\n';
  } else if (rows->empty()) {
    c.out << nothing_fits(hub, r.query);
  } else {
    static constexpr std::string_view columns[] = {"source", "code", "items", "latest", "example", "detail"};
    c.out << render(table_of(*rows, columns), c.out_look);
  }
  return exit_code::ok;
}

/// One line an item: its first error stands for it.
std::string show_list(const json::value& document, const look& l, client& hub, const parameters& query) {
  const auto* data = document.is_object() ? document.get_object().if_contains("data") : nullptr;
  if (data == nullptr || !data->is_array()) return show_document(document, l);
  json::array rows;
  for (const auto& each : data->get_array()) {
    if (!each.is_object()) continue;
    auto row = each.get_object();
    const auto* errors = row.if_contains("errors");
    if (errors != nullptr && errors->is_array() && !errors->get_array().empty())
      if (const auto first = errors->get_array().front(); first.is_object())
        for (const auto& [name, value] : first.get_object()) row[name] = value;
    rows.emplace_back(std::move(row));
  }
  static constexpr std::string_view columns[] = {"reject_id", "at",   "source",  "state",
                                                 "attempts",  "code", "pointer", "detail"};
  auto text = rows.empty() ? nothing_fits(hub, query) : render(table_of(rows, columns), l);
  if (const auto more = text_of(document.get_object(), "next_cursor"); !more.empty())
    text += "\nMore: add --cursor " + more + "\n";
  return text;
}

result<exit_code> show_one(client& hub, const quarantine_request& r, console& c) {
  const auto item = quarantined_item(hub, r.ids.front());
  if (!item) return item.error();
  const auto raw = text_of(*item, "raw");
  if (r.raw) {
    c.out << raw << '\n';
  } else if (r.ask.json) {
    c.out << json::serialize(*item) << '\n';
  } else {
    auto about = *item;
    about.erase("raw");
    about.erase("errors");
    c.out << show_document(about, c.out_look) << '\n' << marked_json(raw, faults_of(*item));
  }
  return exit_code::ok;
}

/// Orders *verb* of each id and says what became of it. Some_rejected when one did not become *wanted*.
result<exit_code> order_each(client& hub, const quarantine_request& r, const std::string& verb, std::string_view wanted,
                             console& c) {
  auto code = exit_code::ok;
  for (const auto& id : r.ids) {
    const auto answer = hub.exchange(request_of("POST", "/v1/quarantine/" + percent_encoded(id) + "/" + verb));
    if (!answer) return answer.error();
    if (answer->status >= 400) return refusal_of(*answer);
    boost::system::error_code broken;
    const auto document = json::parse(answer->body, broken);
    if (broken || !document.is_object())
      return fail("answer-malformed", "the server's answer says nothing of the item; is it a Conversion Hub?");
    const auto state = text_of(document.get_object(), "state");
    if (state != wanted) code = exit_code::some_rejected;
    if (r.ask.json)
      c.out << answer->body;
    else
      c.out << printable(id) << ": " << (state == "open" ? "still rejected" : printable(state)) << '\n';
  }
  return code;
}

result<exit_code> replay(client& hub, const quarantine_request& r, console& c) {
  if (!r.ids.empty()) return order_each(hub, r, "replay", "replayed", c);
  const auto answer = hub.exchange(request_of("POST", target_of("/v1/quarantine/replay", r.query)));
  if (!answer) return answer.error();
  if (answer->status >= 400) return refusal_of(*answer);
  boost::system::error_code broken;
  const auto document = json::parse(answer->body, broken);
  if (broken || !document.is_object())
    return fail("answer-malformed", "the server's answer says nothing of a replay; is it a Conversion Hub?");
  const auto& o = document.get_object();
  if (r.ask.json)
    c.out << answer->body;
  else if (!r.query.empty() && text_of(o, "replayed") == "0" && text_of(o, "still_rejected") == "0")
    c.out << nothing_fits(hub, r.query);
  else
    c.out << "Replayed: " << text_of(o, "replayed") << " taken in, " << text_of(o, "still_rejected")
          << " still rejected\n";
  return text_of(o, "still_rejected") == "0" ? exit_code::ok : exit_code::some_rejected;
}

/// The ids of what is open under the filters, and was set aside before *before* where that is given.
result<std::vector<std::string>> open_ids(client& hub, const quarantine_request& r, std::optional<instant> before) {
  std::vector<std::string> ids;
  auto query = r.query;
  query.emplace_back("state", "open");
  const auto listed = each_listed(hub, "/v1/quarantine", query, [&](const json::object& item) -> result<void> {
    const auto at = parse_instant(text_of(item, "at"));
    if (!before || (at && *at < *before)) ids.push_back(text_of(item, "reject_id"));
    return {};
  });
  if (!listed) return listed.error();
  return ids;
}

/// Gives up the items that are named, or all that are open under the filters; never all there are.
result<exit_code> give_up(client& hub, const quarantine_request& r, console& c) {
  if (!r.ids.empty()) return order_each(hub, r, "discard", "discarded", c);
  if (r.query.empty() && r.before.empty())
    return fail("usage", "say which items are given up: by id, or with --source, --code or --before");
  static const zone utc;
  const auto before = r.before.empty() ? result<instant>(instant{0}) : parse_instant(r.before, &utc);
  if (!before) return fail("usage", before.error().detail, "--before");
  auto ids = open_ids(hub, r, r.before.empty() ? std::nullopt : std::optional(*before));
  if (!ids) return ids.error();
  if (ids->empty() && !r.ask.json) {
    c.out << nothing_fits(hub, r.query, r.before);
    return exit_code::ok;
  }
  auto each = r;
  each.ids = std::move(*ids);
  std::ostringstream told;  // a line for each would bury the sum
  console quiet{r.ask.json ? c.out : told, c.err, c.out_look, c.err_look};
  const auto done = order_each(hub, each, "discard", "discarded", quiet);
  if (done && !r.ask.json)
    c.out << "Given up: " << with_thousands(std::ssize(each.ids)) << (each.ids.size() == 1 ? " item\n" : " items\n");
  return done;
}

using run_function = result<exit_code> (*)(client&, const quarantine_request&, console&);

/// What all share, the flags of `convhub quarantine` itself too: they may stand before the word that follows it.
void let_run(program& p, CLI::App* command, const request_ptr& request, run_function run) {
  add_ask_flags(*command, request->ask, false);
  command->callback([&p, command, request, run] {
    if (!command->get_subcommands().empty()) return;
    p.chosen = [&p, request, run] {
      return with_client(p, request->ask.where, [&](client& hub) { return run(hub, *request, p.con); });
    };
  });
}

CLI::Option* add_ids(CLI::App* command, const request_ptr& request) {
  return command->add_option("ID", request->ids, "Which, such as rj_17")->type_name("ID");
}

}  // namespace

void add_quarantine_commands(program& p) {
  const auto request = std::make_shared<quarantine_request>();
  auto* all = p.root.add_subcommand("quarantine", "What could not be taken in, counted by source and reason");
  all->require_subcommand(0, 1);
  add_query_flags(*all, which_flags, request);
  add_query_flags(*all, state_flag, request);
  let_run(p, all, request, show_reasons);

  auto* list = all->add_subcommand("list", "What could not be taken in, the latest first");
  add_query_flags(*list, which_flags, request);
  add_query_flags(*list, state_flag, request);
  add_query_flags(*list, page_flags, request);
  let_run(p, list, request, [](client& hub, const quarantine_request& r, console& c) {
    const auto as = [&](const json::value& document, const look& l) { return show_list(document, l, hub, r.query); };
    return show_answer(hub, request_of("GET", target_of("/v1/quarantine", r.query)), r.ask, c, as);
  });

  auto* show = all->add_subcommand("show", "One item to the letter, with what is wrong written where it is wrong");
  add_ids(show, request)->required()->expected(1);
  show->add_flag("--raw", request->raw, "Only the text as it came");
  let_run(p, show, request, show_one);

  auto* again =
      all->add_subcommand("replay", "Try items again, once the cause is mended; without an id, all that is open");
  add_ids(again, request);
  add_query_flags(*again, which_flags, request);
  let_run(p, again, request, replay);

  auto* discard = all->add_subcommand("discard", "Give items up; they are kept, and not tried again");
  add_ids(discard, request);
  add_query_flags(*discard, which_flags, request);
  discard
      ->add_option("--before", request->before, "Only what was set aside before this day or time (UTC unless it says)")
      ->type_name("DAY|TIME");
  let_run(p, discard, request, give_up);
}

}  // namespace hub::app
