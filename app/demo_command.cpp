// `demo`: 90 days of a made-up shop through the whole hub, and what its reports say of them. The same bytes every time.
#include "app/answer_table.hpp"
#include "app/command.hpp"
#include "app/demo_data.hpp"
#include "app/demo_load.hpp"
#include "app/demo_world.hpp"
#include "app/progress.hpp"
#include "domain/money.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

/// A model and the head of its column.
constexpr std::pair<const char*, const char*> models[] = {{"first_touch", "first"},
                                                          {"last_touch", "last"},
                                                          {"linear", "linear"},
                                                          {"time_decay", "time decay"},
                                                          {"position_based", "position"}};

/// Asks for a report in EUR over everything.
result<json::value> ask(client& hub, const std::string& report, parameters query = {}) {
  query.emplace_back("currency", "EUR");
  const auto answer = get(hub, target_of("/v1/reports/" + report, query));
  if (!answer) return answer.error();
  boost::system::error_code broken;
  auto document = json::parse(answer->body, broken);
  if (broken || !document.is_object()) return fail("answer-malformed", "the report is no JSON object", report);
  return document;
}

/// Member *key* of *o* as a cell; a dash where there is none.
std::string cell_at(const json::value* o, std::string_view key) {
  const auto* v = o != nullptr && o->is_object() ? o->get_object().if_contains(key) : nullptr;
  return v == nullptr ? "-" : cell_of(*v);
}

/// The same number in the reports of all models, one cell each.
struct model_table {
  std::vector<json::value> reports;  ///< parallel to models

  /// The row of *report* whose campaign is *id*, or null.
  static const json::value* row_of(const json::value& report, const std::string& id) {
    for (const auto& row : report.at("rows").as_array())
      if (row.at("group").at("campaign_id") == json::value(id)) return &row;
    return nullptr;
  }

  /// Campaigns as the first report lists them, then those that only others have.
  std::vector<std::pair<std::string, std::string>> campaigns() const {
    std::vector<std::pair<std::string, std::string>> found;
    for (const auto& report : reports)
      for (const auto& row : report.at("rows").as_array()) {
        const std::string id = cell_at(&row.at("group"), "campaign_id");
        const bool known = std::any_of(found.begin(), found.end(), [&](const auto& c) { return c.first == id; });
        if (!known) found.emplace_back(id, cell_at(&row.at("group"), "name"));
      }
    return found;
  }

  table of(std::string_view number, bool with_spend) const {
    table t;
    t.columns = {{"campaign"}};
    if (with_spend) t.columns.push_back({"spend", side::right});
    for (const auto& [model, head] : models) t.columns.push_back({head, side::right});
    for (const auto& [id, name] : campaigns()) {
      t.rows.push_back({name});
      if (with_spend) t.rows.back().push_back(cell_at(row_of(reports[0], id), "spend"));
      for (const auto& report : reports) t.rows.back().push_back(cell_at(row_of(report, id), number));
    }
    return t;
  }

  std::vector<std::string> footer(const char* label, const char* part, std::string_view number, bool with_spend) const {
    std::vector<std::string> cells = {label};
    if (with_spend) cells.push_back(cell_at(reports[0].get_object().if_contains(part), "spend"));
    for (const auto& report : reports) cells.push_back(cell_at(report.get_object().if_contains(part), number));
    return cells;
  }

  bool reconciles() const {
    return std::all_of(reports.begin(), reports.end(), [](const json::value& report) {
      return cell_at(report.get_object().if_contains("totals"), "reconciles") == "yes";
    });
  }
};

result<model_table> ask_models(client& hub) {
  model_table t;
  for (const auto& [model, head] : models) {
    auto report = ask(hub, "roas", {{"model", model}});
    if (!report) return report.error();
    t.reports.push_back(std::move(*report));
  }
  return t;
}

