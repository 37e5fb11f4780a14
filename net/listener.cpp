#include "net/listener.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/server_core.hpp"
#include "net/session.hpp"

namespace hub::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

server_core::server_core(listener_settings bounds, http_service& answers, metrics_registry& registry)
    : limits(std::move(bounds)), service(answers), metrics(registry, load) {}

server_core::~server_core() = default;

error_code server_core::bind(const tcp::endpoint& where) {
  error_code fault;
  acceptor_.open(where.protocol(), fault);
  if (!fault) acceptor_.set_option(asio::socket_base::reuse_address(true), fault);
  if (!fault) acceptor_.bind(where, fault);
  if (!fault) acceptor_.listen(asio::socket_base::max_listen_connections, fault);
  if (!fault) port_ = acceptor_.local_endpoint(fault).port();
  return fault;
}

void server_core::start() {
  asio::co_spawn(accept_strand_, accept_loop(shared_from_this()), asio::detached);
  for (unsigned i = 0; i < std::max(1u, limits.io_threads); ++i) threads_.emplace_back([this] { run_io(); });
}

void server_core::run_io() {
  for (;;) {
    try {
      io.run();
      return;
    } catch (const std::exception&) {
      // Sessions catch what they throw; whatever still arrives here must not take the other connections along.
    }
  }
}

asio::awaitable<void> server_core::accept_loop(std::shared_ptr<server_core> self) {
  constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
  asio::steady_timer pause(self->accept_strand_);
  while (!self->draining()) {
    const asio::any_io_executor strand = asio::make_strand(self->io);
    auto [fault, socket] = co_await self->acceptor_.async_accept(strand, as_result);
    if (self->draining()) co_return;
    if (!fault) {
      self->admit(std::move(socket));
      continue;
    }
    // Out of descriptors, most likely: wait for some to come free rather than spin.
    pause.expires_after(std::chrono::milliseconds(50));
    co_await pause.async_wait(as_result);
  }
}

void server_core::admit(tcp::socket socket) {
  claim place;
  const bool welcome = place.take(load->connections, 1, limits.max_connections);
  const auto made = std::make_shared<session>(shared_from_this(), std::move(socket), std::move(place));
  {
    // Those turned away must read their answer before the close, so they stay a moment, but not without a bound either.
    constexpr std::size_t most_turned_away = 100;
    const std::lock_guard lock(mutex_);
    if (!welcome && sessions_.size() > limits.max_connections + most_turned_away) return;
    sessions_.emplace(made.get(), made);
  }
  made->start(welcome);
}

void server_core::leave(const session* which) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(which);
  left_.notify_all();
}

std::vector<std::shared_ptr<session>> server_core::everyone() {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<session>> out;
  for (const auto& [address, weak] : sessions_)
    if (auto one = weak.lock()) out.push_back(std::move(one));
  return out;
}

void server_core::stop(std::chrono::milliseconds deadline) {
  if (draining_.exchange(true)) return;
  const auto until = std::chrono::steady_clock::now() + deadline;
  asio::post(accept_strand_, [self = shared_from_this()] {
    error_code ignored;
    self->acceptor_.close(ignored);
  });
  for (const auto& each : everyone()) each->drain();
  {
    std::unique_lock lock(mutex_);
    left_.wait_until(lock, until, [this] { return sessions_.empty(); });
  }
  for (const auto& each : everyone()) each->cut();
  work_.reset();
  for (auto& each : threads_) each.join();
}

result<listener> listener::start(listener_settings settings, http_service& service, metrics_registry& metrics) {
  const auto where = settings.address + ':' + std::to_string(settings.port);
  asio::io_context lookup;
  error_code fault;
  const auto found = tcp::resolver(lookup).resolve(settings.address, std::to_string(settings.port),
                                                   tcp::resolver::passive | tcp::resolver::numeric_service, fault);
  if (fault || found.empty())
    return fail("listen-address",
                "The address '" + settings.address + "' does not resolve; name an interface of this machine.", where);
  auto core = std::make_shared<server_core>(std::move(settings), service, metrics);
  fault = core->bind(found.begin()->endpoint());
  if (fault)
    return fail("listen-failed", "Cannot listen: " + fault.message() + ". Stop what holds the port, or choose another.",
                where);
  core->start();
  return listener(std::move(core));
}

listener::listener(std::shared_ptr<server_core> core) : core_(std::move(core)) {}

listener::~listener() {
  if (core_) core_->stop(std::chrono::milliseconds(0));
}

std::uint16_t listener::port() const { return core_->port(); }

void listener::stop(std::chrono::milliseconds deadline) { core_->stop(deadline); }

}  // namespace hub::net
