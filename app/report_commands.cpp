// `attribution`, `roas`, `compare` and `paths`: one GET each, their flags being the report's parameters.
#include "app/answer_table.hpp"
#include "app/command.hpp"

namespace hub::app {
namespace {

/// A flag that is passed on as a query parameter; the hub knows which values it takes.
struct report_flag {
  const char* flag;
  const char* parameter;
  const char* value;
  const char* sentence;
};

constexpr report_flag common_flags[] = {
    {"--from", "from", "DAY|TIME", "Count from this day or instant on"},
    {"--to", "to", "DAY|TIME", "Count to before this day or instant"},
    {"--tz", "tz", "ZONE", "Time zone of days, weeks and months"},
    {"--currency", "currency", "CODE", "Currency to report in"},
    {"--lookback", "lookback_days", "DAYS", "How long before a conversion a touch counts; 0 is unlimited"},
    {"--type", "conversion_type", "TYPE", "Only conversions of this type"},
    {"--campaign", "campaign", "ID", "Show this campaign's rows only"},
    {"--include-offline", "include_offline", "true|false", "Count conversions made offline"},
    {"--views", "views", "true|false", "Let views and impressions earn credit too"},
    {"--direct", "direct", "RULE", "drop_unless_only or keep: what direct visits earn"},
    {"--as-of", "as_of", "SEQ|TIME", "From what had been received by this position of the log or this time"},
    {"--collapse-minutes", "collapse_minutes", "N", "Fold repeated touches within N minutes into one"},
};

constexpr report_flag model_flags[] = {
    {"--half-life", "half_life_days", "DAYS", "Half-life of time_decay"},
    {"--first-weight", "first_weight", "W", "Weight of the first touch in position_based"},
    {"--last-weight", "last_weight", "W", "Weight of the last touch in position_based"},
    {"--order", "order", "1|2|3", "markov: how many touches back the next step depends on"},
    {"--game", "game", "GAME", "shapley: set or conversion_rate"},
    {"--seed", "seed", "N", "markov, shapley: what is drawn is drawn from this number"},
    {"--intervals", "intervals", "true|false", "markov, shapley: add intervals of 90 %"},
    {"--min-conversions", "min_conversions", "N", "markov, shapley: refuse to learn from fewer"},
    {"--basis", "basis", "BASIS", "conversion or touch: what dates the credit"},
    {"--group-by", "group_by", "DIMENSION",
     "What the rows stand for: campaign, channel, source, day, …; two with a comma"},
};

constexpr report_flag model_flag[] = {
    {"--model", "model", "MODEL",
     "first_touch, last_touch, linear, time_decay, position_based, w_shaped, full_path, markov or shapley"},
};
constexpr report_flag models_flag[] = {
    {"--models,--model", "models", "A,B,…", "The models to set side by side, with commas"},
};
constexpr report_flag roas_flags[] = {
    {"--campaign-id", "campaign_id", "ID", "The campaign that --ad-spend is for"},
    {"--ad-spend", "ad_spend", "AMOUNT", "Spend of that campaign, instead of what is stored"},
};
constexpr report_flag path_flags[] = {
    {"--dimension", "dimension", "DIMENSION", "channel, campaign or source_medium"},
    {"--transform", "transform", "RULE", "exposure, none, unique or first: how repeats are folded"},
    {"--top", "top", "K", "How many patterns and channels to list"},
};

/// One report command: its route and its own flags.
struct report_command {
  const char* name;
  const char* sentence;
  std::vector<std::span<const report_flag>> flags;
};

/// The values that the user gave, by parameter.
struct report_request {
  ask_flags ask;
  std::map<std::string, std::string> given;
};

result<exit_code> print_report(client& hub, const std::string& name, const report_request& r, console& c) {
  const auto how = r.ask.chosen_format();
  const std::string path = "/v1/reports/" + name + (how == format::csv ? ".csv" : "");
  const auto answer = get(hub, target_of(path, parameters(r.given.begin(), r.given.end())));
  if (!answer) return answer.error();
  if (how != format::table) {
    c.out << answer->body;
    return exit_code::ok;
  }
  boost::system::error_code broken;
  const auto report = boost::json::parse(answer->body, broken);
  if (broken) return fail("answer-malformed", "the server's answer is no JSON; is it a Conversion Hub?");
  c.out << show_report(report, c.out_look);
  return exit_code::ok;
}

void add_report(program& p, const report_command& spec) {
  auto* command = p.root.add_subcommand(spec.name, spec.sentence);
  const auto request = std::make_shared<report_request>();
  for (const auto& flags : spec.flags)
    for (const auto& flag : flags)
      command
          ->add_option_function<std::string>(
              flag.flag, [request, name = flag.parameter](const std::string& v) { request->given[name] = v; },
              flag.sentence)
          ->type_name(flag.value);
  add_ask_flags(*command, request->ask, true);
  command->callback([&p, request, name = std::string(spec.name)] {
    p.chosen = [&p, request, name] {
      return with_client(p, request->ask.where, [&](client& hub) { return print_report(hub, name, *request, p.con); });
    };
  });
}

}  // namespace

void add_report_commands(program& p) {
  add_report(p, {"attribution",
                 "What each campaign, channel or day earned under one model",
                 {common_flags, model_flag, model_flags}});
  add_report(p, {"roas", "Revenue against spend, by campaign", {common_flags, model_flag, model_flags, roas_flags}});
  add_report(p, {"compare", "Several models side by side", {common_flags, models_flag, model_flags}});
  add_report(p, {"paths", "The ways that lead to conversions", {common_flags, path_flags}});
}

}  // namespace hub::app
