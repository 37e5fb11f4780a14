#include "app/completion.hpp"

namespace hub::app {
namespace {

// Says which command the words before the cursor name; words that are no command below it are its arguments.
constexpr const char* walk = R"sh(
function __convhub_at
    set -l at convhub
    set -l words (commandline -opc)
    for word in $words[2..-1]
        contains -- "$at $word" $__convhub_paths
        and set at "$at $word"
    end
    test "$at" = "$argv[1]"
end

complete -c convhub -e
complete -c convhub -f
)sh";

/// In fish's single quotes a backslash escapes itself and the quote.
std::string fish_quoted(std::string_view text) {
  std::string all = "'";
  for (const char c : text) all += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return all + "'";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string values_of(const flag_page& f) {
  switch (f.offered) {
    case offer::words: return " -a " + fish_quoted(joined(f.words));
    case offer::list: return " -a " + fish_quoted("(__fish_append , " + joined(f.words) + ")");
    case offer::files: return " -F";
    case offer::directories: return " -a " + fish_quoted("(__fish_complete_directories)");
    case offer::nothing: break;
  }
  return "";
}

std::string lines_of(const command_page& page) {
  std::string text;
  const auto begin = "complete -c convhub -n " + fish_quoted("__convhub_at " + fish_quoted(page.path));
  for (const auto& f : page.flags) {
    text += begin;
    for (const auto& name : f.names) text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    text += (f.value.empty() ? "" : (f.offered == offer::files ? " -r" : " -x") + values_of(f)) + " -d " +
            fish_quoted(f.sentence) + "\n";
  }
  for (const auto& a : page.arguments)
    if (a.offered != offer::nothing) text += begin + values_of(a) + "\n";
  return text;
}

}  // namespace

std::string fish_completion(std::span<const command_page> pages) {
  std::string text = "# fish completion of convhub, made by 'convhub completion fish'.\n\nset -g __convhub_paths";
  for (const auto& page : pages) text += " " + fish_quoted(page.path);
  text += "\n";
  text += walk;
  for (const auto& page : pages) {
    const auto last = page.path.rfind(' ');
    if (last != page.path.npos)
      text += "complete -c convhub -n " + fish_quoted("__convhub_at " + fish_quoted(page.path.substr(0, last))) +
              " -a " + fish_quoted(page.path.substr(last + 1)) + " -d " + fish_quoted(page.sentence) + "\n";
    text += lines_of(page);
  }
  return text;
}

}  // namespace hub::app
