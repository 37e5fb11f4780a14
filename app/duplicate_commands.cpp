// `duplicates`, `merge`, `keep-apart`, `unmerge`, `decisions` and `dedup`: looking at what deduplication did, and deciding about it.
#include <algorithm>
#include <boost/json.hpp>

#include "app/answer_rows.hpp"
#include "app/answer_table.hpp"
#include "app/command.hpp"
#include "app/decision_table.hpp"
#include "app/named_conversion.hpp"
#include "app/progress.hpp"
#include "app/show_answer.hpp"
#include "app/standing_now.hpp"
#include "config/settings.hpp"

namespace hub::app {
namespace {

struct list_request {
  ask_flags ask;
  parameters query;
};

struct decision_request {
  ask_flags ask;
  std::vector<std::string> ids;
  std::string event, side, note;
};

struct rules_flags {
  ask_flags ask;
  std::string window;
  std::int64_t tolerance = -1;
  std::string same_source;
  std::vector<std::string> authority;
  bool as_configured = false;
  bool dry_run = false;
};

/// A whole number of the answer, or 0.
std::int64_t number_in(const net::http_answer& answer, std::string_view name) {
  boost::system::error_code broken;
  const auto document = boost::json::parse(answer.body, broken);
  const auto* value = broken || !document.is_object() ? nullptr : document.get_object().if_contains(name);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

/// A line for each of the *sources* (`a` or `a,b`) that no conversion was ever reported by, as the hub says.
std::string unknown_sources(client& hub, std::string_view sources) {
  std::string text;
  while (!sources.empty()) {
    const auto name = sources.substr(0, sources.find(','));
    sources.remove_prefix(std::min(sources.size(), name.size() + 1));
    const auto answer = get(hub, target_of("/v1/conversions", {{"source", std::string(name)}, {"limit", "1"}}));
    boost::system::error_code broken;
    const auto document = answer ? boost::json::parse(answer->body, broken) : boost::json::value();
    if (!broken && document.is_object()) text += notes_in(document.get_object(), true);
  }
  return text;
}

/// *pairs* with the id of the conversion that each is, of both where they are two: `merge` and `unmerge` take them.
boost::json::array with_conversions(boost::json::array pairs) {
  const auto id_in = [](const boost::json::object& pair, std::string_view side) {
    const auto* event = pair.if_contains(side);
    return event == nullptr || !event->is_object() ? std::string() : text_of(event->get_object(), "conversion_id");
  };
  for (auto& each : pairs) {
    if (!each.is_object()) continue;
    auto& pair = each.get_object();
    const auto one = id_in(pair, "event"), other = id_in(pair, "partner");
    if (!one.empty()) pair["conversion_id"] = one;
    if (other != one) pair["partner_conversion_id"] = other;
  }
  return pairs;
}

std::string show_pairs(const boost::json::value& document, const look& l, client& hub, const parameters& query) {
  static constexpr std::string_view columns[] = {"standing",
                                                 "rule",
                                                 "event.source",
                                                 "event.external_id",
                                                 "partner.source",
                                                 "partner.external_id",
                                                 "event.value",
                                                 "partner.value",
                                                 "delta_seconds",
                                                 "keys",
                                                 "reason",
                                                 "conversion_id",
                                                 "partner_conversion_id"};
  const auto* data = document.is_object() ? document.get_object().if_contains("data") : nullptr;
  if (data == nullptr || !data->is_array()) return show_document(document, l);
  const auto next = text_of(document.get_object(), "next_cursor");
  const auto more = next.empty() ? std::string() : "\nMore: add --cursor " + next + "\n";
  std::string notes;
  if (data->get_array().empty())
    for (const auto& [name, value] : query)
      if (name == "sources") notes += unknown_sources(hub, value);
  if (data->get_array().empty())
    return notes + (next.empty() ? "No such pairs.\n"
                                 : "No such pairs among the latest reports; there are older ones.\n" + more);
  return render(table_of(with_conversions(data->get_array()), columns), l) + more;
}

void add_duplicates(program& p) {
  static constexpr query_flag filters[] = {
      {"--standing", "standing", "merged|possible|kept_apart", "How they stand to each other"},
      {"--rule", "rule", "order_key|event_key|fuzzy|manual",
       "What joined them: the same order id, the same event id, one person and amount close in time, or a person"},
      {"--sources", "sources", "A[,B]", "Of this source, or of these two"},
      {"--amount", "amount", "AMOUNT", "Of this value, in the currency of --currency"},
      {"--currency", "currency", "CODE", "Currency of --amount"},
      {"--conversion", "conversion", "ID", "Of this conversion"},
      {"--from", "from", "DAY|TIME", "From this day or instant on"},
      {"--to", "to", "DAY|TIME", "To before this day or instant"},
      {"--tz", "tz", "ZONE", "Time zone of the days"},
      {"--limit", "limit", "N", "At most N, up to 1000"},
      {"--cursor", "cursor", "CURSOR", "Go on where the last list ended"},
  };
  auto* command = p.root.add_subcommand("duplicates", "Pairs of reports: merged, nearly merged, kept apart");
  const auto request = std::make_shared<list_request>();
  add_query_flags(*command, filters, request);
  add_ask_flags(*command, request->ask, false);
  command->callback([&p, request] {
    p.chosen = [&p, request] {
      return with_client(p, request->ask.where, [&](client& hub) {
        const auto as = [&](const boost::json::value& document, const look& l) {
          return show_pairs(document, l, hub, request->query);
        };
        return show_answer(hub, request_of("GET", target_of("/v1/duplicates", request->query)), request->ask, p.con,
                           as);
      });
    };
  });
}

void add_decisions(program& p) {
  static constexpr query_flag flags[] = {
      {"--limit", "limit", "N", "At most N, up to 1000"},
      {"--cursor", "cursor", "CURSOR", "Go on where the last list ended"},
  };
  auto* command =
      p.root.add_subcommand("decisions", "What people decided about duplicates, the latest first, with their ids");
  const auto request = std::make_shared<list_request>();
  add_query_flags(*command, flags, request);
  add_ask_flags(*command, request->ask, false);
  command->callback([&p, request] {
    p.chosen = [&p, request] {
      return with_client(p, request->ask.where, [&](client& hub) {
        const auto as = [&](const boost::json::value& document, const look& l) {
          return show_decisions(hub, document, l);
        };
        return show_answer(hub, request_of("GET", target_of("/v1/duplicates/verdicts", request->query)), request->ask,
                           p.con, as);
      });
    };
  });
}

/// What was decided, and which earlier decisions it overrules.
std::string show_verdict(const boost::json::value& document, const look& l) {
  if (!document.is_object()) return show_document(document, l);
  auto o = document.get_object();
  const auto earlier = o.if_contains("overrules") ? o["overrules"] : boost::json::value();
  o.erase("overrules");
  auto text = show_document(o, l);
  if (!earlier.is_array()) return text;
  for (const auto& each : earlier.get_array()) {
    if (!each.is_object()) continue;
    const auto& d = each.get_object();
    const auto note = text_of(d, "note");
    text += "It overrules " + text_of(d, "verdict_id") + " of " + text_of(d, "decided_at") + ", that they are " +
            (text_of(d, "verdict") == "apart" ? "not one" : "one") + (note.empty() ? "" : " (" + note + ")") +
            "; unmerge with this decision's id lets that hold again.\n";
  }
  return text;
}

/// A command that decides about whole conversions by what the address *path* does.
void add_decision(program& p, const char* name, const char* what, const char* path) {
  auto* command = p.root.add_subcommand(name, what);
  const auto request = std::make_shared<decision_request>();
  command->add_option("CONVERSION", request->ids, "Two or more conversions, by id or order number")
      ->required()
      ->expected(2, 200);
  command->add_option("--note", request->note, "Why, for those who look at it later")->type_name("TEXT");
  add_ask_flags(*command, request->ask, false);
  command->callback([&p, request, path] {
    p.chosen = [&p, request, path] {
      return with_client(p, request->ask.where, [&](client& hub) -> result<exit_code> {
        boost::json::array ids;
        for (const auto& word : request->ids) {
          const auto id = conversion_named(hub, word);
          if (!id) return id.error();
          ids.emplace_back(*id);
        }
        if (std::all_of(ids.begin(), ids.end(), [&](const auto& id) { return id == ids.front(); }))
          return fail("one-conversion", "these are one conversion already, " + cell_of(ids.front()));
        boost::json::object body{{"conversion_ids", std::move(ids)}};
        if (!request->note.empty()) body["note"] = request->note;
        const auto as = [&](const boost::json::value& document, const look& l) {
          if (!document.is_object()) return show_document(document, l);
          return show_verdict(document, l) + standing_now(hub, document.get_object());
        };
        return show_answer(hub, request_of("POST", path, body), request->ask, p.con, as);
      });
    };
  });
}

/// What is parted: `SOURCE:EXTERNAL_ID` from the rest, a merged conversion from the rest, or every event from every other.
result<boost::json::object> parted(const decision_request& r) {
  boost::json::object body;
  if (!r.note.empty()) body["note"] = r.note;
  if (!r.side.empty()) body["conversion_id"] = r.side;
  if (r.event.empty()) return body;
  const auto colon = r.event.find(':');
  if (colon == r.event.npos) return fail("usage", "name the event as SOURCE:EXTERNAL_ID", "--event");
  body["source"] = r.event.substr(0, colon);
  body["external_id"] = r.event.substr(colon + 1);
  return body;
}

/// Somebody who parted a conversion into more than two may have meant to take one merge back.
std::string finer_way(const boost::json::object& receipt) {
  const auto* now = receipt.if_contains("conversions");
  if (now == nullptr || !now->is_array() || now->get_array().size() <= 2) return {};
  return "Each of the " + std::to_string(now->get_array().size()) +
         " reports stands apart. To undo one decision only, take this one back, 'convhub unmerge " +
         printable(text_of(receipt, "verdict_id")) +
         "', then 'convhub unmerge vd_…' with the id that 'convhub decisions' shows.\n";
}

void add_unmerge(program& p) {
  auto* command =
      p.root.add_subcommand("unmerge", "Decide that the reports of a conversion are not one, or take it back");
  const auto request = std::make_shared<decision_request>();
  command
      ->add_option("CONVERSION", request->ids,
                   "The conversion, by id or order number, or a decision (vd_…) to take back")
      ->required()
      ->expected(1);
  auto* event =
      command->add_option("--event", request->event, "Part this report from the rest")->type_name("SOURCE:ID");
  command->add_option("--conversion", request->side, "Part what was merged by hand as this conversion")
      ->type_name("ID")
      ->excludes(event);
  command->add_option("--note", request->note, "Why, for those who look at it later")->type_name("TEXT");
  add_ask_flags(*command, request->ask, false);
  command->callback([&p, request] {
    p.chosen = [&p, request] {
      return with_client(p, request->ask.where, [&](client& hub) -> result<exit_code> {
        const auto& word = request->ids.front();
        const bool all_apart = !word.starts_with("vd_") && request->event.empty() && request->side.empty();
        const auto as = [&](const boost::json::value& document, const look& l) {
          if (!document.is_object()) return show_document(document, l);
          const auto& receipt = document.get_object();
          return show_verdict(document, l) + standing_now(hub, receipt) + (all_apart ? finer_way(receipt) : "");
        };
        if (word.starts_with("vd_"))
          return show_answer(hub, request_of("DELETE", "/v1/duplicates/verdicts/" + percent_encoded(word)),
                             request->ask, p.con, as);
        const auto body = parted(*request);
        if (!body) return body.error();
        const auto id = conversion_named(hub, word);
        if (!id) return id.error();
        return show_answer(hub, request_of("POST", "/v1/conversions/" + percent_encoded(*id) + "/unmerge", *body),
                           request->ask, p.con, as);
      });
    };
  });
}

std::string money_text(const boost::json::object& o, std::string_view name) {
  std::string text;
  const auto* list = o.if_contains(name);
  if (list != nullptr && list->is_array())
    for (const auto& each : list->get_array())
      if (each.is_object())
        text += (text.empty() ? "" : " + ") + text_of(each.get_object(), "amount") + ' ' +
                text_of(each.get_object(), "currency");
  return text.empty() ? "0" : text;
}

/// What new rules change, in the words of somebody who decides whether to want it.
std::string show_effect(const boost::json::value& document, const look& l) {
  if (!document.is_object()) return show_document(document, l);
  const auto& o = document.get_object();
  const auto* dry = o.if_contains("dry_run");
  const bool rehearsed = dry != nullptr && dry->is_bool() && dry->get_bool();
  std::string text =
      rehearsed ? "Nothing was changed; these rules would make of " : "In force now; these rules make of ";
  text += text_of(o, "events") + " reports\n\n";
  text += "  conversions  " + text_of(o, "conversions_before") + " -> " + text_of(o, "conversions_after") + "\n";
  text += "  net          " + money_text(o, "net_before") + " -> " + money_text(o, "net_after") + "\n";
  text += "  joined       " + text_of(o, "joined") + " reports\n";
  text += "  parted       " + text_of(o, "parted") + " reports\n";
  static constexpr std::string_view pairs[] = {
      "event.source", "event.external_id", "partner.source", "partner.external_id",
      "event.value",  "delta_seconds",     "rule",           "keys"};
  if (const auto* moves = o.if_contains("moves"); moves != nullptr && !moves->get_array().empty())
    text += "\n" + render(table_of(moves->get_array()), l);
  if (const auto* examples = o.if_contains("examples"); examples != nullptr && !examples->get_array().empty())
    text += "\nSome of the pairs that are joined:\n" + render(table_of(examples->get_array(), pairs), l);
  return text;
}

result<boost::json::object> rules_of(const rules_flags& f) {
  boost::json::object body;
  if (!f.window.empty()) {
    config::seconds window{};
    if (const auto read = config::parse_duration(f.window, window); !read) {
      return fail("usage", read.error().detail, "--window");
    }
    body["window_seconds"] = window.count();
  }
  if (f.tolerance >= 0) body["amount_tolerance"] = f.tolerance;
  if (!f.same_source.empty()) body["same_source_fuzzy"] = f.same_source == "true";
  if (!f.authority.empty()) body["authority"] = boost::json::value_from(f.authority);
  if (f.as_configured) body["as_configured"] = true;
  if (body.empty() && f.dry_run)
    return fail("usage", "it tries other rules: name some, for instance --window 48h", "--dry-run");
  if (f.dry_run) body["dry_run"] = true;
  return body;
}

/// Asks again while the answer is that a dry run is under way.
result<exit_code> change_rules(client& hub, const boost::json::object& body, const ask_flags& ask, console& c) {
  constexpr int still_running = 202;
  const auto status = get(hub, "/v1/status");
  if (!status) return status.error();
  progress_state far;
  far.total = number_in(*status, "data_seq");
  progress bar(c);
  for (;;) {
    const auto answer = hub.exchange(request_of("POST", "/v1/duplicates/rules", body));
    if (!answer) return answer.error();
    if (answer->status >= 400) return refusal_of(*answer);
    if (answer->status != still_running) {
      bar.clear();
      return show_document_of(*answer, ask, c, show_effect);
    }
    far.rows = far.done = number_in(*answer, "facts_read");
    bar.show(far);
  }
}

void add_dedup(program& p) {
  auto* command = p.root.add_subcommand(
      "dedup", "Change the rules of deduplication for all data; without flags, show those in force");
  const auto request = std::make_shared<rules_flags>();
  command->add_option("--window", request->window, "How far apart two sources may report one order, such as 48h")
      ->type_name("DURATION");
  command->add_option("--amount-tolerance", request->tolerance, "By how many minor units their amounts may differ")
      ->check(CLI::Validator(CLI::NonNegativeNumber).description(""))
      ->type_name("N");
  command->add_option("--same-source-fuzzy", request->same_source, "Let likeness join reports of one source")
      ->check(one_of({"true", "false"}))
      ->type_name("true|false");
  command->add_option("--authority", request->authority, "Sources in order of trust")
      ->delimiter(',')
      ->type_name("A,B,…");
  command->add_flag("--as-configured", request->as_configured, "Go back to the rules of the configuration");
  command->add_flag("--dry-run", request->dry_run, "Only show what would change");
  add_ask_flags(*command, request->ask, false);
  command->callback([&p, request] {
    p.chosen = [&p, request] {
      return with_client(p, request->ask.where, [&](client& hub) -> result<exit_code> {
        const auto body = rules_of(*request);
        if (!body) return body.error();
        if (body->empty())
          return show_answer(hub, request_of("GET", "/v1/duplicates/rules"), request->ask, p.con, show_document);
        return change_rules(hub, *body, request->ask, p.con);
      });
    };
  });
}

}  // namespace

void add_duplicate_commands(program& p) {
  add_duplicates(p);
  add_decision(p, "merge", "Decide that conversions are one", "/v1/duplicates/merge");
  add_decision(p, "keep-apart", "Decide that conversions are never one, whatever the rules say",
               "/v1/duplicates/keep-apart");
  add_unmerge(p);
  add_decisions(p);
  add_dedup(p);
}

}  // namespace hub::app