void print_tables(const model_table& t, console& c) {
  auto revenue = t.of("revenue", false);
  revenue.footer = {t.footer("(unattributed)", "unattributed", "revenue", false),
                    t.footer("total", "totals", "revenue", false)};
  c.out << bold("Revenue that each campaign earned, in EUR", c.out_look) << "\n\n"
        << render(revenue, c.out_look) << '\n';
  auto roas = t.of("roas", true);
  roas.footer = {t.footer("total", "totals", "roas", true)};
  c.out << bold("Return on ad spend", c.out_look) << "\n\n" << render(roas, c.out_look) << '\n';
  c.out << "Totals are of what campaigns earned; of all revenue, blended, it is "
        << cell_at(t.reports[0].get_object().if_contains("blended"), "roas") << ".\n\n";
  c.out << (t.reconciles() ? "Every model adds up to the net revenue booked: "
                           : "A MODEL DOES NOT ADD UP to what was booked: ")
        << cell_at(t.reports[0].get_object().if_contains("totals"), "booked") << " EUR, to the cent.\n\n";
}

void print_duplicates(const json::value& dedup, std::int64_t redelivered, console& c) {
  static constexpr std::string_view columns[] = {"rule", "source", "matched_source", "count", "value"};
  auto found = table_of(dedup.at("rows").as_array(), columns);
  const auto& totals = dedup.at("totals").as_object();
  found.footer = {{"total", "", "", text_of(totals, "duplicates"), text_of(totals, "duplicate_value")}};
  c.out << bold("Orders that a second source reported again", c.out_look) << "\n\n"
        << render(found, c.out_look) << "\nCounted twice, they would have added " << text_of(totals, "duplicate_value")
        << " EUR: " << text_of(totals, "events") << " reports are " << text_of(totals, "conversions")
        << " orders.\nAnother " << redelivered << " events were the same delivery once more.\n\n";
}

/// The company is made up, so its own books are known.
void print_books(const json::value& dedup, const json::value& roas, console& c) {
  const auto books = books_of(make_demo_world(demo_seed));
  const auto net = format_amount(books.net_cents, parse_currency("EUR").value());
  const bool right = cell_at(&dedup.at("totals"), "conversions") == std::to_string(books.orders) &&
                     cell_at(&roas.at("totals"), "booked") == net;
  c.out << (right ? "The shop's own books say the same: " : "THE SHOP'S OWN BOOKS SAY OTHERWISE: ") << books.orders
        << " orders, " << net << " EUR after refunds.\n\n";
}

void print_next(console& c) {
  c.out << bold("Next", c.out_look) << "\n\n"
        << "  convhub serve --demo                 the same data in the dashboard, http://127.0.0.1:8787,\n"
        << "                                       which opens on the last 30 days; All time has the sums above\n"
        << "  convhub compare --group-by channel   ask it, in another terminal\n"
        << "  convhub import orders.csv            bring your own orders to a hub (convhub serve)\n";
}

exit_code run_demo(program& p) {
  const auto scratch = scratch_directory::make();
  if (!scratch) return complain(scratch.error(), p.con);
  config::settings settings;
  settings.storage.data = (scratch->path() / "data").string();
  net::metrics_registry metrics;
  const auto hub = p.world.open(settings, metrics, pulling::off);
  if (!hub) return complain(hub.error(), p.con);
  const auto asked = client_of(**hub, std::chrono::minutes(5));
  const auto loaded = load_demo(*asked);
  if (!loaded) return complain(loaded.error(), p.con);
  const auto tables = ask_models(*asked);
  if (!tables) return complain(tables.error(), p.con);
  const auto dedup = ask(*asked, "dedup");
  if (!dedup) return complain(dedup.error(), p.con);
  p.con.out << "Conversion Hub demo: " << with_thousands(loaded->items) << " events of a shop from "
            << format_day(demo_first_day) << " to " << format_day(demo_end_day - 1)
            << ",\ntold by its own server, Meta's Conversions API, a shop export and a CRM. What each campaign\n"
            << "earned, by five models: first touch, last touch, linear, time decay, position based.\n\n";
  print_tables(*tables, p.con);
  print_duplicates(*dedup, loaded->redelivered, p.con);
  print_books(*dedup, tables->reports[0], p.con);
  print_next(p.con);
  return tables->reconciles() ? exit_code::ok : exit_code::failed;
}

}  // namespace

void add_demo_command(program& p) {
  p.root.add_subcommand("demo", "90 days of a made-up shop: what each campaign earned, under five models")
      ->callback([&p] { p.chosen = [&p] { return run_demo(p); }; });
}

}  // namespace hub::app
