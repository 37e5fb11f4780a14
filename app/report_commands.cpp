// `attribution`, `roas`, `compare`, `paths`, `daily`, `cohorts`, `match` and `sources`: one GET each, their flags being the report's
// parameters. `--explain` asks for the conversions behind one cell instead.
#include "app/answer_table.hpp"
#include "app/cell_table.hpp"
#include "app/command.hpp"
#include "app/match_table.hpp"
#include "app/path_table.hpp"
#include "app/rule_flags.hpp"
#include "app/show_answer.hpp"
#include "app/told_table.hpp"
#include "domain/text.hpp"

namespace hub::app {
namespace {

constexpr query_flag range_flags[] = {
    {"--from", "from", "DAY|TIME", "Count from this day or instant on"},
    {"--to", "to", "DAY|TIME", "Count to before this day or instant"},
    {"--tz", "tz", "ZONE", "Time zone of days, weeks and months"},
    {"--currency", "currency", "CODE", "Currency to report in"},
    {"--as-of", "as_of", "SEQ|TIME", "From what had been received by this position of the log or this time"},
};

constexpr query_flag scope_flags[] = {
    {"--type", "conversion_type", "TYPE", "Only conversions of this type"},
    {"--include-offline", "include_offline", "true|false", "Count conversions made offline"},
};

constexpr query_flag campaign_flag[] = {
    {"--campaign", "campaign", "ID", "Show this campaign's rows only"},
};

constexpr query_flag model_flags[] = {
    {"--half-life", "half_life_days", "DAYS", "Half-life of time_decay"},
    {"--first-weight", "first_weight", "W", "Weight of the first touch in position_based"},
    {"--last-weight", "last_weight", "W", "Weight of the last touch in position_based"},
};

constexpr query_flag data_flags[] = {
    {"--order", "order", "1|2|3", "markov: how many touches back the next step depends on"},
    {"--game", "game", "set|conversion_rate", "shapley: what a group of touches is worth"},
    {"--seed", "seed", "N", "markov, shapley: what is drawn is drawn from this number"},
    {"--intervals", "intervals", "true|false", "markov, shapley: add intervals of 90 %"},
    {"--min-conversions", "min_conversions", "N", "markov, shapley: refuse to learn from fewer"},
};

constexpr query_flag basis_flag[] = {
    {"--basis", "basis", "conversion|touch", "What dates the credit"},
};

constexpr query_flag group_flag[] = {
    {"--group-by", "group_by", "DIMENSION,…",
     "What the rows stand for: campaign, channel, source, day, …; two with a comma"},
};

constexpr query_flag model_flag[] = {
    {"--model", "model", "MODEL",
     "first_touch, last_touch, linear, time_decay, position_based, w_shaped, full_path, markov or shapley"},
};
constexpr query_flag models_flag[] = {
    {"--models,--model", "models", "MODEL,…", "The models to set side by side, with commas"},
};
constexpr query_flag daily_flags[] = {
    {"--group-by,--interval", "interval", "day|week|month", "What a row stands for"},
    {"--models", "models", "MODEL,…", "Several models side by side, with commas"},
};
constexpr query_flag cohort_flags[] = {
    {"--group-by", "group_by", "campaign|channel", "What acquired the customers"},
};
constexpr query_flag days_flag[] = {
    {"--days", "days", "N", "With --explain: what they brought in by that day after the first conversion"},
};
constexpr query_flag match_flags[] = {
    {"--limit", "limit", "N", "At most N campaigns in each list, up to 1000"},
};
constexpr query_flag roas_flags[] = {
    {"--campaign-id", "campaign_id", "ID", "The campaign that --ad-spend is for"},
    {"--ad-spend", "ad_spend", "AMOUNT", "Spend of that campaign, instead of what is stored"},
};
constexpr query_flag path_flags[] = {
    {"--group-by,--dimension", "dimension", "channel|campaign|source_medium", "What the steps of a path are"},
    {"--transform", "transform", "exposure|none|unique|first", "How repeats are folded"},
    {"--top", "top", "K", "How many patterns and channels to list"},
};

/// What `--explain` takes apart: the groups of a row, a figure of paths, a cohort.
enum class cells : std::uint8_t { none, groups, figure, cohort };

/// One report command: its route and its own flags.
struct report_command {
  const char* name;
  const char* sentence;
  std::vector<std::span<const query_flag>> flags;
  cells explains = cells::none;
  shown show = show_report;  ///< as a person reads it
};

struct report_request {
  ask_flags ask;
  parameters query;
  std::vector<std::string> cell;  ///< `--explain`
};

/// CSV has no place for notes; they go where they do not disturb it.
void warn_of_notes(const net::http_answer& answer, console& c) {
  for (const auto& [name, value] : answer.headers) {
    if (lower_ascii(name) == "x-unknown-names")
      c.err << "convhub: no fact has the value given for " << printable(value)
            << "; --json says what may have been meant\n";
    if (lower_ascii(name) == "x-complete" && value == "false") c.err << without_rates;
  }
}

/// The parameters that name what *cell* is of.
result<parameters> parameters_of(cells what, const std::vector<std::string>& cell) {
  if (what == cells::groups || what == cells::cohort) {
    const auto* names = what == cells::groups ? "group" : "cohort";
    parameters all{{names, cell[0]}};
    if (cell.size() > 1) all.emplace_back(what == cells::groups ? "group2" : "group", cell[1]);
    return all;
  }
  parameters all;
  for (const auto& text : cell) {
    const auto equals = text.find('=');
    if (equals == text.npos || equals == 0)
      return fail("usage", "'" + text + "' is no FIGURE=VALUE, as in path='Email > Direct' or touchpoints=3",
                  "--explain");
    all.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return all;
}

result<exit_code> print_cell(client& hub, const report_command& spec, const report_request& r, console& c) {
  if (r.ask.csv) return fail("format-unknown", "an explanation has no CSV; leave --csv out or take --json");
  const auto cell = parameters_of(spec.explains, r.cell);
  if (!cell) return cell.error();
  auto query = r.query;
  query.insert(query.end(), cell->begin(), cell->end());
  const auto target = target_of("/v1/reports/" + std::string(spec.name) + "/explain", query);
  auto shown = show_answer(hub, request_of("GET", target), r.ask, c, show_cell);
  if (shown || shown.error().detail.find("is called 'total'") == std::string::npos) return shown;
  return fail(shown.error().code, shown.error().detail + "; for the total leave --explain out, or name a row");
}

result<exit_code> print_report(client& hub, const report_command& spec, const report_request& r, console& c) {
  if (!r.cell.empty()) return print_cell(hub, spec, r, c);
  const auto how = r.ask.chosen_format();
  const std::string path = "/v1/reports/" + std::string(spec.name) + (how == format::csv ? ".csv" : "");
  const auto answer = get(hub, target_of(path, r.query));
  if (!answer) return answer.error();
  if (how == format::csv) warn_of_notes(*answer, c);
  return show_document_of(*answer, r.ask, c, spec.show);
}

/// What shows the conversions behind one cell of a report.
void add_cell_flags(CLI::App& command, cells what, const std::shared_ptr<report_request>& request) {
  constexpr std::pair<const char*, const char*> said[] = {
      {"", ""},
      {"GROUP",
       "Show the conversions behind a row: its campaign by id or name, day, … or (unattributed); one value for each "
       "dimension of "
       "--group-by"},
      {"FIGURE=VALUE",
       "Show the conversions that a figure counts: path='A > B', opener=A, assist=A, closer=A, touchpoints=3, "
       "days=3-7, "
       "or step_from=A step_to=B"},
      {"MONTH [GROUP]", "Show the customers of a cohort: all of the month, or those of a row or (unattributed)"},
  };
  const auto& [type, sentence] = said[static_cast<std::size_t>(what)];
  auto* explain = command.add_option("--explain", request->cell, sentence)->expected(1, 2)->type_name(type);
  static constexpr query_flag list_flags[] = {
      {"--limit", "limit", "N", "At most N conversions, up to 1000"},
      {"--cursor", "cursor", "CURSOR", "Go on where the last list ended"},
  };
  add_query_flags(command, list_flags, request);
  for (const auto& flag : list_flags) command.get_option(flag.flag)->needs(explain);
}

void add_report(program& p, const report_command& spec) {
  auto* command = p.root.add_subcommand(spec.name, spec.sentence);
  const auto request = std::make_shared<report_request>();
  for (const auto& flags : spec.flags) add_query_flags(*command, flags, request);
  if (spec.explains != cells::none) add_cell_flags(*command, spec.explains, request);
  add_ask_flags(*command, request->ask, true);
  command->callback([&p, request, spec] {
    p.chosen = [&p, request, spec] {
      return with_client(p, request->ask.where, [&](client& hub) { return print_report(hub, spec, *request, p.con); });
    };
  });
}

}  // namespace

void add_report_commands(program& p) {
  add_report(p, {"attribution",
                 "What each campaign, channel or day earned under one model",
                 {range_flags, scope_flags, rule_flags, campaign_flag, model_flag, model_flags, data_flags, basis_flag,
                  group_flag},
                 cells::groups});
  add_report(p, {"roas",
                 "Revenue against spend, by campaign",
                 {range_flags, scope_flags, rule_flags, campaign_flag, model_flag, model_flags, data_flags, basis_flag,
                  group_flag, roas_flags},
                 cells::groups});
  add_report(p, {"compare",
                 "Several models side by side",
                 {range_flags, scope_flags, rule_flags, campaign_flag, models_flag, model_flags, data_flags, basis_flag,
                  group_flag},
                 cells::groups});
  add_report(p, {"paths",
                 "The ways that lead to conversions",
                 {range_flags, scope_flags, rule_flags, path_flags},
                 cells::figure,
                 show_paths});
  add_report(p,
             {"daily",
              "Revenue, spend and ROAS over time",
              {range_flags, scope_flags, rule_flags, campaign_flag, model_flag, model_flags, basis_flag, daily_flags},
              cells::none,
              show_daily});
  add_report(p, {"cohorts",
                 "Customers by the month of their first conversion, and when they had paid for themselves",
                 {range_flags, scope_flags, rule_flags, model_flag, model_flags, cohort_flags, days_flag},
                 cells::cohort,
                 show_cohorts});
  add_report(p, {"match",
                 "Campaigns that cost and are never met, that are met and cost nothing, and which may be one",
                 {range_flags, scope_flags, model_flag, model_flags, match_flags},
                 cells::none,
                 show_match});
  add_report(p, {"sources", "What each source told, against what it was", {range_flags}, cells::none, show_told});
}

}  // namespace hub::app
