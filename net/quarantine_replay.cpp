#include "net/quarantine_replay.hpp"

#include <algorithm>
#include <memory>
#include <tuple>

#include "domain/codec.hpp"
#include "domain/text.hpp"
#include "net/intake.hpp"
#include "net/problem.hpp"
#include "sources/registry.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds page_limit(30);
constexpr std::size_t page_items = 500;
constexpr std::string_view adapter_prefix = "ingest/";

sources::parse_function parser_of(std::string_view route) {
  const bool adapter = route.starts_with(adapter_prefix);
  const auto* found =
      adapter ? sources::find_adapter(route.substr(adapter_prefix.size())) : sources::find_native(route);
  return found == nullptr ? nullptr : found->parse;
}

/// The fact that was readable and refused by what was known: quarantine holds it whole.
std::optional<fact_body> kept_fact(std::string_view raw) {
  constexpr std::string_view key = "\"fact\":\"";
  const auto at = raw.find(key);
  if (at == raw.npos) return std::nullopt;
  const auto hex = raw.substr(at + key.size());
  const auto bytes = bytes_of_hex(hex.substr(0, hex.find('"')));
  auto fact = bytes ? decode(*bytes) : result<fact_body>(fail("fact-corrupt", "no hex digits"));
  return fact ? std::optional(std::move(*fact)) : std::nullopt;
}

/// Whether an item's text was sent as it is kept; of some there is a name only, and no attempt says more of these.
bool is_text(const quarantined_item& item) { return !item.raw.starts_with("source "); }

/// What today's parser makes of a kept text.
ingest_item read_again(const api_context& api, const quarantined_item& item) {
  ingest_item out;
  out.raw = item.raw;
  out.replays = item.id;
  if (item.route == fact_route) {
    if (auto fact = kept_fact(item.raw))
      out.fact = seal(std::move(*fact), item.at);
    else
      out.errors = item.errors;
    return out;
  }
  const auto mark = item.route.find(zone_mark);
  const auto parse = parser_of(std::string_view(item.route).substr(0, mark));
  if (parse == nullptr) {
    out.errors = {fail("route-unknown", "nothing reads '" + item.route + "' any more; discard the item")};
    return out;
  }
  std::optional<zone> local;
  if (mark != std::string::npos)
    if (auto found = api.find_zone(std::string_view(item.route).substr(mark + zone_mark.size())))
      local = std::move(*found);
  const auto reads = api.doors.reads();
  auto parsed = parse({.body = item.raw,
                       .content_type = "application/json",
                       .source = item.source,
                       .received_at = item.at,
                       .local = local ? &*local : nullptr,
                       .dataset = item.dataset,
                       .settings = reads.get()});
  if (!parsed)
    out.errors = is_text(item) ? std::vector{parsed.error()} : item.errors;
  else if (parsed->items.size() != 1)
    out.errors = {fail("item-ambiguous", "the kept text is not one item; send it anew and discard this one")};
  if (!out.errors.empty()) return out;
  auto batch = seal_items(std::move(*parsed), {nullptr, item.route, item.source, {}, item.dataset, nullptr}, item.at);
  auto made = std::move(batch.items.front());
  made.replays = item.id;
  made.raw = item.raw;
  return made;
}

class replay : public std::enable_shared_from_this<replay> {
 public:
  replay(const api_context& api, quarantine_filter which, reply_to to, std::function<void(const replay_outcome&)> then)
      : api_(api), which_(std::move(which)), to_(std::move(to)), then_(std::move(then)) {
    which_.state = quarantine_state::open;
  }

  void next_page() {
    const quarantine_request question{which_, true, past_, page_items};
    api_.asks.ask_then<quarantine_answer>(&hub_actors::archive, question, page_limit, to_,
                                          [self = shared_from_this()](quarantine_answer& page) { self->take(page); });
  }

 private:
  /// The items at the head of the page that have source, route and dataset in common are one batch.
  void take(quarantine_answer& page) {
    if (page.failure) return to_.done(overloaded(*page.failure, to_.request_id));
    if (page.items.empty()) return then_(outcome_);
    const auto kind = [](const quarantined_item& i) { return std::tie(i.source, i.route, i.dataset); };
    const auto end = std::find_if(page.items.begin(), page.items.end(),
                                  [&](const auto& i) { return kind(i) != kind(page.items.front()); });
    ingest_batch batch{page.items.front().source, page.items.front().route, api_.now(), {}, page.items.front().dataset};
    for (auto at = page.items.begin(); at != end; ++at) batch.items.push_back(read_again(api_, *at));
    past_ = std::prev(end)->id;
    take_in_then(api_, std::move(batch), to_, [self = shared_from_this()](ingest_receipt& receipt) {
      for (const auto& r : receipt.results)
        ++(r.status == item_status::rejected ? self->outcome_.still_rejected : self->outcome_.replayed);
      self->next_page();
    });
  }

  const api_context& api_;
  quarantine_filter which_;
  reply_to to_;
  std::function<void(const replay_outcome&)> then_;
  std::uint64_t past_ = 0;
  replay_outcome outcome_;
};

}  // namespace

void replay_quarantine(const api_context& api, quarantine_filter which, reply_to to,
                       std::function<void(const replay_outcome&)> then) {
  std::make_shared<replay>(api, std::move(which), std::move(to), std::move(then))->next_page();
}

}  // namespace hub::net
