// `conversions`, `explain`, `journey`, `contact`, `labels`, `adjustments`, `state-hash` and `status`: single records and lists, as the
// hub answers them.
#include <algorithm>

#include "app/answer_table.hpp"
#include "app/command.hpp"
#include "app/named_conversion.hpp"
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

/// How a list goes on; empty where it is whole.
std::string more_of(const boost::json::object& list) {
  const auto cursor = text_of(list, "next_cursor");
  return cursor.empty() ? "" : "\nMore: add --cursor " + cursor + "\n";
}

std::string show_conversions(const boost::json::value& document, const look& l) {
  static constexpr std::string_view columns[] = {"conversion_id", "id",       "occurred_at", "type",    "gross",
                                                 "net",           "currency", "order_id",    "sources", "offline"};
  const auto* data = document.is_object() ? document.get_object().if_contains("data") : nullptr;
  if (data == nullptr || !data->is_array()) return show_document(document, l);
  const auto list =
      data->get_array().empty() ? std::string("No conversions.\n") : render(table_of(data->get_array(), columns), l);
  return notes_in(document.get_object(), true) + list + more_of(document.get_object());
}

/// The list alone; who asks for all that is left says so in place of an amount.
std::string show_adjustments(const boost::json::value& document, const look& l) {
  const auto* data = document.is_object() ? document.get_object().if_contains("data") : nullptr;
  if (data == nullptr || !data->is_array()) return show_document(document, l);
  const auto& o = document.get_object();
  auto rows = data->get_array();
  for (auto& row : rows)
    if (row.is_object() && row.get_object()["amount"].is_null()) row.get_object()["amount"] = "all that is left";
  if (rows.empty()) {
    const auto note = text_of(o, "note");
    return (note == "waits-for-sale" ? "No refund or other adjustment waits for its sale\n"
                                     : "No refund or other adjustment is noted as " + note + "\n") +
           more_of(o);
  }
  return render(table_of(rows), l) + more_of(o);
}

/// What the conversion is and what its money became of; behind that the rules by which.
std::string show_explanation(const boost::json::value& document, const look& l) {
  static constexpr std::string_view rules[] = {"model",
                                               "lookback_days",
                                               "lookback",
                                               "views",
                                               "click_beats_view",
                                               "direct",
                                               "collapse_minutes",
                                               "bots",
                                               "since_previous_conversion",
                                               "campaign_priority",
                                               "excluded_referrers"};
  if (!document.is_object()) return show_document(document, l);
  boost::json::object told, by;
  for (const auto& [name, value] : document.get_object()) {
    if (name == "params" && value.is_object()) {
      for (const auto& [parameter, chosen] : value.get_object()) by[parameter] = chosen;
      continue;
    }
    const bool is_rule = std::find(std::begin(rules), std::end(rules), name) != std::end(rules);
    (is_rule ? by : told)[name] = value;
  }
  return show_document(told, l) + "\n" + bold("by these rules", l) + "\n" + show_document(by, l);
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
  static constexpr std::pair<std::string_view, std::string_view> plainer[] = {
      {"rejected", "quarantined_so_far"},  // mended or not
      {"shared_identifiers", "identifiers_of_too_many_people"},
  };
  boost::json::object rest;
  for (const auto& [name, value] : document.get_object()) {
    if (name == "sync" || value.is_null() || (value.is_array() && value.get_array().empty())) continue;
    const auto* const known =
        std::find_if(std::begin(plainer), std::end(plainer), [&](auto& p) { return p.first == name; });
    rest[known == std::end(plainer) ? std::string_view(name) : known->second] = value;
  }
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
      {"--contact", "contact", "KEY", "Of this contact, or of whose this order is"},
      {"--offline", "offline", "true|false", "Made offline, or not"},
      {"--label", "label", "LABEL", "With this label: fast-order, outlier-value"},
      {"--query", "q", "ID", "With this order id, external id or conversion id"},
      {"--limit", "limit", "N", "At most N, up to 1000"},
      {"--cursor", "cursor", "CURSOR", "Go on where the last list ended"},
  };
  auto* command = p.root.add_subcommand("conversions", "List conversions, or show one");
  const auto request = std::make_shared<lookup_request>();
  command->add_option("ID", request->key, "The conversion to show: its id, or its order number");
  add_query_flags(*command, filters, request);
  add_ask_flags(*command, request->ask, false);
  command->callback([&p, request] {
    p.chosen = [&p, request] {
      return with_client(p, request->ask.where, [&](client& hub) -> result<exit_code> {
        const auto id = request->key.empty() ? result<std::string>("") : conversion_named(hub, request->key);
        if (!id) return id.error();
        for (auto& [name, value] : request->query) {
          if (name != "contact") continue;
          const auto contact = contact_named(hub, value);
          if (!contact) return contact.error();
          value = *contact;
        }
        const auto path = "/v1/conversions" + (id->empty() ? "" : "/" + percent_encoded(*id));
        return show_answer(hub, request_of("GET", target_of(path, request->query)), request->ask, p.con,
                           request->key.empty() ? show_conversions : show_document);
      });
    };
  });
}

