// A client that sends exactly the bytes a test says and reads what comes back, over a plain blocking socket with a
// receive timeout so that no test can hang.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace hub::net::test {

/// An answer as it came over the wire.
struct raw_answer {
  int status = 0;                              ///< 0: the connection ended before a whole head came
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;                            ///< chunks joined
  bool complete = false;                       ///< the body came to the end its framing promised
};

class raw_client {
 public:
  explicit raw_client(std::uint16_t port, int receive_buffer = 0);
  ~raw_client();
  raw_client(const raw_client&) = delete;
  raw_client& operator=(const raw_client&) = delete;

  /// Sends all of *bytes*; false when the server has closed.
  bool send(std::string_view bytes);
  /// Says that nothing more will be sent.
  void end_sending();
  /// Reads one answer; *head_only* for the answer to a HEAD request.
  raw_answer read(bool head_only = false);
  /// Whether the server has closed; waits for it or for a byte.
  bool closed();
  /// Whether reading ended in a reset rather than an orderly close.
  bool was_reset() const { return reset_; }

 private:
  bool fill();
  bool need(std::size_t count);
  std::string line();
  void read_chunks(raw_answer& into);

  int socket_ = -1;
  bool reset_ = false;
  std::string input_;
};

}  // namespace hub::net::test
