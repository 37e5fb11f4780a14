#include "app/marked_json.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>
#include <vector>

#include "app/terminal.hpp"

namespace hub::app {
namespace {

constexpr int deepest = 100;

/// A value of the text: what it is written as, and what it holds.
struct node {
  char kind = 'v';                                                 ///< `{`, `[`, or v of a plain value
  std::string_view written;                                        ///< of a plain value
  std::vector<std::pair<std::string_view, node>> members;          ///< by their keys as written, empty in a list
  std::vector<const error*> wrong = {};                            ///< with this value
  std::vector<std::pair<std::string, const error*>> lacking = {};  ///< members that are not there
};

/// Reads text that is known to be JSON.
class tree_reader {
 public:
  explicit tree_reader(std::string_view text) : text_(text) {}

  node read() {
    skip_blanks();
    node n;
    if (text_[at_] != '{' && text_[at_] != '[') {
      n.written = plain();
      return n;
    }
    n.kind = text_[at_++];
    for (skip_blanks(); text_[at_] != '}' && text_[at_] != ']'; skip_blanks()) {
      std::string_view key;
      if (n.kind == '{') {
        key = plain();
        skip_blanks();
        ++at_;  // the colon
      }
      n.members.emplace_back(key, read());
      skip_blanks();
      if (text_[at_] == ',') ++at_;
    }
    ++at_;
    return n;
  }

 private:
  void skip_blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size() - 1); }

  std::string_view plain() {
    const auto begin = at_;
    if (text_[at_] == '"') {
      for (++at_; text_[at_] != '"'; ++at_)
        if (text_[at_] == '\\') ++at_;
      ++at_;
    } else {
      at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
    }
    return text_.substr(begin, at_ - begin);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<node> tree_of(std::string_view raw) {
  boost::system::error_code broken;
  boost::json::parse_options options;
  options.max_depth = deepest;
  (void)boost::json::parse({raw.data(), raw.size()}, broken, {}, options);
  if (broken) return std::nullopt;
  return tree_reader(raw).read();
}

/// The parts of a pointer, `~1` and `~0` read (RFC 6901).
std::vector<std::string> parts_of(std::string_view pointer) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      parts.emplace_back();
    } else if (!parts.empty() && pointer[i] == '~' && i + 1 < pointer.size()) {
      parts.back() += pointer[++i] == '1' ? '/' : '~';
    } else if (!parts.empty()) {
      parts.back() += pointer[i];
    }
  }
  return parts;
}

bool is_position(const std::string& part) {
  return !part.empty() && part.size() < 9 && part.find_first_not_of("0123456789") == part.npos;
}

std::string key_of(std::string_view written) {
  boost::system::error_code broken;
  const auto key = boost::json::parse({written.data(), written.size()}, broken);
  return key.is_string() ? std::string(key.get_string()) : std::string(written);
}

node* below(node& n, const std::string& part) {
  if (n.kind == '[') {
    const auto place = is_position(part) ? std::stoul(part) : n.members.size();
    return place < n.members.size() ? &n.members[place].second : nullptr;
  }
  for (auto& [key, value] : n.members)
    if (key_of(key) == part) return &value;
  return nullptr;
}

node* at(node& n, std::span<const std::string> parts) {
  auto* found = &n;
  for (const auto& part : parts)
    if (found = below(*found, part); found == nullptr) return nullptr;
  return found;
}

/// Hangs *e* where its pointer leads, leaving out as much of its beginning as is the item's place in its body.
void mark(node& root, const error& e) {
  const auto parts = parts_of(e.pointer);
  for (std::size_t from = 0; from < parts.size(); ++from)
    if (auto* found = at(root, std::span(parts).subspan(from))) return found->wrong.push_back(&e);
  for (std::size_t from = 0; from < parts.size(); ++from) {
    const auto path = std::span(parts).subspan(from);
    auto* holder = at(root, path.first(path.size() - 1));
    if (holder == nullptr || holder->kind != '{' || is_position(path.back())) continue;
    holder->lacking.emplace_back(path.back(), &e);
    return;
  }
  root.wrong.push_back(&e);
}

std::string sentence_of(const error& e) { return printable(e.code + ": " + e.detail); }

void write_lines(const node& n, std::string_view key, const std::string& indent, bool last, std::string& out) {
  const std::string margin = n.wrong.empty() ? "  " : "> ";
  const std::string comma = last ? "" : ",";
  out += margin + indent + (key.empty() ? "" : printable(key) + ": ");
  if (n.kind == 'v') {
    out += printable(n.written) + comma + "\n";
  } else {
    out += std::string(1, n.kind) + "\n";
    for (const auto& [name, member] : n.members)
      write_lines(member, name, indent + "  ", &member == &n.members.back().second, out);
    for (const auto& [name, e] : n.lacking)
      out += "> " + indent + "  (no \"" + printable(name) + "\")\n  " + indent + "  ^ " + sentence_of(*e) + "\n";
    out += "  " + indent + (n.kind == '{' ? "}" : "]") + comma + "\n";
  }
  for (const auto* e : n.wrong) out += "  " + indent + "^ " + sentence_of(*e) + "\n";
}

}  // namespace

std::string marked_json(std::string_view raw, std::span<const error> errors) {
  auto root = tree_of(raw);
  std::string out;
  if (!root) {
    out = "  " + printable(raw) + "\n";
    for (const auto& e : errors) out += "  ^ " + sentence_of(e) + "\n";
    return out;
  }
  for (const auto& e : errors) mark(*root, e);
  write_lines(*root, "", "", true, out);
  return out;
}

}  // namespace hub::app