/// What carries one label.
std::string show_labelled(const boost::json::value& document, const look& l) {
  static constexpr std::string_view of_conversions[] = {"fast-order", "outlier-value"};
  const auto* data = document.is_object() ? document.get_object().if_contains("data") : nullptr;
  if (data == nullptr || !data->is_array() || !data->get_array().empty()) return show_document(document, l);
  const auto& o = document.get_object();
  const auto label = text_of(o, "label");
  const bool conversions =
      std::find(std::begin(of_conversions), std::end(of_conversions), label) != std::end(of_conversions);
  return std::string("No ") + (more_of(o).empty() ? "" : "other ") + (conversions ? "conversion" : "touchpoint") +
         " has this label.\n";
}

void add_labels(program& p) {
  auto* command = p.root.add_subcommand("labels", "What looks like fraud, a machine or a slip, counted or listed");
  const auto request = std::make_shared<lookup_request>();
  command->add_option("LABEL", request->key, "Lists what carries this label");
  static constexpr query_flag flags[] = {
      {"--limit", "limit", "N", "At most N, up to 1000"},
      {"--cursor", "cursor", "CURSOR", "Go on where the last list ended"},
  };
  add_query_flags(*command, flags, request);
  add_ask_flags(*command, request->ask, false);
  command->callback([&p, request] {
    p.chosen = [&p, request] {
      return with_client(p, request->ask.where, [&](client& hub) {
        const auto path = "/v1/labels" + (request->key.empty() ? "" : "/" + percent_encoded(request->key));
        return show_answer(hub, request_of("GET", target_of(path, request->query)), request->ask, p.con,
                           request->key.empty() ? show_document : show_labelled);
      });
    };
  });
}

/// What a word stands for, as the hub's addresses name it.
using key_reader = result<std::string> (*)(client& hub, const std::string& word);

/// Where a lookup finds its thing: at *before* KEY *after*, and how it says it.
struct lookup_spec {
  const char* name;
  const char* sentence;
  const char* argument = nullptr;  ///< what names the thing; none where there is but one
  const char* meaning = "";        ///< of the argument
  std::string before, after;
  key_reader key = nullptr;  ///< of the argument
  shown show = show_document;
};

CLI::App* add_lookup(program& p, lookup_spec spec, const std::shared_ptr<lookup_request>& request) {
  auto* command = p.root.add_subcommand(spec.name, spec.sentence);
  if (spec.argument != nullptr) command->add_option(spec.argument, request->key, spec.meaning)->required();
  add_ask_flags(*command, request->ask, false);
  command->callback([&p, request, spec = std::move(spec)] {
    p.chosen = [&p, request, spec] {
      return with_client(p, request->ask.where, [&](client& hub) -> result<exit_code> {
        const auto key = spec.key == nullptr ? result<std::string>("") : spec.key(hub, request->key);
        if (!key) return key.error();
        const auto path = spec.before + percent_encoded(*key) + spec.after;
        return show_answer(hub, request_of("GET", target_of(path, request->query)), request->ask, p.con, spec.show);
      });
    };
  });
  return command;
}

}  // namespace

void add_lookup_commands(program& p) {
  add_conversions(p);
  const auto explain = std::make_shared<lookup_request>();
  auto* command =
      add_lookup(p,
                 {"explain", "Which touches earned a conversion's money, and why", "CONVERSION",
                  "Its id, or its order number", "/v1/conversions/", "/explain", conversion_named, show_explanation},
                 explain);
  static constexpr query_flag as_in_reports[] = {
      {"--model", "model", "MODEL", "As in the reports"},
      {"--half-life", "half_life_days", "DAYS", "As in the reports"},
  };
  add_query_flags(*command, as_in_reports, explain);
  add_query_flags(*command, rule_flags, explain);
  const auto journey = std::make_shared<lookup_request>();
  static constexpr auto* whose = "An e-mail address, a contact id, an identifier such as fbp:fb.1.1.2, or order:NUMBER";
  command = add_lookup(p,
                       {"journey", "Everything a contact met and did, in time order", "CONTACT", whose, "/v1/contacts/",
                        "/journey", contact_named},
                       journey);
  add_query_flags(*command, rule_flags, journey);
  add_lookup(p,
             {"contact", "Who a contact is and why, and everything it met and did", "CONTACT", whose, "/v1/contacts/",
              "", contact_named},
             std::make_shared<lookup_request>());
  add_labels(p);
  const auto adjusted = std::make_shared<lookup_request>();
  command = add_lookup(
      p,
      {"adjustments", "Refunds and the like that wait for their sale, ask for more than is left, or do not count",
       nullptr, "", "/v1/adjustments", "", nullptr, show_adjustments},
      adjusted);
  static constexpr query_flag by_note[] = {
      {"--note", "note", "NOTE",
       "What became of them: waits-for-sale (the default), over-refund, repeated, currency-differs, already-reversed, "
       "already-stands, counted"},
      {"--limit", "limit", "N", "At most N, up to 1000"},
      {"--cursor", "cursor", "CURSOR", "Go on where the last list ended"},
  };
  add_query_flags(*command, by_note, adjusted);
  add_lookup(p,
             {"state-hash", "One number for all that the hub made of its facts; equal hubs have the same", nullptr, "",
              "/v1/state-hash", "", nullptr, show_state_hash},
             std::make_shared<lookup_request>());
  add_lookup(p,
             {"status", "How the hub is: counts, lags, sources", nullptr, "", "/v1/status", "", nullptr, show_status},
             std::make_shared<lookup_request>());
}

}  // namespace hub::app
