#include "app/quarantine_absence.hpp"

#include <boost/json.hpp>
#include <set>
#include <vector>

#include "app/answer_rows.hpp"
#include "app/listing.hpp"
#include "app/progress.hpp"
#include "app/terminal.hpp"
#include "domain/nearest.hpp"

namespace hub::app {
namespace {

namespace json = boost::json;

struct absence {
  std::string source, code, state;
};

/// What the hub has in the same state, whatever its source and reasons.
struct presence {
  std::int64_t items = 0, fitting = 0;
  std::set<std::string> sources, codes;  ///< the codes: of *source*, where any item is of it
};

absence asked_for(const parameters& query) {
  absence a;
  for (const auto& [name, value] : query)
    if (name == "source")
      a.source = value;
    else if (name == "code")
      a.code = value;
    else if (name == "state")
      a.state = value;
  if (a.state.empty()) a.state = "open";
  return a;
}

std::set<std::string> codes_of(const json::object& item) {
  std::set<std::string> codes;
  const auto* errors = item.if_contains("errors");
  if (errors == nullptr || !errors->is_array()) return codes;
  for (const auto& each : errors->get_array())
    if (each.is_object()) codes.insert(text_of(each.get_object(), "code"));
  return codes;
}

result<presence> all_in(client& hub, const absence& a) {
  presence p;
  std::set<std::string> codes, of_source;
  const auto listed = each_listed(hub, "/v1/quarantine", {{"state", a.state}}, [&](const json::object& item) {
    const auto source = text_of(item, "source");
    const auto reasons = codes_of(item);
    ++p.items;
    p.sources.insert(source);
    codes.insert(reasons.begin(), reasons.end());
    if (!a.source.empty() && source != a.source) return result<void>();
    of_source.insert(reasons.begin(), reasons.end());
    p.fitting += a.code.empty() || reasons.contains(a.code) ? 1 : 0;
    return result<void>();
  });
  if (!listed) return listed.error();
  p.codes = of_source.empty() ? codes : of_source;
  return p;
}

std::string suggestion(const std::string& word, const std::set<std::string>& known) {
  if (word.empty() || known.contains(word)) return {};
  return did_you_mean(word, std::vector<std::string_view>(known.begin(), known.end()));
}

std::string counted(std::int64_t items, std::string_view other, std::string_view one, std::string_view several) {
  return with_thousands(items) + std::string(other) + (items == 1 ? " item " : " items ") +
         std::string(items == 1 ? one : several);
}

/// `9 other items wait`, `1 other item was given up`.
std::string others(const absence& a, std::int64_t items) {
  if (a.state == "open") return counted(items, " other", "waits", "wait");
  if (a.state == "discarded") return counted(items, " other", "was given up", "were given up");
  if (a.state == "replayed") return counted(items, " other", "was taken in", "were taken in");
  return counted(items, " other", "is there", "are there");
}

}  // namespace

std::string nothing_fits(client& hub, const parameters& query, const std::string& before) {
  const auto a = asked_for(query);
  const std::string none = a.state == "discarded"  ? "Nothing was given up.\n"
                           : a.state == "replayed" ? "Nothing was taken in by another try.\n"
                                                   : "Nothing is in quarantine.\n";
  if (a.source.empty() && a.code.empty() && before.empty()) return none;
  const auto there = all_in(hub, a);
  if (!there || there->items == 0) return none;
  const auto source = a.source.empty() ? "" : " of source '" + printable(a.source) + "'";
  const auto code = a.code.empty() ? "" : " with the reason '" + printable(a.code) + "'";
  if (there->fitting > 0 && before.empty()) return "No more items.\n";
  if (there->fitting > 0)
    return "Nothing in quarantine" + source + code + " was set aside before " + printable(before) + "; " +
           counted(there->fitting, "", "came later", "came later") + ".\n";
  return "Nothing in quarantine " +
         std::string(source.empty() ? "has the reason '" + printable(a.code) + "'" : "is" + source + code) + "; " +
         others(a, there->items) + "." + suggestion(a.source, there->sources) + suggestion(a.code, there->codes) + "\n";
}

}  // namespace hub::app
