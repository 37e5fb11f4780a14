// `worker`: holds shards of the journeys for a hub on this machine, in memory only.
#include "actors/worker.hpp"

#include "app/cluster.hpp"
#include "app/command.hpp"
#include "app/log.hpp"
#include "app/stop_signals.hpp"
#include "config/settings.hpp"
#include "domain/loopback.hpp"

namespace hub::app {
namespace {

/// A hub that is silent for so long is gone, and what was held for it is let go.
constexpr std::chrono::seconds hub_timeout(60);

struct worker_system : caf::actor_system_config {
  worker_system() {
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-threads", 2);
    set("scheduler.max-throughput", 50);
    join_cluster(*this, hub_timeout);
  }
};

exit_code work(program& p, const std::string& listen) {
  config::settings checked;
  const auto* address = config::find_setting("server.listen");
  if (auto formed = config::assign(checked, *address, listen); !formed)
    return complain(fail("config-listen", formed.error().detail, "--listen"), p.con);
  const auto where = endpoint_of(listen);
  if (!is_loopback(where.host))
    return complain(fail("config-listen",
                         "a worker listens on this machine only, such as 127.0.0.1:7001: what goes to it is neither "
                         "encrypted nor authenticated",
                         "--listen"),
                    p.con);
  const auto build = build_of_this_program();
  if (!build) return complain(build.error(), p.con);
  const stop_signals signals;
  worker_system settings;
  caf::actor_system system(settings);
  const auto worker =
      spawn_worker(system, {*build, [](const std::string& sentence) { log::info("shards", sentence); }});
  const auto port = publish(worker, where);
  if (port) {
    p.con.out << "convhub worker listens on " << where.host << ':' << *port << std::endl;
    signals.wait();
    p.con.out << "convhub worker stops" << std::endl;
  }
  caf::anon_send_exit(worker, caf::exit_reason::user_shutdown);
  return port ? exit_code::ok : complain(port.error(), p.con);
}

}  // namespace

void add_worker_command(program& p) {
  auto* command = p.root.add_subcommand("worker", "Hold journeys in memory for a hub that names this worker");
  const auto listen = std::make_shared<std::string>("127.0.0.1:7001");
  command->add_option("--listen", *listen, "Where to listen, on this machine (default 127.0.0.1:7001)")
      ->type_name("HOST:PORT");
  command->callback([&p, listen] { p.chosen = [&p, listen] { return work(p, *listen); }; });
}

}  // namespace hub::app
