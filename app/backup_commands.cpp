// `backup` and `restore`: all that a hub keeps in one checked file, and back. Both work on the data directory itself, not
// through a hub, so that they work when no hub does.
#include "storage/backup.hpp"

#include <fstream>

#include "app/command.hpp"
#include "app/kept_settings.hpp"
#include "app/progress.hpp"
#include "config/load.hpp"

namespace hub::app {
namespace {

struct backup_request {
  std::string file;
  std::string data;
  std::string config_file;
  bool force = false;
};

/// The data directory that is meant: the one named, else that of the settings.
result<std::string> directory_of(const backup_request& r) {
  config::sources_of_settings from{r.config_file, config::process_environment(), {}};
  if (!r.data.empty()) from.flags.emplace_back("storage.data", r.data);
  const auto loaded = config::load(from);
  if (!loaded.errors.empty()) {
    auto text = config::describe(loaded.errors);
    text.pop_back();
    return fail("config-malformed", text);
  }
  return loaded.values.storage.data;
}

/// Draws how many pages are copied.
storage::copy_progress drawn_by(progress& bar) {
  return [&bar](std::int64_t done, std::int64_t total) {
    progress_state state;
    state.rows = state.done = done;
    state.total = total;
    state.unit = "pages";
    bar.show(state);
  };
}

std::string contents_of(const storage::copy_summary& s) {
  return "position " + with_thousands(static_cast<std::int64_t>(s.last_seq)) + " of the log, " +
         with_thousands(s.bytes) + " bytes";
}

exit_code back_up(const backup_request& r, console& c) {
  const auto directory = directory_of(r);
  if (!directory) return complain(directory.error(), c);
  progress bar(c);
  const auto made = storage::back_up(*directory, r.file, drawn_by(bar));
  bar.clear();
  if (!made) return complain(made.error(), c);
  c.out << "Backed up " << *directory << " to " << r.file << ": " << contents_of(*made) << ", checked\n";
  return exit_code::ok;
}

/// Whether *file* can be a backup at all, by its first bytes: every backup is a SQLite database. What cannot be read is left
/// for others to say.
result<void> look_at_backup(const std::string& file) {
  constexpr std::string_view magic("SQLite format 3\0", 16);
  std::ifstream in(file, std::ios::binary);
  if (!in) return {};
  std::string head(magic.size(), '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad() || head == magic) return {};
  return fail("backup-foreign",
              file +
                  " is no backup of a hub, which 'convhub backup FILE' makes; CSV and NDJSON come in by "
                  "'convhub import'");
}

exit_code restore(const backup_request& r, console& c) {
  const auto directory = directory_of(r);
  if (!directory) return complain(directory.error(), c);
  if (const auto looked = look_at_backup(r.file); !looked) return complain(looked.error(), c);
  progress bar(c);
  const auto made = storage::restore(r.file, *directory, r.force, drawn_by(bar));
  bar.clear();
  if (!made) return complain(made.error(), c);
  c.out << "Restored " << r.file << " to " << *directory << ": " << contents_of(*made) << ", checked\n";
  if (kept_settings(*directory).empty())
    c.err << "convhub: a backup holds no settings: serve it with those of the hub (--config), else figures are by the "
             "defaults, in US dollars\n";
  return exit_code::ok;
}

void add(program& p, CLI::App* command, exit_code (*run)(const backup_request&, console&),
         const std::shared_ptr<backup_request>& request) {
  command->add_option("--data", request->data, "Data directory (default that of the settings, convhub-data)")
      ->type_name("DIR");
  command->add_option("--config", request->config_file, "Settings (TOML) of the hub, if it has any")->type_name("FILE");
  command->callback([&p, request, run] { p.chosen = [&p, request, run] { return run(*request, p.con); }; });
}

}  // namespace

void add_backup_commands(program& p) {
  const auto saved = std::make_shared<backup_request>();
  auto* command =
      p.root.add_subcommand("backup", "Copy all that a hub keeps to one checked file, while it runs or not");
  command->add_option("FILE", saved->file, "The backup; an earlier one that is there is replaced as a whole")
      ->type_name("FILE")
      ->required();
  add(p, command, back_up, saved);
  const auto wanted = std::make_shared<backup_request>();
  command = p.root.add_subcommand("restore", "Make a backup the store of a data directory");
  command->add_option("FILE", wanted->file, "What 'convhub backup' made")->type_name("FILE")->required();
  command->add_flag("--force", wanted->force, "Give up the store that the directory holds");
  add(p, command, restore, wanted);
}

}  // namespace hub::app
