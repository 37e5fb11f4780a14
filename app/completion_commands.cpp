// `completion` and `man`: the command line told to a shell and to a reader.
#include "app/command.hpp"
#include "app/completion.hpp"
#include "app/manual.hpp"
#include "app/version.hpp"
#include "app/wall_clock.hpp"

namespace hub::app {
namespace {

constexpr std::pair<const char*, std::string (*)(std::span<const command_page>)> shells[] = {
    {"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}};

/// Today, or the day that SOURCE_DATE_EPOCH names, so that a package can be built twice to the same bytes.
std::string day_of_page() {
  const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
  const auto seconds = epoch == nullptr ? 0 : std::strtoll(epoch, nullptr, 10);
  return format_instant(seconds > 0 ? seconds * second_us : wall_clock()).substr(0, 10);
}

void add_completion(program& p) {
  auto* command = p.root.add_subcommand("completion", "Print what completes this command line in a shell");
  const auto shell = std::make_shared<std::string>();
  command->add_option("SHELL", *shell, "bash, zsh or fish")
      ->type_name("bash|zsh|fish")
      ->check(one_of({"bash", "zsh", "fish"}))
      ->required();
  command->callback([&p, shell] {
    p.chosen = [&p, shell] {
      for (const auto& [name, script] : shells)
        if (*shell == name) p.con.out << script(pages_of(p.root));
      return exit_code::ok;
    };
  });
}

void add_man(program& p) {
  p.root.add_subcommand("man", "Print the manual page")->callback([&p] {
    p.chosen = [&p] {
      p.con.out << manual_page(pages_of(p.root), version(), day_of_page());
      return exit_code::ok;
    };
  });
}

}  // namespace

void add_completion_commands(program& p) {
  add_completion(p);
  add_man(p);
}

}  // namespace hub::app
