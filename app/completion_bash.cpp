#include <algorithm>
#include <map>
#include <vector>

#include "app/completion.hpp"

namespace hub::app {
namespace {

// The walk over the words typed so far. `_convhub_at` answers what stands at a place: KIND and its words. At PATH alone the
// commands below it, at PATH -- its flags, at PATH N its Nth argument, at PATH --flag what the flag takes.
constexpr const char* walk = R"sh(
_convhub() {
  local cur path=convhub flag= place=0 i word answer kind
  COMPREPLY=()
  cur=${COMP_WORDS[COMP_CWORD]}
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case $word in
      =) continue ;;
      -*)
        flag=
        [[ $(_convhub_at "$path" "$word") ]] && flag=$word
        ;;
      *)
        if [[ $flag ]]; then
          flag=
        elif [[ " $(_convhub_at "$path") " == *" $word "* && $place == 0 ]]; then
          path="$path $word"
        else
          place=$((place + 1))
        fi
        ;;
    esac
  done
  [[ $cur == '=' ]] && cur=
  if [[ $flag ]]; then
    answer=$(_convhub_at "$path" "$flag")
  elif [[ $cur == -* ]]; then
    answer=$(_convhub_at "$path" --)
  else
    answer=$(_convhub_at "$path")
    [[ $answer && $place == 0 ]] || answer=
    [[ $answer ]] || answer=$(_convhub_at "$path" "$((place + 1))")
    [[ $answer ]] || answer=$(_convhub_at "$path" last)
  fi
  kind=${answer%% *}
  answer=${answer#"$kind"}
  case $kind in
    words) COMPREPLY=($(compgen -W "$answer" -- "$cur")) ;;
    list)
      word=
      [[ $cur == *,* ]] && word=${cur%,*},
      COMPREPLY=($(compgen -P "$word" -W "$answer" -- "${cur##*,}"))
      ;;
    files | directories)
      compopt -o filenames 2>/dev/null
      [[ $kind == files ]] && kind=-f || kind=-d
      mapfile -t COMPREPLY < <(compgen "$kind" -- "$cur")
      ;;
  esac
}

complete -F _convhub convhub
)sh";

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += " " + word;
  return text;
}

/// `words a b c`: what is offered, as the walk reads it.
std::string answer_of(const flag_page& f) {
  switch (f.offered) {
    case offer::words: return "words" + joined(f.words);
    case offer::list: return "list" + joined(f.words);
    case offer::files: return "files";
    case offer::directories: return "directories";
    case offer::nothing: break;
  }
  return "nothing";
}

/// Places by what stands there, so that what many flags share is written once.
using places_by_answer = std::map<std::string, std::vector<std::string>>;

void add_places(const command_page& page, places_by_answer& places) {
  if (!page.commands.empty()) places["words" + joined(page.commands)].push_back(page.path);
  std::vector<std::string> names;
  for (const auto& f : page.flags) {
    for (const auto& name : f.names) {
      names.push_back(name);
      if (!f.value.empty()) places[answer_of(f)].push_back(page.path + " " + name);
    }
  }
  places["words" + joined(names)].push_back(page.path + " --");
  for (std::size_t i = 0; i < page.arguments.size(); ++i) {
    const auto& a = page.arguments[i];
    places[answer_of(a)].push_back(page.path + " " + std::to_string(i + 1));
    if (a.repeats) places[answer_of(a)].push_back(page.path + " last");
  }
}

}  // namespace

std::string bash_completion(std::span<const command_page> pages) {
  places_by_answer places;
  for (const auto& page : pages) add_places(page, places);
  std::string text =
      "# bash completion of convhub, made by 'convhub completion bash'.\n\n_convhub_at() {\n  case \"$*\" in\n";
  for (const auto& [answer, where] : places) {
    std::string labels;
    for (const auto& place : where) labels += (labels.empty() ? "" : " | ") + shell_quoted(place);
    text += "    " + labels + ") echo " + shell_quoted(answer) + " ;;\n";
  }
  return text + "  esac\n}\n" + walk;
}

std::string shell_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace hub::app
