#include "sources/csv/csv.hpp"

#include <algorithm>

namespace hub::sources {

/// A walk over the row at `begin`, cutting it into cells.
struct csv_reader::scan {
  enum class end { row, more, bad_quote, open_quote };

  std::string_view text;
  char separator;
  std::size_t at;
  std::size_t opened = 0;  // where the last quote was opened

  bool ends() const { return at == text.size() || text[at] == '\n' || text.substr(at, 2) == "\r\n"; }

  /// Appends the quoted cell at `at` (behind its opening quote) to *cell*.
  end quoted(std::string& cell) {
    for (;;) {
      const auto quote = text.find('"', at);
      if (quote == std::string_view::npos) return end::open_quote;
      cell.append(text.substr(at, quote - at));
      at = quote + 1;
      if (at == text.size() || text[at] != '"') return end::row;
      cell.push_back('"');
      ++at;
    }
  }

  end cell(std::string& out) {
    if (at < text.size() && text[at] == '"') {
      opened = at++;
      if (quoted(out) == end::open_quote) return end::open_quote;
      return ends() || text[at] == separator ? end::row : end::bad_quote;
    }
    const char stops[] = {separator, '\n'};
    auto stop = std::min(text.find_first_of(std::string_view(stops, 2), at), text.size());
    if (stop > at && stop < text.size() && text[stop] == '\n' && text[stop - 1] == '\r') --stop;
    out.append(text.substr(at, stop - at));
    at = stop;
    return end::row;
  }

  end row(std::vector<std::string>& cells) {
    std::size_t count = 0;
    for (;;) {
      if (count == cells.size()) cells.emplace_back();
      cells[count].clear();
      if (const auto how = cell(cells[count]); how != end::row) return how;
      ++count;
      if (ends()) break;
      ++at;  // the separator
    }
    cells.resize(count);
    return end::row;
  }
};

void csv_reader::feed(std::string_view bytes) {
  buffer_.erase(0, begin_);
  begin_ = 0;
  if (carriage_return_ && !bytes.empty()) buffer_.push_back('\r');
  if (!bytes.empty()) carriage_return_ = bytes.back() == '\r';
  buffer_.append(bytes.substr(0, bytes.size() - (carriage_return_ ? 1 : 0)));
}

void csv_reader::consume(std::size_t end) {
  const auto row = std::string_view(buffer_).substr(begin_, end - begin_);
  line_ += static_cast<std::size_t>(std::count(row.begin(), row.end(), '\n'));
  begin_ = end;
}

/// Leaves out the rest of the line, also what of it is still to come.
void csv_reader::skip_line() {
  const auto end = buffer_.find('\n', begin_);
  skipping_ = end == std::string::npos;
  consume(skipping_ ? buffer_.size() : end + 1);
}

error csv_reader::bad_row(std::string code, std::string detail, std::size_t at) {
  const auto before = std::string_view(buffer_).substr(begin_, at - begin_);
  const auto line = line_ + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  const auto last = before.rfind('\n');
  const auto column = last == std::string_view::npos ? before.size() + 1 : before.size() - last;
  skip_line();
  return fail(std::move(code), std::move(detail), std::to_string(line) + ":" + std::to_string(column));
}

void csv_reader::choose_separator() {
  if (buffer_.starts_with("\xef\xbb\xbf")) begin_ = 3;
  started_ = true;
  if (separator_ != 0) return;
  std::size_t counts[3] = {};
  static constexpr std::string_view choices = ",;\t";
  bool in_quotes = false;
  for (std::size_t i = begin_; i < buffer_.size() && buffer_[i] != '\n'; ++i) {
    if (buffer_[i] == '"') in_quotes = !in_quotes;
    const auto choice = choices.find(buffer_[i]);
    if (!in_quotes && choice != std::string_view::npos) ++counts[choice];
  }
  separator_ = choices[static_cast<std::size_t>(std::max_element(counts, counts + 3) - counts)];
}

result<std::optional<csv_row>> csv_reader::next() {
  if (!started_) {
    if (!finished_ && buffer_.find('\n') == std::string::npos && buffer_.size() <= longest_row)
      return std::optional<csv_row>();
    choose_separator();
  }
  if (skipping_) skip_line();
  while (begin_ < buffer_.size() && (buffer_[begin_] == '\n' || buffer_.compare(begin_, 2, "\r\n") == 0))
    consume(buffer_.find('\n', begin_) + 1);
  if (begin_ == buffer_.size()) return std::optional<csv_row>();
  scan walk{buffer_, separator_, begin_};
  const auto how = walk.row(cells_);
  const bool cut = walk.at == buffer_.size() || how == scan::end::open_quote;
  const bool too_long = (cut ? buffer_.size() : walk.at) - begin_ > longest_row;
  if (cut && !finished_ && !too_long) return std::optional<csv_row>();
  if (too_long)
    return bad_row("csv-row-too-long", "the row is longer than a megabyte; look for a quote that is never closed",
                   begin_);
  if (how == scan::end::open_quote)
    return bad_row("csv-quote",
                   "the quote opened here is never closed; close it, or double a quote that belongs to the text",
                   walk.opened);
  if (how == scan::end::bad_quote)
    return bad_row("csv-quote", "text follows a closing quote; double a quote that belongs to the text", walk.at);
  const auto line = line_;
  consume(std::min(buffer_.find('\n', walk.at), buffer_.size() - 1) + 1);
  return csv_row{line, cells_};
}

}  // namespace hub::sources
