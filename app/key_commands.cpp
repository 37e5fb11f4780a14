// `key`: who may ask the hub, and what each may do.
#include <boost/json.hpp>

#include "app/answer_rows.hpp"
#include "app/answer_table.hpp"
#include "app/command.hpp"
#include "app/show_answer.hpp"
#include "domain/access_key.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

struct key_flags {
  ask_flags ask;
  std::string name;  ///< or id
  std::string scopes;
  bool anyway = false;  ///< even where nobody could make or revoke keys afterwards
};

std::string show_keys(const json::value& document, const look& l) {
  static constexpr std::string_view columns[] = {"id", "name", "scopes", "ending", "created_at", "revoked_at"};
  const auto* data = document.is_object() ? document.get_object().if_contains("data") : nullptr;
  if (data == nullptr || !data->is_array()) return show_document(document, l);
  if (data->get_array().empty())
    return "No keys: the hub serves its own machine only. `convhub key create NAME --scope admin` makes the first.\n";
  auto rows = data->get_array();
  for (auto& row : rows) {
    auto* scopes = row.is_object() ? row.get_object().if_contains("scopes") : nullptr;
    if (scopes == nullptr || !scopes->is_array()) continue;
    std::string listed;
    for (const auto& each : scopes->get_array())
      if (each.is_string()) listed.append(listed.empty() ? "" : ",").append(std::string(each.get_string()));
    *scopes = listed;
  }
  return render(table_of(rows, columns), l);
}

/// The secret alone on standard output, so that `convhub key create … > FILE` keeps it; what there is to say goes beside.
result<exit_code> show_made(const net::http_answer& answer, console& c) {
  boost::system::error_code broken;
  const auto document = json::parse(answer.body, broken);
  if (broken || !document.is_object() || !document.get_object().contains("secret"))
    return fail("answer-malformed",
                "the hub's answer holds no secret; `convhub key list` shows whether a key was made");
  const auto& made = document.get_object();
  c.err << "Key " << text_of(made, "id") << " '" << printable(text_of(made, "name"))
        << "' is in force. Keep its secret now: the hub does not know it any more.\n";
  if (const auto note = text_of(made, "note"); !note.empty()) c.err << "Note: " << note << ".\n";
  c.out << text_of(made, "secret") << '\n';
  return exit_code::ok;
}

/// The ids of the keys in force that may make and revoke keys.
result<std::vector<std::string>> admins_of(client& hub) {
  const auto answer = get(hub, "/v1/keys");
  if (!answer) return answer.error();
  boost::system::error_code broken;
  const auto document = json::parse(answer->body, broken);
  const auto* keys = !broken && document.is_object() ? document.get_object().if_contains("data") : nullptr;
  if (keys == nullptr || !keys->is_array()) return fail("answer-malformed", "the hub's answer lists no keys");
  std::vector<std::string> ids;
  for (const auto& key : keys->get_array()) {
    const auto* scopes = key.is_object() ? key.get_object().if_contains("scopes") : nullptr;
    if (scopes == nullptr || !scopes->is_array() || !text_of(key.get_object(), "revoked_at").empty()) continue;
    for (const auto& each : scopes->get_array())
      if (each == json::string_view(to_string(scope::admin))) ids.push_back(text_of(key.get_object(), "id"));
  }
  return ids;
}

result<exit_code> make_key(client& hub, const key_flags& flags, scope_set scopes, console& c) {
  if (!flags.anyway && !scopes.has(scope::admin)) {
    const auto admins = admins_of(hub);
    if (!admins) return admins.error();
    if (admins->empty())
      return fail("key-admin-first",
                  "no key was made: from the first key on the hub asks everyone for one, and no key in force has the "
                  "scope admin, so this one would lock you out; make yours first, 'convhub key create owner --scope "
                  "admin', or add --yes");
  }
  json::array listed;
  for (const auto each : {scope::pixel, scope::ingest, scope::read, scope::admin})
    if (scopes.has(each)) listed.emplace_back(std::string(to_string(each)));
  const json::object body{{"name", flags.name}, {"scopes", std::move(listed)}};
  const auto answer = hub.exchange(request_of("POST", "/v1/keys", body));
  if (!answer) return answer.error();
  if (answer->status >= 400) return refusal_of(*answer);
  if (flags.ask.json) return show_document_of(*answer, flags.ask, c, show_document);
  return show_made(*answer, c);
}

void add_create(program& p, CLI::App& family) {
  auto* command = family.add_subcommand("create", "Make a key; its secret is printed this once");
  const auto flags = std::make_shared<key_flags>();
  command->add_option("NAME", flags->name, "Whom or what the key is for")->required();
  command->add_option("--scope", flags->scopes, "What it may do: pixel, ingest, read, admin, with commas between them")
      ->type_name("LIST")
      ->required();
  command->add_flag("--yes", flags->anyway, "Make it though no key has the scope admin yet, which locks you out");
  add_ask_flags(*command, flags->ask, false);
  flags->ask.where.make = true;
  command->callback([&p, flags] {
    p.chosen = [&p, flags] {
      const auto scopes = parse_scopes(flags->scopes);
      if (!scopes) {
        p.con.err << "convhub: --scope: " << scopes.error().detail << '\n';
        return exit_code::usage;
      }
      return with_client(p, flags->ask.where, [&](client& hub) { return make_key(hub, *flags, *scopes, p.con); });
    };
  });
}

void add_list(program& p, CLI::App& family) {
  auto* command = family.add_subcommand("list", "Every key ever made, without its secret");
  const auto flags = std::make_shared<key_flags>();
  add_ask_flags(*command, flags->ask, false);
  command->callback([&p, flags] {
    p.chosen = [&p, flags] {
      return with_client(p, flags->ask.where, [&](client& hub) {
        return show_answer(hub, request_of("GET", "/v1/keys"), flags->ask, p.con, show_keys);
      });
    };
  });
}

result<exit_code> revoke_key(client& hub, const key_flags& flags, console& c) {
  if (!flags.anyway) {
    const auto admins = admins_of(hub);
    if (!admins) return admins.error();
    if (*admins == std::vector{flags.name})
      return fail("key-admin-last",
                  "no key was revoked: this is the last one in force with the scope admin, and without it nobody makes "
                  "or revokes keys but by --data, on the hub's own machine while it stands still; make another first, "
                  "'convhub key create owner --scope admin', or add --yes");
  }
  return show_answer(hub, request_of("DELETE", "/v1/keys/" + percent_encoded(flags.name)), flags.ask, c, show_document);
}

void add_revoke(program& p, CLI::App& family) {
  auto* command = family.add_subcommand("revoke", "Let a key in no more, from now on and for good");
  const auto flags = std::make_shared<key_flags>();
  command->add_option("ID", flags->name, "Its id (key_…), as `key list` shows it")->required();
  command->add_flag("--yes", flags->anyway, "Revoke it though no other key has the scope admin, which locks you out");
  add_ask_flags(*command, flags->ask, false);
  command->callback([&p, flags] {
    p.chosen = [&p, flags] {
      return with_client(p, flags->ask.where, [&](client& hub) { return revoke_key(hub, *flags, p.con); });
    };
  });
}

}  // namespace

void add_key_commands(program& p) {
  auto* family = p.root.add_subcommand("key", "Who may ask the hub, and what each may do: create, list, revoke");
  family->require_subcommand(1);
  add_create(p, *family);
  add_list(p, *family);
  add_revoke(p, *family);
}

}  // namespace hub::app
