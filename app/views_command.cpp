// `views`: conversions, touchpoints, credits, spend, merges and quarantine as SQL views in a file of their own.
#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "app/answer_rows.hpp"
#include "app/command.hpp"
#include "app/progress.hpp"
#include "app/rule_flags.hpp"
#include "app/version.hpp"
#include "app/view_rows.hpp"
#include "app/wall_clock.hpp"
#include "domain/time.hpp"

namespace hub::app {
namespace {

struct views_request {
  place where;
  std::string file;
  parameters query = {};  // of the credits
};

constexpr const char* usual_models = "first_touch,last_touch,linear,position_based,time_decay";

/// The position of the log, as the hub says it.
result<std::string> position_of(client& hub) {
  const auto answer = get(hub, "/v1/status");
  if (!answer) return answer.error();
  boost::system::error_code broken;
  const auto document = boost::json::parse(answer->body, broken);
  if (broken || !document.is_object()) return fail("answer-malformed", "the hub's status cannot be read");
  return text_of(document.get_object(), "data_seq");
}

result<void> fill(view_rows& rows, const parameters& credits) {
  for (const auto& [number, what] :
       {std::pair{conversions_view, "conversions"}, {touchpoints_view, "touchpoints"}, {spend_view, "spend"}})
    if (const auto taken = rows.take_export(number, what, {}); !taken) return taken;
  if (const auto taken = rows.take_export(credits_view, "credits", credits); !taken) return taken;
  if (const auto taken = rows.take_merges(); !taken) return taken;
  return rows.take_quarantine();
}

result<exit_code> write_views(client& hub, const views_request& r, console& c) {
  auto credits = r.query;
  if (std::none_of(credits.begin(), credits.end(), [](const auto& p) { return p.first == "models"; }))
    credits.emplace_back("models", usual_models);
  const auto before = position_of(hub);
  if (!before) return before.error();
  auto file = storage::view_file::make(r.file, view_tables);
  if (!file) return file.error();
  progress bar(c);
  view_rows rows(hub, **file, [&](std::int64_t n) {
    progress_state state;
    state.rows = n;
    state.elapsed = bar.elapsed();
    bar.show(state);
  });
  const auto filled = fill(rows, credits);
  bar.clear();
  if (!filled) return filled.error();
  const auto after = position_of(hub);
  if (!after) return after.error();
  const std::pair<const char*, std::string> known[] = {{"made_at", format_instant(wall_clock())},
                                                       {"version", std::string(version())},
                                                       {"data_seq_before", *before},
                                                       {"data_seq_after", *after},
                                                       {"of_one_moment", *before == *after ? "true" : "false"}};
  for (const auto& [name, value] : known)
    if (const auto added = (*file)->add_meta(name, value); !added) return added.error();
  for (const auto& [name, value] : credits)
    if (const auto added = (*file)->add_meta("credits_" + name, value); !added) return added.error();
  if (const auto done = (*file)->finish(); !done) return done.error();
  c.out << with_thousands(rows.rows()) << " rows in " << r.file << ", as of position " << *after << '\n';
  if (*before != *after)
    c.err << "The hub took in facts meanwhile (" << *before << " to " << *after
          << "), so a few rows of one view may lack their counterpart in another.\n";
  return exit_code::ok;
}

}  // namespace

void add_views_command(program& p) {
  auto* command = p.root.add_subcommand("views", "Write everything as SQL views into a SQLite file for other tools");
  const auto request = std::make_shared<views_request>();
  command->add_option("FILE", request->file, "The SQLite file; one that is there is replaced as a whole")
      ->type_name("FILE")
      ->required();
  static constexpr query_flag flags[] = {
      {"--from", "from", "DAY|TIME", "Of credits, as in the reports"},
      {"--to", "to", "DAY|TIME", "Of credits, as in the reports"},
      {"--tz", "tz", "ZONE", "Of credits, as in the reports"},
      {"--currency", "currency", "CODE", "Of credits, as in the reports"},
      {"--models", "models", "MODEL,…", "Of credits (default the five of `convhub demo`)"},
  };
  add_query_flags(*command, flags, request);
  add_query_flags(*command, rule_flags, request);
  add_place_flags(*command, request->where);
  command->callback([&p, request] {
    p.chosen = [&p, request] {
      return with_client(p, request->where, [&](client& hub) { return write_views(hub, *request, p.con); });
    };
  });
}

}  // namespace hub::app
