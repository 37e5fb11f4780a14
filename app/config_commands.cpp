// `config check`, `config show` and `config example`.
#include "app/command.hpp"
#include "app/kept_settings.hpp"
#include "config/load.hpp"

namespace hub::app {
namespace {

/// Where the settings are looked for: as `serve` would with the same flags.
struct config_request {
  std::string file;
  std::string data;
  std::string listen;
  bool places = false;

  /// The file named, else what the hub that serves the directory keeps there.
  std::string settings_file() const { return file.empty() && !data.empty() ? kept_settings(data) : file; }

  config::sources_of_settings sources() const {
    config::sources_of_settings from{settings_file(), config::process_environment(), {}};
    if (!listen.empty()) from.flags.emplace_back("server.listen", listen);
    if (!data.empty()) from.flags.emplace_back("storage.data", data);
    return from;
  }
};

exit_code check_settings(const config_request& r, console& c) {
  const auto loaded = config::load(r.sources());
  c.err << config::describe(loaded.errors);
  if (!loaded.errors.empty()) return exit_code::configuration;
  const auto file = r.settings_file();
  c.out << (file.empty() ? "The environment" : file) << " is right: " << loaded.origins.size()
        << (loaded.origins.size() == 1 ? " setting" : " settings") << " given, the others at their defaults.\n";
  return exit_code::ok;
}

exit_code show_settings(const config_request& r, console& c) {
  const auto loaded = config::load(r.sources());
  c.err << config::describe(loaded.errors);
  if (!loaded.errors.empty()) return exit_code::configuration;
  c.out << config::effective_toml(loaded, r.places);
  return exit_code::ok;
}

}  // namespace

void add_config_commands(program& p) {
  auto* config = p.root.add_subcommand("config", "Settings: check a file, show what is in force, write an example");
  config->require_subcommand(1);
  const auto request = std::make_shared<config_request>();
  auto* check = config->add_subcommand("check", "Say everything that is wrong with a file and the environment");
  auto* show = config->add_subcommand("show", "Print the settings in force and where each comes from");
  for (auto* command : {check, show}) {
    command->add_option("FILE,--config", request->file, "Settings (TOML)")->type_name("FILE");
    command
        ->add_option("--data", request->data, "As given to 'convhub serve'; without FILE, with the settings kept there")
        ->type_name("DIR");
    command->add_option("--listen", request->listen, "As given to 'convhub serve'")->type_name("HOST:PORT");
  }
  show->add_flag("--origin", request->places, "Say the file's line, the variable or the flag that each comes from");
  check->callback([&p, request] { p.chosen = [&p, request] { return check_settings(*request, p.con); }; });
  show->callback([&p, request] { p.chosen = [&p, request] { return show_settings(*request, p.con); }; });
  config->add_subcommand("example", "Print a file with every setting, its meaning and its default")->callback([&p] {
    p.chosen = [&p] {
      p.con.out << config::example_toml();
      return exit_code::ok;
    };
  });
}

}  // namespace hub::app
