#include "raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>

#include "net/ascii.hpp"

namespace hub::net::test {

raw_client::raw_client(std::uint16_t port, int receive_buffer) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  if (receive_buffer > 0) setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  const timeval patience{20, 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(port);
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0)
    throw std::runtime_error("cannot connect to the server under test");
}

raw_client::~raw_client() { ::close(socket_); }

bool raw_client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void raw_client::end_sending() { ::shutdown(socket_, SHUT_WR); }

bool raw_client::fill() {
  char block[16384];
  const auto count = ::recv(socket_, block, sizeof block, 0);
  if (count < 0 && errno == ECONNRESET) reset_ = true;
  if (count <= 0) return false;
  input_.append(block, static_cast<std::size_t>(count));
  return true;
}

bool raw_client::need(std::size_t count) {
  while (input_.size() < count)
    if (!fill()) return false;
  return true;
}

std::string raw_client::line() {
  std::size_t end = 0;
  while ((end = input_.find("\r\n")) == input_.npos)
    if (!fill()) return {};
  auto text = input_.substr(0, end);
  input_.erase(0, end + 2);
  return text;
}

void raw_client::read_chunks(raw_answer& into) {
  for (;;) {
    const auto size_line = line();
    if (size_line.empty()) return;
    const auto size = std::stoul(size_line, nullptr, 16);
    if (!need(size + 2)) return;
    into.body += input_.substr(0, size);
    input_.erase(0, size + 2);
    if (size == 0) {
      into.complete = true;
      return;
    }
  }
}

raw_answer raw_client::read(bool head_only) {
  raw_answer answer;
  const auto status_line = line();
  if (status_line.size() < 12) return answer;
  for (auto field = line(); !field.empty(); field = line()) {
    const auto colon = field.find(':');
    answer.headers[lower_case(field.substr(0, colon))] = trim(std::string_view(field).substr(colon + 1));
  }
  answer.status = std::stoi(status_line.substr(9, 3));
  if (head_only || answer.status < 200 || answer.status == 204) {
    answer.complete = true;
  } else if (answer.headers.contains("content-length")) {
    const auto length = std::stoul(answer.headers["content-length"]);
    answer.complete = need(length);
    answer.body = input_.substr(0, length);
    input_.erase(0, length);
  } else if (answer.headers.contains("transfer-encoding")) {
    read_chunks(answer);
  } else {
    while (fill()) {}
    answer.body = std::move(input_);
    input_.clear();
    answer.complete = true;
  }
  return answer;
}

bool raw_client::closed() {
  if (!input_.empty()) return false;
  char byte = 0;
  const auto count = ::recv(socket_, &byte, 1, 0);
  if (count > 0) input_ += byte;
  return count == 0 || (count < 0 && errno == ECONNRESET);
}

}  // namespace hub::net::test
