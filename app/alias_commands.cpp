// `alias`: which campaigns are one, decided by hand.
#include <boost/json.hpp>

#include "app/answer_rows.hpp"
#include "app/answer_table.hpp"
#include "app/command.hpp"
#include "app/show_answer.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

struct alias_flags {
  ask_flags ask;
  std::string from, to, note;
};

std::string show_aliases(const json::value& document, const look& l) {
  static constexpr std::string_view columns[] = {"id", "from", "to", "note", "decided_at", "in_force", "withdrawn"};
  const auto* data = document.is_object() ? document.get_object().if_contains("data") : nullptr;
  if (data == nullptr || !data->is_array()) return show_document(document, l);
  if (data->get_array().empty()) return "No aliases. `convhub match` shows campaigns that may need one.\n";
  return render(table_of(data->get_array(), columns), l);
}

/// The id of the alias in force for the campaign *from*, as the hub lists them.
result<std::string> alias_for(client& hub, const std::string& from) {
  const auto answer = get(hub, "/v1/aliases");
  if (!answer) return answer.error();
  boost::system::error_code broken;
  const auto document = json::parse(answer->body, broken);
  const auto* data = broken || !document.is_object() ? nullptr : document.get_object().if_contains("data");
  if (data == nullptr || !data->is_array()) return fail("answer-malformed", "the hub's list of aliases cannot be read");
  for (const auto& each : data->get_array()) {
    if (!each.is_object()) continue;
    const auto& o = each.get_object();
    const auto* in_force = o.if_contains("in_force");
    if (in_force != nullptr && in_force->is_bool() && in_force->get_bool() && text_of(o, "from") == from)
      return text_of(o, "id");
  }
  return fail("alias-unknown", "no alias in force is for '" + from + "'; `convhub alias list` shows them all");
}

/// Tells of *campaign* when no fact names it, as far as the hub says: an alias for a misspelt name joins nothing.
void warn_of_unknown(client& hub, const std::string& campaign, console& c) {
  const auto answer = get(hub, target_of("/v1/reports/roas", {{"campaign", campaign}}));
  if (!answer) return;
  boost::system::error_code broken;
  const auto report = json::parse(answer->body, broken);
  const auto* meta = broken || !report.is_object() ? nullptr : report.get_object().if_contains("meta");
  const auto* notes = meta == nullptr || !meta->is_object() ? nullptr : meta->get_object().if_contains("notes");
  if (notes == nullptr || !notes->is_array()) return;
  for (const auto& note : notes->get_array()) {
    if (!note.is_object() || text_of(note.get_object(), "parameter") != "campaign") continue;
    const auto detail = printable(text_of(note.get_object(), "detail"));
    c.err << "convhub: " << detail << (detail.ends_with('?') ? " " : ". ")
          << "The alias joins nothing until one does; 'convhub match' lists names as they are\n";
  }
}

void add_add(program& p, CLI::App& family) {
  auto* command = family.add_subcommand("add", "Decide that what is called FROM is the campaign TO");
  const auto flags = std::make_shared<alias_flags>();
  command->add_option("FROM", flags->from, "The campaign as touches name it: its id, else its name")->required();
  command->add_option("TO", flags->to, "The campaign as the spend has it")->required();
  command->add_option("--note", flags->note, "Why, for those who look at it later")->type_name("TEXT");
  add_ask_flags(*command, flags->ask, false);
  command->callback([&p, flags] {
    p.chosen = [&p, flags] {
      json::object body{{"from", flags->from}, {"to", flags->to}};
      if (!flags->note.empty()) body["note"] = flags->note;
      return with_client(p, flags->ask.where, [&](client& hub) {
        for (const auto* name : {&flags->from, &flags->to}) warn_of_unknown(hub, *name, p.con);
        return show_answer(hub, request_of("POST", "/v1/aliases", body), flags->ask, p.con, show_document);
      });
    };
  });
}

void add_list(program& p, CLI::App& family) {
  auto* command = family.add_subcommand("list", "Every alias, the latest first");
  const auto flags = std::make_shared<alias_flags>();
  add_ask_flags(*command, flags->ask, false);
  command->callback([&p, flags] {
    p.chosen = [&p, flags] {
      return with_client(p, flags->ask.where, [&](client& hub) {
        return show_answer(hub, request_of("GET", "/v1/aliases"), flags->ask, p.con, show_aliases);
      });
    };
  });
}

void add_remove(program& p, CLI::App& family) {
  auto* command = family.add_subcommand("remove", "Take an alias back");
  const auto flags = std::make_shared<alias_flags>();
  command->add_option("ALIAS", flags->from, "Its id (al_…), or the campaign it is for")->required();
  add_ask_flags(*command, flags->ask, false);
  command->callback([&p, flags] {
    p.chosen = [&p, flags] {
      return with_client(p, flags->ask.where, [&](client& hub) -> result<exit_code> {
        const auto id = flags->from.starts_with("al_") ? result<std::string>(flags->from) : alias_for(hub, flags->from);
        if (!id) return id.error();
        return show_answer(hub, request_of("DELETE", "/v1/aliases/" + percent_encoded(*id)), flags->ask, p.con,
                           show_document);
      });
    };
  });
}

}  // namespace

void add_alias_commands(program& p) {
  auto* family = p.root.add_subcommand("alias", "Campaigns that are one under two names: add, list, remove");
  family->require_subcommand(1);
  add_add(p, *family);
  add_list(p, *family);
  add_remove(p, *family);
}

}  // namespace hub::app
