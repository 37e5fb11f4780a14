// What every command family shares: where it adds its commands, the flags that say which hub to ask and how to print.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/client.hpp"
#include "app/exit_code.hpp"
#include "app/outside.hpp"
#include "app/terminal.hpp"

namespace hub::app {

/// What a chosen command does once the whole command line is known to be right.
using action = std::function<exit_code()>;

/// The program that families add their commands to. A command sets `chosen` when the user names it.
struct program {
  CLI::App& root;
  console& con;
  const outside& world;
  action chosen;
};

/// How an answer is printed.
enum class format : std::uint8_t { table, json, csv };

/// Flags of every command that asks a hub.
struct ask_flags {
  place where;
  bool json = false;
  bool csv = false;

  format chosen_format() const { return json ? format::json : csv ? format::csv : format::table; }
};

/// A flag that is passed on as a query parameter; the hub knows which values it takes.
struct query_flag {
  const char* flag;
  const char* parameter;
  const char* value;
  const char* sentence;
};

/// Adds *flags*; what the user gives is appended to the `parameters query` of *owner*.
template <class Owner>
void add_query_flags(CLI::App& command, std::span<const query_flag> flags, const std::shared_ptr<Owner>& owner) {
  for (const auto& f : flags)
    command
        .add_option_function<std::string>(
            f.flag, [owner, name = f.parameter](const std::string& v) { owner->query.emplace_back(name, v); },
            f.sentence)
        ->type_name(f.value);
}

/// Adds `--key-file`, for commands that add `--server` themselves.
void add_key_flag(CLI::App& command, std::string& file);

/// Adds `--server` with `--key-file`, and `--data`; only one of the two may be given.
void add_place_flags(CLI::App& command, place& where);

/// Adds `--server`, `--data`, `--json` and, if the command's answer has one, `--csv`.
void add_ask_flags(CLI::App& command, ask_flags& flags, bool csv);

/// Opens the hub, runs *use* with it and turns an error of either into a message and an exit code.
exit_code with_client(program& p, const place& where, const std::function<result<exit_code>(client&)>& use);

/// Refuses other values than *words* and says which of them may have been meant.
CLI::Validator one_of(std::vector<std::string> words);

void add_report_commands(program& p);
void add_lookup_commands(program& p);
void add_duplicate_commands(program& p);
void add_alias_commands(program& p);
void add_key_commands(program& p);
void add_erase_command(program& p);
void add_export_command(program& p);
void add_import_command(program& p);
void add_replay_command(program& p);
void add_sync_command(program& p);
void add_config_commands(program& p);
void add_demo_command(program& p);
void add_serve_command(program& p);
void add_worker_command(program& p);
void add_views_command(program& p);
void add_ingest_command(program& p);
void add_quarantine_commands(program& p);
void add_backup_commands(program& p);
void add_doctor_command(program& p);
void add_completion_commands(program& p);

}  // namespace hub::app
