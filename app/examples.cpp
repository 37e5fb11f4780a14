#include "app/examples.hpp"

#include <CLI/CLI.hpp>

namespace hub::app {
namespace {

struct example {
  std::string_view path;
  std::string_view rest;  ///< what follows the path
};

constexpr example examples[] = {
    {"convhub", "demo"},
    {"convhub", "roas --from 2026-01-01 --to 2026-04-01 --currency EUR"},
    {"convhub serve", "--config hub.toml"},
    {"convhub serve", "--data /var/lib/convhub --listen 127.0.0.1:8787"},
    {"convhub worker", "--listen 127.0.0.1:7001"},
    {"convhub demo", ""},
    {"convhub import", "orders.csv --source shop --map Total=value --dry-run"},
    {"convhub import", "spend.csv.gz --kind spend"},
    {"convhub ingest", "hubspot < webhook.json"},
    {"convhub ingest", "anytrack --data convhub-data < postbacks.ndjson"},
    {"convhub attribution", "--model time_decay --group-by channel,month --currency EUR"},
    {"convhub attribution", "--group-by campaign --explain camp_456"},
    {"convhub roas", "--from 2026-01-01 --to 2026-04-01 --tz Europe/Berlin --currency EUR"},
    {"convhub roas", "--model linear --lookback 30 --csv > roas.csv"},
    {"convhub compare", "--models first_touch,last_touch,markov --group-by channel"},
    {"convhub paths", "--dimension channel --top 20 --from 2026-01-01"},
    {"convhub paths", "--explain touchpoints=3"},
    {"convhub daily", "--interval week --from 2026-01-01 --currency EUR"},
    {"convhub cohorts", "--group-by channel --currency EUR"},
    {"convhub cohorts", "--group-by channel --explain 2026-02 Email --days 30"},
    {"convhub match", "--from 2026-01-01"},
    {"convhub sources", "--from 2026-01-01 --currency EUR"},
    {"convhub conversions", "--from 2026-01-01 --type purchase --limit 50"},
    {"convhub conversions", "cv_0123456789abcdef0123456789abcdef"},
    {"convhub explain", "cv_0123456789abcdef0123456789abcdef --model linear"},
    {"convhub journey", "ada@shop.example"},
    {"convhub contact", "ada@shop.example --json"},
    {"convhub labels", "fast-order --limit 20"},
    {"convhub adjustments", ""},
    {"convhub adjustments", "--note over-refund --json"},
    {"convhub state-hash", "--data convhub-data"},
    {"convhub status", "--json"},
    {"convhub duplicates", "--standing possible --sources hubspot,anytrack"},
    {"convhub merge", "cv_0123456789abcdef0123456789abcdef cv_fedcba9876543210fedcba9876543210 --note 'one order'"},
    {"convhub keep-apart",
     "cv_0123456789abcdef0123456789abcdef cv_fedcba9876543210fedcba9876543210 --note 'two baskets'"},
    {"convhub unmerge", "cv_0123456789abcdef0123456789abcdef --event hubspot:1234"},
    {"convhub decisions", ""},
    {"convhub dedup", "--window 48h --dry-run"},
    {"convhub erase", "anna@example.com"},
    {"convhub erase", "anna@example.com --yes"},
    {"convhub key", "list"},
    {"convhub key create", "owner --scope admin > owner.key"},
    {"convhub key create", "shop --scope ingest,read --key-file owner.key > shop.key"},
    {"convhub key list", "--key-file owner.key"},
    {"convhub key revoke", "key_2 --key-file owner.key"},
    {"convhub alias", "list"},
    {"convhub alias add", "spring_sale camp_456 --note 'renamed in March'"},
    {"convhub alias list", "--json"},
    {"convhub alias remove", "spring_sale"},
    {"convhub quarantine", ""},
    {"convhub quarantine", "--source anytrack"},
    {"convhub quarantine list", "--code currency-missing --limit 20"},
    {"convhub quarantine show", "rj_17"},
    {"convhub quarantine replay", "--source anytrack --code currency-missing"},
    {"convhub quarantine discard", "rj_17 rj_18"},
    {"convhub export", "conversions --format ndjson --from 2026-01-01 > conversions.ndjson"},
    {"convhub export", "credits --model linear --currency EUR --output credits.csv"},
    {"convhub views", "hub-views.db --currency EUR"},
    {"convhub replay", "--data convhub-data --into rebuilt"},
    {"convhub backup", "/var/backups/hub.backup --data /var/lib/convhub"},
    {"convhub restore", "/var/backups/hub.backup --data /var/lib/convhub"},
    {"convhub sync", "hubspot --wait"},
    {"convhub sync", "hubspot --backfill 90d"},
    {"convhub config", "check hub.toml"},
    {"convhub config check", "hub.toml"},
    {"convhub config show", "--config hub.toml --origin"},
    {"convhub config example", "> hub.toml"},
    {"convhub doctor", "--config hub.toml"},
    {"convhub completion", "bash > /etc/bash_completion.d/convhub"},
    {"convhub completion", "zsh > \"${fpath[1]}/_convhub\""},
    {"convhub completion", "fish > ~/.config/fish/completions/convhub.fish"},
    {"convhub man", "> convhub.1"},
    {"convhub version", ""},
};

}  // namespace

std::vector<std::string> examples_of(std::string_view path) {
  std::vector<std::string> lines;
  for (const auto& e : examples)
    if (e.path == path) lines.push_back(std::string(e.path) + (e.rest.empty() ? "" : " ") + std::string(e.rest));
  return lines;
}

void add_examples(CLI::App& command, const std::string& above) {
  const auto path = above + command.get_name();
  const auto lines = examples_of(path);
  std::string text = lines.size() == 1 ? "Example:" : "Examples:";
  for (const auto& line : lines) text += "\n  " + line;
  if (!lines.empty()) command.footer(text);
  for (auto* below : command.get_subcommands(nullptr)) add_examples(*below, path + " ");
}

}  // namespace hub::app
