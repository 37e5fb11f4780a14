// `export`: everything of one kind as CSV, NDJSON or JSON, piece by piece to standard output or a file.
#include <fstream>

#include "app/command.hpp"
#include "app/rule_flags.hpp"
#include "app/show_answer.hpp"
#include "domain/text.hpp"

namespace hub::app {
namespace {

struct export_request {
  place where;
  std::string what;
  std::string format = "csv";
  std::string file;
  parameters query;
};

/// Credits of amounts that have no exchange rate are empty in the file; whoever reads it must hear of that.
void warn_of_rates(client& hub, const export_request& r, console& c) {
  if (r.what != "credits") return;
  parameters scope;
  for (const auto& [name, value] : r.query)
    if (name != "model" && name != "models") scope.emplace_back(name, value);
  const auto answer = get(hub, target_of("/v1/reports/attribution.csv", scope));
  if (!answer) return;
  for (const auto& [name, value] : answer->headers)
    if (lower_ascii(name) == "x-complete" && value == "false")
      c.err << "convhub: not complete: credits of amounts without an exchange rate are empty; 'attribution' names the "
               "amounts, --currency takes another currency, 'import --kind fx-rates' brings rates\n";
}

result<exit_code> write_export(client& hub, const export_request& r, console& c) {
  std::ofstream file;
  if (!r.file.empty()) {
    file.open(r.file, std::ios::binary | std::ios::trunc);
    if (!file) return fail("file-unwritable", "cannot write to " + r.file + "; choose another --output");
  }
  std::ostream& out = r.file.empty() ? c.out : file;
  net::http_request request;
  request.method = "GET";
  request.target = target_of("/v1/export/" + percent_encoded(r.what) + "." + r.format, r.query);
  const auto answer = hub.download(std::move(request), [&](std::string_view piece) {
    out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    return out.good();
  });
  if (!out) return fail("file-unwritable", "writing the export failed; is there space left?");
  if (!answer) return answer.error();
  if (answer->status >= 400) return refusal_of(*answer);
  out.flush();
  if (!out) return fail("file-unwritable", "writing the export failed; is there space left?");
  warn_of_rates(hub, r, c);
  return exit_code::ok;
}

}  // namespace

void add_export_command(program& p) {
  auto* command = p.root.add_subcommand("export", "Write all of one kind as CSV, NDJSON or JSON");
  const auto request = std::make_shared<export_request>();
  command->add_option("WHAT", request->what, "What to write")
      ->type_name("conversions|touchpoints|credits|spend|source-events")
      ->check(one_of({"conversions", "touchpoints", "credits", "spend", "source-events"}))
      ->required();
  command->add_option("--format", request->format, "How it is written (default csv)")
      ->check(one_of({"csv", "ndjson", "json"}))
      ->type_name("csv|ndjson|json");
  command->add_option("--output,-o", request->file, "Write to this file, not to standard output")->type_name("FILE");
  static constexpr query_flag flags[] = {
      {"--from", "from", "DAY|TIME", "As in the reports"},
      {"--to", "to", "DAY|TIME", "As in the reports"},
      {"--tz", "tz", "ZONE", "As in the reports"},
      {"--currency", "currency", "CODE", "Of credits, as in the reports"},
      {"--model", "model", "MODEL", "Of credits, as in the reports"},
      {"--models", "models", "MODEL,…", "Of credits, as in the reports"},
  };
  add_query_flags(*command, flags, request);
  add_query_flags(*command, rule_flags, request);
  add_place_flags(*command, request->where);
  command->callback([&p, request] {
    p.chosen = [&p, request] {
      return with_client(p, request->where, [&](client& hub) { return write_export(hub, *request, p.con); });
    };
  });
}

}  // namespace hub::app
