#include "actors/report.hpp"

#include <algorithm>
#include <chrono>

#include "actors/attribution.hpp"
#include "actors/last_words.hpp"
#include "actors/learner.hpp"
#include "actors/report_desk.hpp"
#include "actors/scatter.hpp"
#include "domain/data_credit.hpp"
#include "messages/errors.hpp"

namespace hub {
namespace {

using std::chrono::seconds;

struct report_state : report_desk {
  static inline const char* name = "report";
  using pointer = report_actor::stateful_pointer<report_state>;

  void take(pointer self, facts_committed& news) {
    if (news.again)
      for (const auto& text : news.delta.names) book.names.intern(text);  // known, each at its place
    else
      note(news);
    pass_on(self, news);
    ready = true;
  }

  /// Keeps what the report actor itself needs.
  void note(const facts_committed& news) {
    const auto& delta = news.delta;
    if (news.everything) book = {};
    for (const auto& text : delta.names) book.names.intern(text);
    for (const auto& [campaign, label] : delta.labels) book.labels[campaign] = label;
    if (delta.aliases) book.take(*delta.aliases);
    for (const auto& row : delta.spend) {
      book.spend.put(row);
      book.known.note_spend(place_of(row));
    }
    for (const auto& update : delta.journeys) book.known.note(update);
    if (!delta.rates.empty()) {
      auto rates = std::make_shared<rate_table>(*book.rates);  // reports under way keep the table they began with
      for (const auto& r : delta.rates) (void)rates->set(r.day, r.base, r.quote, r.rate);  // checked when it came in
      book.rates = std::move(rates);
    }
    if (!delta.value_limits.empty()) {
      auto limits = std::make_shared<value_limits>(*book.limits);
      for (const auto& [kind, limit] : delta.value_limits) (*limits)[kind] = limit;
      book.limits = std::move(limits);
    }
    book.data_seq = delta.last_seq;
  }

  /// Gives each shard its journeys.
  void pass_on(pointer self, facts_committed& news) {
    auto& delta = news.delta;
    std::vector<journeys_changed> parts(shards.size());
    for (auto& update : delta.journeys)
      parts[shard_of(update.journey, shards.size())].journeys.push_back(std::move(update));
    for (std::size_t i = 0; i < shards.size(); ++i) {
      if (parts[i].journeys.empty() && !news.everything) continue;
      parts[i].data_seq = delta.last_seq;
      parts[i].everything = news.everything;
      parts[i].again = news.again;
      self->send(shards[i], std::move(parts[i]));
    }
  }

  template <class Reply, class Request, class Promise, class Done>
  void scatter(pointer self, Request request, Promise promise, Done done) {
    hub::scatter<Reply>(self, shards, std::move(request), std::move(promise), std::move(done));
  }

  caf::result<attribution_answer> attribute(pointer self, const attribution_request& r) {
    if (!ready) return actor_error(actor_errc::not_ready, "the store is being read");
    auto promise = self->make_response_promise<attribution_answer>();
    const auto query = std::make_shared<const credit_query>(resolve(r.query, book));
    // Spend is summed now, so that it is of the same log position as the credit.
    const auto spend = r.with_spend ? std::optional(spend_in_range(r.query, book)) : std::nullopt;
    const auto asked = std::make_shared<open_attribution>(open_attribution{r.query, spend, book.data_seq, promise});
    scatter<credit_reply>(self, credit_request{query}, promise,
                          [self, asked](std::vector<credit_reply> replies) mutable {
                            credit_partial all;
                            auto tallies = std::make_shared<journey_tally>();
                            for (auto& reply : replies) {
                              merge(all, std::move(reply.partial));
                              merge(*tallies, std::move(reply.tally));
                            }
                            if (wish_of(asked->query).any())
                              self->state.learn_first(self, asked, std::move(all), std::move(tallies));
                            else
                              self->state.answer(*asked, std::move(all), {});
                          });
    return promise;
  }

