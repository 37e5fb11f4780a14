// `serve`: the daemon. Loads the settings, opens the hub, listens until it is told to stop, and stops in order.
#include <limits>

#include "app/command.hpp"
#include "app/demo_load.hpp"
#include "app/kept_settings.hpp"
#include "app/log.hpp"
#include "app/reload.hpp"
#include "app/stop_signals.hpp"
#include "config/load.hpp"
#include "domain/loopback.hpp"
#include "net/listener.hpp"
#include "storage/directory.hpp"

namespace hub::app {
namespace {

struct serve_request {
  std::string config_file;
  std::string data;
  std::string listen;
  bool demo = false;
};

/// `127.0.0.1:8787` → address and port. @pre *listen* passed the settings' own check
net::listener_settings listener_of(const config::settings& s) {
  net::listener_settings l;
  const auto colon = s.server.listen.rfind(':');
  l.address = s.server.listen.substr(0, colon);
  if (l.address.starts_with('[') && l.address.ends_with(']')) l.address = l.address.substr(1, l.address.size() - 2);
  l.port = static_cast<std::uint16_t>(std::stoi(s.server.listen.substr(colon + 1)));
  l.io_threads = static_cast<unsigned>(s.server.threads);
  l.idle_timeout = s.server.idle_timeout;
  l.answer_timeout = s.server.answer_timeout;
  l.max_body_bytes = static_cast<std::size_t>(s.limits.max_body_bytes);
  l.max_decoded_bytes = static_cast<std::size_t>(s.limits.max_decoded_bytes);
  l.max_connections = static_cast<std::size_t>(s.limits.max_connections);
  l.max_in_flight = static_cast<std::size_t>(s.limits.max_in_flight);
  return l;
}

/// Other machines may be told nothing by a hub that has nobody to ask who they are.
error without_key(const std::string& directory) {
  return fail(
      "config-listen",
      "without a key the hub listens on this machine only; make one first with `convhub key create NAME --scope "
      "admin --data " +
          directory + "`, or use 127.0.0.1",
      "server.listen");
}

/// Whether a hub may have been in *directory*. Where none was there is no key either.
bool may_have_keys(const std::string& directory) {
  return storage::holds_bytes(storage::database_file(directory)) || storage::store_was_made(directory);
}

/// @param from where the settings are, to be read again on SIGHUP
exit_code serve(program& p, config::settings settings, const config::sources_of_settings& from, bool demo) {
  log::configure(settings.log.level, settings.log.format);
  const auto where = listener_of(settings);
  if (!is_loopback(where.address) && !may_have_keys(settings.storage.data))  // before a directory is made for it
    return complain(without_key(settings.storage.data), p.con);
  const stop_signals signals(true);
  net::metrics_registry metrics;
  const auto hub = p.world.open(settings, metrics, demo ? pulling::off : pulling::on);
  if (!hub) return complain(hub.error(), p.con);
  if (!is_loopback(where.address) && !(*hub)->has_admin_key())
    return complain(without_key(settings.storage.data), p.con);
  if (demo) {
    const auto asked = client_of(**hub, std::chrono::minutes(5));
    if (const auto may = check_takes_demo(*asked); !may) return complain(may.error(), p.con);
    if (const auto loaded = load_demo(*asked); !loaded) return complain(loaded.error(), p.con);
  }
  if (const auto kept = keep_settings(settings); !kept) log::warn("settings-unkept", kept.error().detail);
  auto listener = net::listener::start(where, **hub, metrics);
  if (!listener) return complain(listener.error(), p.con);
  const auto host = where.address.find(':') == std::string::npos ? where.address : "[" + where.address + "]";
  p.con.out << "convhub listens on http://" << host << ':' << listener->port() << ", data in " << settings.storage.data
            << std::endl;
  while (signals.wait() == told_to::reload) {
    if (demo)
      log::info("settings-kept", "a demo reads no settings again");
    else
      reload(from, settings, **hub);
  }
  p.con.out << "convhub stops" << std::endl;
  listener->stop(settings.server.stop_timeout);
  return exit_code::ok;
}

exit_code load_and_serve(program& p, const serve_request& request) {
  config::sources_of_settings from{request.config_file, config::process_environment(), {}};
  if (!request.listen.empty()) from.flags.emplace_back("server.listen", request.listen);
  if (!request.data.empty()) from.flags.emplace_back("storage.data", request.data);
  auto loaded = config::load(from);
  if (!loaded.errors.empty()) {
    p.con.err << config::describe(loaded.errors);
    return exit_code::configuration;
  }
  if (!request.demo) return serve(p, std::move(loaded.values), from, false);
  const auto scratch = scratch_directory::make();
  if (!scratch) return complain(scratch.error(), p.con);
  if (request.data.empty()) loaded.values.storage.data = (scratch->path() / "data").string();
  if (loaded.origins.count("money.currency") == 0) loaded.values.money.currency = "EUR";
  return serve(p, std::move(loaded.values), from, true);
}

}  // namespace

void add_serve_command(program& p) {
  auto* command = p.root.add_subcommand("serve", "Run the hub");
  const auto request = std::make_shared<serve_request>();
  command->add_option("--config", request->config_file, "Settings (TOML); see 'convhub config example'")
      ->type_name("FILE");
  command->add_option("--data", request->data, "Data directory (default convhub-data)")->type_name("DIR");
  command->add_option("--listen", request->listen, "Where to listen (default 127.0.0.1:8787)")->type_name("HOST:PORT");
  command->add_flag("--demo", request->demo, "Fill the hub with the demo's data; without --data it is gone afterwards");
  command->callback([&p, request] { p.chosen = [&p, request] { return load_and_serve(p, *request); }; });
}

}  // namespace hub::app
