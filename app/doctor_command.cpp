// `doctor`: looks at settings, files, disk, clock and the hub that runs, and says of each what to do.
#include <algorithm>
#include <boost/json.hpp>

#include "app/command.hpp"
#include "app/hub_checks.hpp"
#include "app/kept_settings.hpp"
#include "app/local_checks.hpp"
#include "app/progress.hpp"
#include "app/table.hpp"
#include "app/wall_clock.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

struct doctor_request {
  std::string config_file;
  std::string data;
  std::string server;
  std::string key_file;
  bool as_json = false;
};

constexpr const char* words[] = {"ok", "warn", "fail"};

void add(findings& all, findings more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// The address of the hub that is meant: the one named, else where its settings let it listen.
std::string address_of(const doctor_request& r, const config::settings& s) {
  return r.server.empty() ? "http://" + s.server.listen : r.server;
}

/// Whoever names a server and nothing else asks about that one; what lies on this machine is another hub's, if any.
bool only_server(const doctor_request& r) { return !r.server.empty() && r.data.empty() && r.config_file.empty(); }

result<json::object> ask(client& hub, const char* target) {
  const auto answer = get(hub, target);
  if (!answer) return answer.error();
  boost::system::error_code broken;
  const auto document = json::parse(answer->body, broken);
  if (broken || !document.is_object())
    return fail("answer-malformed", "the answer is no JSON; is it a Conversion Hub?");
  return document.get_object();
}

/// What waits for somebody: rows set aside, refunds without their sale.
findings check_waiting(client& hub) {
  findings found;
  if (const auto open = ask(hub, "/v1/quarantine?limit=1000"))
    add(found, check_quarantine(*open));
  else
    found.push_back({grade::fail, "quarantine", open.error().detail, "look at the hub's log"});
  const auto waiting = ask(hub, "/v1/adjustments?limit=1000");
  const auto over = ask(hub, "/v1/adjustments?note=over-refund&limit=1000");
  if (waiting && over)
    add(found, check_adjustments(*waiting, *over));
  else
    found.push_back({grade::fail, "refunds", (waiting ? over : waiting).error().detail, "look at the hub's log"});
  return found;
}

/// Whether a store that *local* tells of may be opened: a damaged one would end this process, an older one would be changed.
bool may_be_opened(const findings& local) {
  return std::none_of(local.begin(), local.end(), [](const finding& f) {
    return f.how != grade::ok && (f.what == "store" || f.what == "contents");
  });
}

/// Of a hub that does not answer at *address*: nobody named that place, so it may stand still, or listen elsewhere. Where it
/// stands still, what waits in its data directory; nothing where that cannot be opened: *local* says why.
findings check_silent_hub(program& p, const std::string& address, const std::string& directory, const findings& local) {
  if (!may_be_opened(local))
    return {{grade::warn, "hub", "none answers at " + address + "; what waits in its store is not looked at",
             "mend first what is said of the store above"}};
  const auto hub = p.world.ask({"", directory});
  if (!hub && hub.error().code == "data-locked")
    return {{grade::warn, "hub", "none answers at " + address + ", but one has " + directory + " open",
             "--server says where that one listens"}};
  findings found{
      {grade::warn, "hub", "none answers at " + address, "'convhub serve' starts one; --server says where else it is"}};
  if (hub) add(found, check_waiting(**hub));
  return found;
}

/// What a hub says of itself. One that nobody named may stand still; one that was named must answer.
findings check_hub(program& p, const doctor_request& r, const config::settings& s, const findings& local) {
  const auto address = address_of(r, s);
  const auto hub = p.world.ask({address, "", false, r.key_file});
  const auto status = hub ? ask(**hub, "/v1/status") : result<json::object>(hub.error());
  if (!status && status.error().code == "server-unreachable") {
    auto found = only_server(r)
                     ? findings{{grade::warn, "hub", "none answers at " + address, "'convhub serve' starts one"}}
                     : check_silent_hub(p, address, s.storage.data, local);
    if (!r.server.empty()) found.front().how = grade::fail;
    return found;
  }
  if (!status && status.error().code.starts_with("refused-40"))
    return {{grade::fail, "hub", status.error().detail,
             "name a key with the scope read by --key-file or " + std::string(key_variable)}};
  if (!status) return {{grade::fail, "hub", status.error().detail, "look at its log"}};
  auto found = check_status(*status, s.cluster);
  if (const auto sync = ask(**hub, "/v1/sync"))
    add(found, check_sources(*sync, wall_clock()));
  else
    found.push_back({grade::fail, "sources", sync.error().detail, "look at the hub's log"});
  add(found, check_waiting(**hub));
  return found;
}

void print(const findings& all, const doctor_request& r, console& c) {
  if (r.as_json) {
    json::array list;
    for (const auto& f : all)
      list.push_back(json::object{{"state", words[static_cast<int>(f.how)]},
                                  {"what", f.what},
                                  {"detail", f.detail},
                                  {"remedy", f.remedy.empty() ? json::value() : json::value(f.remedy)}});
    c.out << json::serialize(json::object{{"findings", list}}) << '\n';
    return;
  }
  std::size_t width = 0;
  for (const auto& f : all) width = std::max(width, display_width(printable(f.what)));
  for (const auto& f : all) {
    const std::string word(words[static_cast<int>(f.how)]);
    const auto what = printable(f.what);
    auto detail = printable(f.detail);
    if (!f.remedy.empty() && detail.ends_with('.')) detail.pop_back();
    c.out << (f.how == grade::ok ? word : bold(word, c.out_look)) << std::string(6 - word.size(), ' ') << what
          << std::string(width - display_width(what) + 2, ' ') << detail
          << (f.remedy.empty() ? "" : "; " + printable(f.remedy)) << '\n';
  }
}

exit_code examine(program& p, const doctor_request& r) {
  const auto file = r.config_file.empty() && !r.data.empty() ? kept_settings(r.data) : r.config_file;
  config::sources_of_settings from{file, config::process_environment(), {}};
  if (!r.data.empty()) from.flags.emplace_back("storage.data", r.data);
  const auto loaded = config::load(from);
  findings all;
  if (!only_server(r)) {
    all = check_settings(loaded);
    add(all, check_clock());
    progress bar(p.con);
    add(all, check_data(loaded.values.storage.data, !r.data.empty(), [&bar](std::int64_t done, std::int64_t total) {
          bar.show({done, done, total, {}, "facts"});
        }));
    bar.clear();
    add(all, check_secret_files(loaded.values));
  }
  add(all, check_hub(p, r, loaded.values, all));
  print(all, r, p.con);
  const bool failed = std::any_of(all.begin(), all.end(), [](const auto& f) { return f.how == grade::fail; });
  return failed ? exit_code::failed : exit_code::ok;
}

}  // namespace

void add_doctor_command(program& p) {
  auto* command =
      p.root.add_subcommand("doctor", "Look for what is wrong or will be, and say what to do; 1 if anything fails");
  const auto request = std::make_shared<doctor_request>();
  command->add_option("--config", request->config_file, "Settings (TOML) of the hub, if it has any")->type_name("FILE");
  command->add_option("--data", request->data, "Data directory (default that of the settings, convhub-data)")
      ->type_name("DIR");
  command
      ->add_option("--server", request->server,
                   "The hub, which must answer then; alone, nothing else is looked at (default where it listens)")
      ->type_name("URL");
  add_key_flag(*command, request->key_file);
  command->add_flag("--json", request->as_json, "Print the findings as JSON");
  command->callback([&p, request] { p.chosen = [&p, request] { return examine(p, *request); }; });
}

}  // namespace hub::app
