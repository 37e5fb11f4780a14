// `config check`, `config show` and `config example`.
#include "app/command.hpp"
#include "config/load.hpp"

namespace hub::app {
namespace {

exit_code check_settings(const std::string& file, console& c) {
  const auto loaded = config::load({file, config::process_environment(), {}});
  c.err << config::describe(loaded.errors);
  if (!loaded.errors.empty()) return exit_code::configuration;
  c.out << (file.empty() ? "The environment" : file) << " is right: " << loaded.origins.size()
        << (loaded.origins.size() == 1 ? " setting" : " settings") << " given, the others at their defaults.\n";
  return exit_code::ok;
}

exit_code show_settings(const std::string& file, console& c) {
  const auto loaded = config::load({file, config::process_environment(), {}});
  c.err << config::describe(loaded.errors);
  if (!loaded.errors.empty()) return exit_code::configuration;
  c.out << config::effective_toml(loaded);
  return exit_code::ok;
}

}  // namespace

void add_config_commands(program& p) {
  auto* config = p.root.add_subcommand("config", "Settings: check a file, show what is in force, write an example");
  config->require_subcommand(1);
  const auto file = std::make_shared<std::string>();
  auto* check = config->add_subcommand("check", "Say everything that is wrong with a file and the environment");
  auto* show = config->add_subcommand("show", "Print the settings in force and where each comes from");
  for (auto* command : {check, show}) { command->add_option("FILE,--config", *file, "TOML file"); }
  check->callback([&p, file] { p.chosen = [&p, file] { return check_settings(*file, p.con); }; });
  show->callback([&p, file] { p.chosen = [&p, file] { return show_settings(*file, p.con); }; });
  config->add_subcommand("example", "Print a file with every setting, its meaning and its default")->callback([&p] {
    p.chosen = [&p] {
      p.con.out << config::example_toml();
      return exit_code::ok;
    };
  });
}

}  // namespace hub::app
