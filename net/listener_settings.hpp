// Every limit of the HTTP listener, with its default. Nothing a client does is without one.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace hub::net {

struct listener_settings {
  std::string address = "127.0.0.1";  ///< host name or IP address to bind
  std::uint16_t port = 8787;          ///< 0 takes any free port
  unsigned io_threads = 1;

  std::size_t max_header_bytes = 16 * 1024;          ///< request line and headers; above: 431
  std::size_t max_body_bytes = 8 * 1024 * 1024;      ///< as sent; above: 413
  std::size_t max_decoded_bytes = 32 * 1024 * 1024;  ///< after Content-Encoding is undone; above: 413
  std::size_t max_held_bytes = 512 * 1024 * 1024;    ///< bodies of all requests not yet answered; above: 503
  std::size_t max_connections = 1000;                ///< above: 503 and the connection is closed
  std::size_t max_in_flight = 1000;                  ///< requests handed on and not yet answered; above: 503
  std::size_t gzip_from_bytes = 4096;                ///< smaller answers are not worth compressing

  std::chrono::milliseconds idle_timeout{75'000};    ///< between two requests of a connection; then it is closed
  std::chrono::milliseconds header_timeout{10'000};  ///< from a request's first byte to the end of its head; then 408
  std::chrono::milliseconds body_timeout{60'000};    ///< for the whole body; then 408
  std::chrono::milliseconds answer_timeout{
      120'000};                                     ///< for the service to answer, or to give the next piece; then 503
  std::chrono::milliseconds write_timeout{30'000};  ///< without any progress in sending; then the connection is cut
  std::chrono::milliseconds linger_timeout{2'000};  ///< for a refused client to read its answer before the close
};

}  // namespace hub::net
