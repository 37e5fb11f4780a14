#include "actors/attribution.hpp"

#include "actors/last_words.hpp"

namespace hub {
namespace {

struct attribution_state {
  static inline const char* name = "attribution";
  journey_columns columns;
  std::uint64_t data_seq = 0;

  void take(journeys_changed& news) {
    if (news.everything) columns = {};
    for (auto& update : news.journeys) columns.apply(std::move(update));
    data_seq = news.data_seq;
  }

  credit_reply add_up(const credit_query& query) const {
    credit_reply reply;
    reply.data_seq = data_seq;
    if (!query.models.empty()) reply.partial = credit(columns, query);
    if (query.wish.any()) reply.tally = tally(columns, query);
    return reply;
  }
};

attribution_actor::behavior_type stateful(attribution_actor::stateful_pointer<attribution_state> self) {
  leave_last_words(self);
  return {
      [self](journeys_changed& news) { self->state.take(news); },
      [self](const credit_request& r) { return self->state.add_up(*r.query); },
      [self](const path_scan_request& r) {
        return path_scan_reply{scan_paths(self->state.columns, *r.query), self->state.data_seq};
      },
      [self](const conversion_scan_request& r) {
        return conversion_scan_reply{find_conversions(self->state.columns, *r.filter), self->state.data_seq};
      },
      [self](const cell_scan_request& r) { return cell_scan_reply{scan_cell(self->state.columns, *r.query)}; },
      [self](const series_scan_request& r) { return series_scan_reply{scan_series(self->state.columns, *r.query)}; },
      [self](const cohort_scan_request& r) { return cohort_scan_reply{scan_cohorts(self->state.columns, *r.query)}; },
      [self](const path_cell_scan_request& r) {
        return path_cell_scan_reply{scan_path_cell(self->state.columns, *r.query)};
      },
      [self](const cohort_cell_scan_request& r) {
        return cohort_cell_scan_reply{scan_cohort_cell(self->state.columns, *r.query)};
      },
      [self](const match_scan_request& r) {
        const auto& columns = self->state.columns;
        return match_scan_reply{credit(columns, *r.query), count_touches(columns, *r.query)};
      },
  };
}

}  // namespace

attribution_actor spawn_attribution(caf::actor_system& system) { return system.spawn(stateful); }

std::size_t shard_of(std::uint64_t journey, std::size_t shards) {
  return static_cast<std::size_t>((journey * 0x9E37'79B9'7F4A'7C15ULL) >> 32) % shards;
}

}  // namespace hub
