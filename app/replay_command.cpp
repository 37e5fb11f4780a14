// `replay`: a new hub from another one's log, and the proof that both say the same.
#include "app/command.hpp"
#include "app/kept_settings.hpp"
#include "app/progress.hpp"
#include "app/replay.hpp"
#include "config/load.hpp"

namespace hub::app {
namespace {

struct replay_request {
  std::string config_file;
  std::string from;
  std::string into;
};

exit_code replay_and_compare(const replay_request& request, console& c) {
  const auto file = request.config_file.empty() ? kept_settings(request.from) : request.config_file;
  auto loaded = config::load({file, config::process_environment(), {}});
  if (!loaded.errors.empty()) {
    c.err << config::describe(loaded.errors);
    return exit_code::configuration;
  }
  progress bar(c);
  const auto done = replay({request.from, request.into, loaded.values}, [&](std::uint64_t facts, std::uint64_t all) {
    bar.show({static_cast<std::int64_t>(facts), static_cast<std::int64_t>(facts), static_cast<std::int64_t>(all),
              bar.elapsed()});
  });
  bar.clear();
  if (!done) return complain(done.error(), c);
  if (done->found > 0) c.out << "continued after position " << done->found << ", which an earlier replay had reached\n";
  c.out << "source    " << done->source.hash() << "  position " << done->position << '\n'
        << "replayed  " << done->replayed.hash() << "  position " << done->replayed_to << '\n';
  if (done->equal()) return exit_code::ok;
  return complain(fail("replay-differs",
                       "the two hubs differ; were the facts judged by other settings or by another "
                       "version of convhub, whose derived facts the log holds?"),
                  c);
}

}  // namespace

void add_replay_command(program& p) {
  auto* command = p.root.add_subcommand("replay", "Build a new hub from another one's log, and compare the two");
  const auto request = std::make_shared<replay_request>();
  command->add_option("--into", request->into, "Directory of the new hub; one that was interrupted is continued")
      ->type_name("DIR")
      ->required();
  command->add_option("--data", request->from, "Data directory to replay; a hub may be running on it")
      ->type_name("DIR")
      ->required();
  command
      ->add_option("--config", request->config_file,
                   "Settings (TOML) of that hub (default those it was served with last)")
      ->type_name("FILE");
  command->callback([&p, request] { p.chosen = [&p, request] { return replay_and_compare(*request, p.con); }; });
}

}  // namespace hub::app
