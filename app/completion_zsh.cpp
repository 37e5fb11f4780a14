#include <algorithm>

#include "app/completion.hpp"

namespace hub::app {
namespace {

// `_convhub_at PATH` sets what a page knows: `below` and `named`, the commands and flags with their meaning, and `takes`,
// what a flag or a place takes.
constexpr const char* walk = R"sh(
_convhub_offer() {
  local kind=${1%% *}
  local -a offered=(${=${1#$kind}})
  case $kind in
    words) compadd -- $offered ;;
    list) compset -P '*,'; compadd -S '' -- $offered ;;
    files) _files ;;
    directories) _files -/ ;;
  esac
}

_convhub() {
  local at=convhub flag= word
  local -i place=0 i
  local -a below named
  local -A takes
  _convhub_at $at
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    if [[ -n $flag ]]; then
      flag=
    elif [[ $word == -* ]]; then
      [[ $word != *=* && -n $takes[$word] ]] && flag=$word
    elif (( place == 0 && ${#below[(r)$word:*]} )); then
      at="$at $word"
      _convhub_at $at
    else
      place+=1
    fi
  done
  word=$words[CURRENT]
  if [[ -n $flag ]]; then
    _convhub_offer $takes[$flag]
  elif [[ $word == --*=* ]]; then
    flag=${word%%=*}
    compset -P '*='
    _convhub_offer $takes[$flag]
  elif [[ $word == -* ]]; then
    _describe -o flag named
  elif (( place == 0 && $#below )); then
    _describe command below
  else
    _convhub_offer ${takes[$((place + 1))]:-$takes[last]}
  fi
}

if [[ $funcstack[1] == _convhub ]]; then _convhub "$@"; else compdef _convhub convhub; fi
)sh";

std::string described(const std::string& name, const std::string& sentence) {
  std::string escaped;
  for (const char c : name) escaped += c == ':' ? std::string("\\:") : std::string(1, c);
  return " " + shell_quoted(escaped + ":" + sentence);
}

std::string answer_of(const flag_page& f) {
  std::string text = f.offered == offer::words         ? "words"
                     : f.offered == offer::list        ? "list"
                     : f.offered == offer::files       ? "files"
                     : f.offered == offer::directories ? "directories"
                                                       : "nothing";
  for (const auto& word : f.words) text += " " + word;
  return text;
}

std::string sentence_of(std::span<const command_page> pages, const std::string& path) {
  const auto at = std::find_if(pages.begin(), pages.end(), [&](const auto& page) { return page.path == path; });
  return at == pages.end() ? "" : at->sentence;
}

std::string case_of(const command_page& page, std::span<const command_page> pages) {
  std::string commands, flags, takes;
  for (const auto& name : page.commands) commands += described(name, sentence_of(pages, page.path + " " + name));
  for (const auto& f : page.flags)
    for (const auto& name : f.names) {
      flags += described(name, f.sentence);
      if (!f.value.empty()) takes += " " + name + " " + shell_quoted(answer_of(f));
    }
  for (std::size_t i = 0; i < page.arguments.size(); ++i) {
    takes += " " + std::to_string(i + 1) + " " + shell_quoted(answer_of(page.arguments[i]));
    if (page.arguments[i].repeats) takes += " last " + shell_quoted(answer_of(page.arguments[i]));
  }
  return "    " + shell_quoted(page.path) + ")\n      below=(" + commands + ")\n      named=(" + flags +
         ")\n      takes=(" + takes + ") ;;\n";
}

}  // namespace

std::string zsh_completion(std::span<const command_page> pages) {
  std::string text =
      "#compdef convhub\n# zsh completion of convhub, made by 'convhub completion zsh'.\n\n_convhub_at() {\n  case $1 "
      "in\n";
  for (const auto& page : pages) text += case_of(page, pages);
  return text + "  esac\n}\n" + walk;
}

}  // namespace hub::app