  /// An attribution request under way.
  struct open_attribution {
    report_query query;
    std::optional<spend_report> spend;
    std::uint64_t seq = 0;
    caf::typed_response_promise<attribution_answer> promise;
  };

  void answer(open_attribution& asked, credit_partial&& all, data_findings&& findings) {
    auto made = make_attribution(asked.query, book, std::move(all), std::move(asked.spend));
    made.data_seq = asked.seq;
    made.findings = std::move(findings);
    asked.promise.deliver(attribution_answer{std::move(made)});
  }

  /// Has the data-driven models computed elsewhere, then answers.
  void learn_first(pointer self, std::shared_ptr<open_attribution> asked, credit_partial&& weighed,
                   std::shared_ptr<const journey_tally> tally) {
    auto names = state_names(asked->query, book, *tally);
    const std::shared_ptr<const report_query> query(asked, &asked->query);
    self->request(spawn_learner(self->system()), seconds(60), learn_request{query, tally, std::move(names)})
        .then(
            [this, asked, tally, weighed = std::move(weighed)](learn_reply& found) mutable {
              if (!found.failure) {
                auto all = with_findings(asked->query, std::move(weighed), *tally, found.findings);
                return answer(*asked, std::move(all), std::move(found.findings));
              }
              const auto few = found.failure->code == "too-few-conversions";
              asked->promise.deliver(
                  actor_error(few ? actor_errc::too_few : actor_errc::too_many, found.failure->detail));
            },
            [asked](caf::error&) {
              asked->promise.deliver(
                  actor_error(actor_errc::unavailable, "the data-driven models could not be computed in time"));
            });
  }

  caf::result<paths_answer> find_paths(pointer self, const paths_request& r) {
    if (!ready) return actor_error(actor_errc::not_ready, "the store is being read");
    auto promise = self->make_response_promise<paths_answer>();
    const auto query = std::make_shared<const path_query>(
        path_query{resolve(r.query, book), r.query.path_dimension, r.query.transform});
    scatter<path_scan_reply>(self, path_scan_request{query}, promise,
                             [self, promise, r, seq = book.data_seq](std::vector<path_scan_reply> replies) mutable {
                               path_partial all;
                               for (auto& reply : replies) merge(all, std::move(reply.partial));
                               auto made = make_paths(r.query, self->state.book, std::move(all));
                               made.data_seq = seq;
                               promise.deliver(paths_answer{std::move(made)});
                             });
    return promise;
  }

  std::optional<name_id> position(const std::string& text) const {
    if (text.empty()) return std::nullopt;
    return book.names.find(text).value_or(direct_group - 1);  // a name never heard of matches nothing
  }

  /// The names that are asked for and that nobody has, as a report with these filters tells them.
  std::vector<unknown_name> unknown_filters(const conversions_request& r) const {
    report_query query;
    query.scope.conversion_type = r.type;
    query.scope.source = r.source;
    query.campaign = campaign_meant(r.campaign, book);
    auto unknown = unknown_names(query, book);
    for (auto& each : unknown)
      if (each.parameter == "conversion_type") each.parameter = "type";  // what the list calls it
    return unknown;
  }

  caf::result<conversions_answer> list(pointer self, const conversions_request& r) {
    if (!ready) return actor_error(actor_errc::not_ready, "the store is being read");
    auto promise = self->make_response_promise<conversions_answer>();
    const auto filter = std::make_shared<conversion_filter>();
    filter->from = r.from;
    filter->to = r.to;
    filter->type = position(r.type);
    filter->source = position(r.source);
    filter->campaign = position(campaign_meant(r.campaign, book));
    filter->offline = r.offline;
    filter->ids = r.ids;
    filter->label = r.label;
    filter->limits = r.label ? book.limits : nullptr;
    filter->after = r.after;
    filter->limit = r.limit + 1;
    scatter<conversion_scan_reply>(
        self, conversion_scan_request{filter}, promise,
        [self, promise, limit = r.limit,
         unknown = unknown_filters(r)](std::vector<conversion_scan_reply> replies) mutable {
          std::vector<journey_conversion> all;
          for (auto& reply : replies)
            std::move(reply.conversions.begin(), reply.conversions.end(), std::back_inserter(all));
          std::sort(all.begin(), all.end(), earlier_on_page);
          self->state.describe(self, std::move(all), limit, std::move(unknown), std::move(promise));
        });
    return promise;
  }

