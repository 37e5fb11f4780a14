// Rows that were set aside by an earlier import and come again, mended: what they were then is given up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/client.hpp"
#include "app/import_row.hpp"

namespace hub::app {

class mended_rows {
 public:
  /// @param source who reports the rows, @param route what they are: only such items are given up
  mended_rows(client& hub, std::string source, std::string route)
      : hub_(hub), source_(std::move(source)), route_(std::move(route)) {}

  /// Notes the row if it names what it was in quarantine; it is about to be sent.
  void note(const import_row& row);

  /// The rows that were noted are with the hub, taken in or set aside anew: discards what they were. The list may be of
  /// another hub, whose numbers are of other rows: an item that is another source's, was refused for another field, or
  /// has other ids than the row (where it has none, other values in what it was not refused for) stays as it is; so do
  /// all where the key does not open quarantine. Errors: those of the hub otherwise.
  result<void> settle();

  std::int64_t given_up() const { return given_up_; }
  /// Rows whose number in quarantine is another row's here.
  std::int64_t strangers() const { return strangers_; }
  /// The source of one of these, where that is another than the import's: its flags may be others than the first time.
  const std::string& rejected_as() const { return rejected_as_; }
  /// Whether items stay in quarantine because the key does not open it.
  bool is_shut_out() const { return shut_out_; }

 private:
  struct noted_row {
    import_row::origin was;
    std::string json;  ///< as it is sent now
  };

  result<bool> is_what_it_was(const noted_row& row);
  result<void> discard(const noted_row& row);

  client& hub_;
  std::string source_, route_, rejected_as_;
  std::vector<noted_row> noted_;
  std::int64_t given_up_ = 0, strangers_ = 0;
  bool shut_out_ = false;
};

}  // namespace hub::app
