#include "case_files.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "domain/data_credit.hpp"

namespace hub::testing {
namespace {

std::vector<std::string> split(const std::string& text, const std::string& by) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (auto at = text.find(by); at != std::string::npos; at = text.find(by, from)) {
    parts.push_back(text.substr(from, at - from));
    from = at + by.size();
  }
  parts.push_back(text.substr(from));
  return parts;
}

identifier person(const std::string& name) { return {identifier_kind::anonymous_id, name, true}; }

instant when(std::string text) {
  text[10] = 'T';
  return parse_instant(text + "Z").value();
}

touch_event touch(const std::string& id, const std::string& contact, instant at, const std::string& channel) {
  touch_event t;
  t.source = "touchpoints";
  t.external_id = id;
  t.occurred_at = at;
  t.identifiers = {person(contact)};
  t.context.channel = channel;
  t.context.campaign_name = channel;
  return t;
}

conversion_event sale(const std::string& id, const std::string& contact, instant at, money value) {
  conversion_event e;
  e.source = "manual";
  e.external_id = id;
  e.type = "purchase";
  e.occurred_at = at;
  e.value = value;
  e.identifiers = {person(contact)};
  return e;
}

void add_journey(std::vector<fact_body>& facts, const std::string& contact, const std::string& path, bool converts,
                 currency usd) {
  const auto channels = split(path, " > ");
  const instant sold = 1'700'000'000 * second_us;
  for (std::size_t i = 0; i < channels.size(); ++i)
    facts.push_back(touch(contact + "/" + std::to_string(i), contact,
                          sold - static_cast<std::int64_t>(channels.size() - i) * hour_us, channels[i]));
  if (converts) facts.push_back(sale(contact, contact, sold, {100, usd}));
}

}  // namespace

std::vector<csv_line> read_case(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::string line;
  std::getline(file, line);
  const auto columns = split(line, ",");
  std::vector<csv_line> lines;
  while (std::getline(file, line)) {
    const auto cells = split(line, ",");
    auto& out = lines.emplace_back();
    for (std::size_t i = 0; i < columns.size(); ++i) out[columns[i]] = cells.at(i);
  }
  return lines;
}

void case_engine::feed(std::vector<fact_body> facts) {
  truth hub;
  std::vector<sealed_fact> sealed;
  for (auto& f : facts) sealed.push_back(seal(std::move(f), 0));
  auto delta = hub.apply(std::move(sealed), 0);
  for (auto& update : delta.journeys) columns.apply(std::move(update));
  for (const auto& name : delta.names) book.names.intern(name);
}

attribution_report case_engine::report(model m, dimension by, const data_model_params& how) const {
  report_query q;
  q.models = {m};
  q.group_by = {by};
  q.data_models = how;
  q.rules.lookback_us = 0;
  q.rules.direct = direct_policy::keep;
  q.currency = parse_currency("USD").value();
  const auto asked = resolve(q, book);
  if (!is_data_driven(m)) return make_attribution(q, book, credit(columns, asked), std::nullopt);
  const auto all = tally(columns, asked);
  auto found = learn(q, all, state_names(q, book, all)).value();
  auto report = make_attribution(q, book, with_findings(q, {}, all, found), std::nullopt);
  report.findings = std::move(found);
  return report;
}

case_engine load_case(const std::string& folder) {
  const auto root = std::string(TEST_DATA) + "/cases/" + folder;
  const auto usd = parse_currency("USD").value();
  std::vector<fact_body> facts;
  if (std::filesystem::exists(root + "/input_paths.csv")) {
    int n = 0;
    for (const auto& line : read_case(root + "/input_paths.csv")) {
      for (int i = 0; i < std::stoi(line.at("conversions")); ++i)
        add_journey(facts, "p" + std::to_string(n++), line.at("path"), true, usd);
      for (int i = 0; i < std::stoi(line.at("nulls")); ++i)
        add_journey(facts, "p" + std::to_string(n++), line.at("path"), false, usd);
    }
  } else {
    for (const auto& line : read_case(root + "/input_touchpoints.csv"))
      facts.push_back(touch(line.at("touch_id"), line.at("contact"), when(line.at("ts")), line.at("channel")));
    for (const auto& line : read_case(root + "/input_conversions.csv"))
      facts.push_back(sale(line.at("id"), line.at("contact"), when(line.at("ts")),
                           {parse_amount(line.at("value"), usd).value(), usd}));
  }
  case_engine engine;
  engine.feed(std::move(facts));
  return engine;
}

std::map<std::string, double> expected(const std::string& path, const std::string& column) {
  std::map<std::string, double> values;
  for (const auto& line : read_case(std::string(TEST_DATA) + "/cases/" + path))
    values[line.at("key")] = std::stod(line.at(column));
  return values;
}

}  // namespace hub::testing
