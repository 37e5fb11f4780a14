// `conversions`, `explain`, `journey`, `contact`, `labels`, `state-hash` and `status`: single records and lists, as the
// hub answers them.
#include "app/answer_table.hpp"
#include "app/command.hpp"
#include "app/rule_flags.hpp"
#include "app/show_answer.hpp"
#include "app/sync_table.hpp"

namespace hub::app {
namespace {

struct lookup_request {
  ask_flags ask;
  std::string key;
  parameters query;
};

std::string show_conversions(const boost::json::value& document, const look& l) {
  static constexpr std::string_view columns[] = {"conversion_id", "id",       "occurred_at", "type",    "gross",
                                                 "net",           "currency", "order_id",    "sources", "offline"};
  const auto* data = document.is_object() ? document.get_object().if_contains("data") : nullptr;
  if (data == nullptr || !data->is_array()) return show_document(document, l);
  auto text = render(table_of(data->get_array(), columns), l);
  const auto* more = document.get_object().if_contains("next_cursor");
  if (more != nullptr && more->is_string()) text += "\nMore: add --cursor " + std::string(more->get_string()) + "\n";
  return text;
}

/// The hash alone, for scripts that compare two.
std::string show_state_hash(const boost::json::value& document, const look& l) {
  const auto* hash = document.is_object() ? document.get_object().if_contains("state_hash") : nullptr;
  if (hash == nullptr || !hash->is_string()) return show_document(document, l);
  return std::string(hash->get_string()) + "\n";
}

/// The counts, then the pulled sources as a table of their own.
std::string show_status(const boost::json::value& document, const look& l) {
  const auto* pulled = document.is_object() ? document.get_object().if_contains("sync") : nullptr;
  if (pulled == nullptr) return show_document(document, l);
  auto rest = document.get_object();
  rest.erase("sync");
  auto text = show_document(rest, l);
  if (pulled->is_null()) return text + "\nThe pulled sources do not say how they are; ask again.\n";
  if (!pulled->is_array() || pulled->get_array().empty()) return text;
  return text + "\n" + bold("pulled sources", l) + "\n" + show_sources(pulled->get_array(), l);
}

void add_conversions(program& p) {
  static constexpr query_flag filters[] = {
      {"--from", "from", "DAY|TIME", "From this day or instant on"},
      {"--to", "to", "DAY|TIME", "To before this day or instant"},
      {"--tz", "tz", "ZONE", "Time zone of the days"},
      {"--source", "source", "NAME", "Reported by this source"},
      {"--type", "type", "TYPE", "Of this type"},
      {"--campaign", "campaign", "ID", "With a touch of this campaign"},
      {"--contact", "contact", "KEY", "Of this contact"},
      {"--offline", "offline", "true|false", "Made offline, or not"},
      {"--label", "label", "LABEL", "With this label: fast-order, outlier-value"},
      {"--query", "q", "TEXT", "With this text in an id"},
      {"--limit", "limit", "N", "At most N, up to 1000"},
      {"--cursor", "cursor", "TEXT", "Go on where the last list ended"},
  };
  auto* command = p.root.add_subcommand("conversions", "List conversions, or show one");
  const auto request = std::make_shared<lookup_request>();
  command->add_option("ID", request->key, "The conversion to show");
  add_query_flags(*command, filters, request);
  add_ask_flags(*command, request->ask, false);
  command->callback([&p, request] {
    p.chosen = [&p, request] {
      return with_client(p, request->ask.where, [&](client& hub) {
        const auto path = "/v1/conversions" + (request->key.empty() ? "" : "/" + percent_encoded(request->key));
        return show_answer(hub, request_of("GET", target_of(path, request->query)), request->ask, p.con,
                           request->key.empty() ? show_conversions : show_document);
      });
    };
  });
}

void add_labels(program& p) {
  auto* command = p.root.add_subcommand("labels", "What looks like fraud, a machine or a slip, counted or listed");
  const auto request = std::make_shared<lookup_request>();
  command->add_option("LABEL", request->key, "Lists what carries this label");
  static constexpr query_flag flags[] = {
      {"--limit", "limit", "N", "At most N, up to 1000"},
      {"--cursor", "cursor", "TEXT", "Go on where the last list ended"},
  };
  add_query_flags(*command, flags, request);
  add_ask_flags(*command, request->ask, false);
  command->callback([&p, request] {
    p.chosen = [&p, request] {
      return with_client(p, request->ask.where, [&](client& hub) {
        const auto path = "/v1/labels" + (request->key.empty() ? "" : "/" + percent_encoded(request->key));
        return show_answer(hub, request_of("GET", target_of(path, request->query)), request->ask, p.con, show_document);
      });
    };
  });
}

/// A command that shows one thing named by an argument, at *before* KEY *after*.
CLI::App* add_lookup(program& p, const char* name, const char* sentence, const char* argument, std::string before,
                     std::string after, const std::shared_ptr<lookup_request>& request,
                     const shown& show = show_document) {
  auto* command = p.root.add_subcommand(name, sentence);
  if (argument != nullptr) command->add_option(argument, request->key)->required();
  add_ask_flags(*command, request->ask, false);
  command->callback([&p, request, show, before = std::move(before), after = std::move(after)] {
    p.chosen = [&p, request, show, before, after] {
      return with_client(p, request->ask.where, [&](client& hub) {
        const auto path = before + percent_encoded(request->key) + after;
        return show_answer(hub, request_of("GET", target_of(path, request->query)), request->ask, p.con, show);
      });
    };
  });
  return command;
}

}  // namespace

void add_lookup_commands(program& p) {
  add_conversions(p);
  const auto explain = std::make_shared<lookup_request>();
  auto* command = add_lookup(p, "explain", "Which touches earned a conversion's money, and why", "CONVERSION",
                             "/v1/conversions/", "/explain", explain);
  static constexpr query_flag as_in_reports[] = {
      {"--model", "model", "MODEL", "As in the reports"},
      {"--half-life", "half_life_days", "DAYS", "As in the reports"},
  };
  add_query_flags(*command, as_in_reports, explain);
  add_query_flags(*command, rule_flags, explain);
  const auto journey = std::make_shared<lookup_request>();
  command = add_lookup(p, "journey", "Everything a contact met and did, in time order", "CONTACT", "/v1/contacts/",
                       "/journey", journey);
  add_query_flags(*command, rule_flags, journey);
  add_lookup(p, "contact", "Who a contact is and why, and everything it met and did", "CONTACT", "/v1/contacts/", "",
             std::make_shared<lookup_request>());
  add_labels(p);
  add_lookup(p, "state-hash", "One number for all that the hub made of its facts; equal hubs have the same", nullptr,
             "/v1/state-hash", "", std::make_shared<lookup_request>(), show_state_hash);
  add_lookup(p, "status", "How the hub is: counts, lags, sources", nullptr, "/v1/status", "",
             std::make_shared<lookup_request>(), show_status);
}

}  // namespace hub::app