  /// Adds names and the facts behind each conversion.
  void describe(pointer self, std::vector<journey_conversion> found, std::size_t limit,
                std::vector<unknown_name> unknown, caf::typed_response_promise<conversions_answer> promise) {
    auto answer = std::make_shared<conversions_answer>();
    answer->data_seq = book.data_seq;
    answer->unknown = std::move(unknown);
    if (found.size() > limit) {
      found.resize(limit);
      answer->next = page_position{found.back().at, found.back().id};
    }
    facts_request wanted;
    for (auto& c : found) {
      wanted.seqs.insert(wanted.seqs.end(), c.seqs.begin(), c.seqs.end());
      answer->conversions.push_back(view_of(std::move(c)));
    }
    self->request(archive, seconds(60), std::move(wanted))
        .then(
            [answer, promise](facts_reply& reply) mutable {
              if (reply.failure) {
                promise.deliver(actor_error(actor_errc::unavailable, reply.failure->detail));
                return;
              }
              std::size_t next = 0;
              for (auto& view : answer->conversions)
                for (std::size_t i = 0; i < view.conversion.seqs.size(); ++i)
                  view.events.push_back(std::get<conversion_event>(std::move(reply.facts[next++].body)));
              promise.deliver(std::move(*answer));
            },
            [promise](caf::error&) mutable {
              promise.deliver(actor_error(actor_errc::unavailable, "the archive does not answer"));
            });
  }

  conversion_view view_of(journey_conversion c) const {
    conversion_view view;
    view.type = book.names.text(c.type);
    view.source = book.names.text(c.source);
    view.country = book.names.text(c.country);
    for (const auto s : c.sources) view.sources.push_back(book.names.text(s));
    bool first = true;  // the sale; one that stands again after a reversal is no second one
    for (const auto& e : c.entries) {
      view.net += e.amount;
      if (first || e.kind == entry_kind::adjustment) view.gross += e.amount;
      first = false;
    }
    view.conversion = std::move(c);
    return view;
  }
};

report_actor::behavior_type report(report_state::pointer self, std::vector<attribution_actor> shards,
                                   archive_actor archive) {
  leave_last_words(self);
  self->state.shards = std::move(shards);
  self->state.archive = std::move(archive);
  return {
      [self](facts_committed& news) { self->state.take(self, news); },
      [self](attribution_request& r) {
        r.query = in_joined_names(std::move(r.query), self->state.book);
        return self->state.attribute(self, r);
      },
      [self](const paths_request& r) { return self->state.find_paths(self, r); },
      [self](const conversions_request& r) { return self->state.list(self, r); },
      [self](const cell_request& r) { return explain_cell(self, self->state, r); },
      [self](const series_request& r) { return answer_series(self, self->state, r); },
      [self](const cohorts_request& r) { return answer_cohorts(self, self->state, r); },
      [self](const path_cell_request& r) { return explain_path_figure(self, self->state, r); },
      [self](const cohort_cell_request& r) { return explain_cohort(self, self->state, r); },
      [self](const spend_page_request& r) { return list_spend(self->state, r); },
      [self](const match_request& r) { return answer_match(self, self->state, r); },
  };
}

}  // namespace

report_actor spawn_report(caf::actor_system& system, std::vector<attribution_actor> shards, archive_actor archive) {
  return system.spawn(report, std::move(shards), std::move(archive));
}

}  // namespace hub
