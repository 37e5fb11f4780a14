#include "net/named_cells.hpp"

#include "net/problem.hpp"

namespace hub::net {
namespace {

constexpr std::chrono::seconds present_limit(60);
constexpr std::chrono::seconds past_limit(600);  // the log is read first
constexpr int most_attempts = 5;

template <class Answer, class Question>
void ask_whom(const gateway& asks, bool past, Question question, const reply_to& to,
              std::function<void(Answer&)> then) {
  if constexpr (std::is_same_v<Question, cell_request>) {
    if (!past)
      return asks.ask_then<Answer>(&hub_actors::report, std::move(question), present_limit, to, std::move(then));
  } else {
    if (!past)
      return asks.ask_then<Answer>(&hub_actors::dedup, std::move(question), present_limit, to, std::move(then));
  }
  asks.ask_then<Answer>(&hub_actors::historian, std::move(question), past_limit, to, std::move(then));
}

touch_ids_request ids_wanted(const cell_report& report) {
  touch_ids_request wanted{{}, report.query.as_of};
  for (const auto& c : report.conversions) {
    touch_places places{c.credit.id, {}};
    for (const auto& t : c.touches)
      if (t.credit.ordinal != no_touch) places.ordinals.push_back(t.credit.ordinal);
    wanted.places.push_back(std::move(places));
  }
  return wanted;
}

/// Puts the orders and ids where they belong; false when a journey is not what it was.
bool put_ids(cell_report& report, touch_ids_answer& told) {
  auto next = told.journeys.begin();
  for (auto& c : report.conversions) {
    c.order = std::move(next->order);
    auto place = next++->touches.begin();
    for (auto& t : c.touches) {
      if (t.credit.ordinal == no_touch) continue;
      auto& found = *place++;
      if (found.id.empty() || found.at != t.credit.at || found.campaign != t.campaign) return false;
      t.id = std::move(found.id);
    }
  }
  return true;
}

void attempt(const gateway& asks, const cell_request& question, const reply_to& to,
             std::function<void(cell_answer&)> then, int attempts_left) {
  const bool past = question.query.as_of.has_value();
  ask_whom<cell_answer>(
      asks, past, question, to,
      [&asks, question, to, then = std::move(then), past, attempts_left](cell_answer& answer) {
        if (!answer.report) return then(answer);
        auto wanted = ids_wanted(*answer.report);
        if (wanted.places.empty()) return then(answer);
        auto kept = std::make_shared<cell_answer>(std::move(answer));
        ask_whom<touch_ids_answer>(
            asks, past, std::move(wanted), to,
            [&asks, question, to, then, kept, attempts_left](touch_ids_answer& told) {
              if (put_ids(*kept->report, told)) return then(*kept);
              if (attempts_left > 1) return attempt(asks, question, to, then, attempts_left - 1);
              to.done(
                  overloaded(fail("journeys-changing", "these journeys change faster than they can be read; try again"),
                             to.request_id));
            });
      });
}

}  // namespace

void ask_named_cell(const gateway& asks, cell_request question, reply_to to, std::function<void(cell_answer&)> then) {
  attempt(asks, question, to, std::move(then), most_attempts);
}

}  // namespace hub::net
