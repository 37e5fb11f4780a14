#include "actors/sync_spend.hpp"

#include <memory>
#include <utility>

namespace hub {
namespace {

constexpr std::size_t rows_a_page = 5'000;

struct search {
  ask_spend_page ask;
  sources::spend_window window;
  std::vector<spend_event> told, known;
  take_vanished take;
};

void ask_on(const std::shared_ptr<search>& s, std::optional<spend_place> after) {
  s->ask({s->window.from, s->window.until + 1, std::move(after), rows_a_page}, [s](spend_page_answer* page) {
    if (page == nullptr) return s->take(std::nullopt);
    for (auto& each : page->rows)
      if (sources::is_within(each.row, s->window)) s->known.push_back(std::move(each.row));
    if (page->next) return ask_on(s, std::move(page->next));
    s->take(sources::vanished(s->window, s->known, s->told));
  });
}

}  // namespace

void told_spend::add(const sources::parsed& page) {
  for (const auto& each : page.items) {
    const auto* fact = std::get_if<fact_body>(&each);
    if (const auto* row = fact == nullptr ? nullptr : std::get_if<spend_event>(fact))
      rows_.push_back(*row);
    else if (std::holds_alternative<sources::rejection>(each))
      whole_ = false;
  }
}

void told_spend::clear() {
  rows_.clear();
  whole_ = true;
}

void find_vanished(ask_spend_page ask, const sources::spend_window& window, std::vector<spend_event> told,
                   take_vanished take) {
  ask_on(std::make_shared<search>(search{std::move(ask), window, std::move(told), {}, std::move(take)}), std::nullopt);
}

}  // namespace hub
