#include <algorithm>

#include "domain/credit.hpp"
#include "domain/sale_blocks.hpp"
#include "domain/unpriced.hpp"

namespace hub {
namespace {

/// An entry in the report's currency, with the running net before it.
struct booked_entry {
  instant at = 0;
  std::int64_t before = 0;
  std::int64_t after = 0;
  std::int8_t count = 0;
};

class scan {
 public:
  scan(const journey_columns& columns, const credit_query& query)
      : c_(columns),
        q_(query),
        filter_(columns, query.rules),
        rows_(query.models.size()),
        where_(columns, query, rows_),
        models_(models_of(query)),
        views_(models_.size()),
        blocks_(models_, where_, rows_),
        by_touch_(query.basis == report_basis::touch) {
    out_.attributed.resize(query.models.size());
    out_.unattributed.resize(query.models.size());
    out_.booked.resize(query.models.size());
  }

  credit_partial run() {
    std::uint32_t until_settled = settle_every;
    const auto rows = c_.rows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& r = rows[i];
      fetch(c_, i);
      if (!r.alive || r.elsewhere || !in_scope(c_, r, q_)) continue;
      if (q_.basis == report_basis::conversion && r.plain && (r.at < q_.from || r.at >= q_.to)) continue;
      if (is_left_out(r, q_)) {
        leave_out(r);
        continue;
      }
      r.plain && !by_touch_ ? add_sale(r) : add(r);
      if (--until_settled == 0) {
        settle();
        until_settled = settle_every;
      }
    }
    blocks_.finish();
    settle();
    for (std::size_t m = 0; m < models_.size(); ++m) {
      out_.attributed[m].add(attributed_);
      out_.unattributed[m].add(unattributed_);
      out_.booked[m] += attributed_.revenue + unattributed_.revenue;
    }
    out_.rows = rows_.take();
    return std::move(out_);
  }

 private:
  static constexpr std::uint32_t unknown = 0xFFFF'FFFFU;  // not looked up yet
  static std::vector<touch_weights> models_of(const credit_query& query) {
    std::vector<touch_weights> models;
    for (const auto m : query.models) models.emplace_back(m, query.params);
    return models;
  }

  static constexpr std::size_t soon = 16, later = 64;  // rows ahead

  /// Has the touches of a row that comes soon brought near, and a row that comes later: so much is done with each row
  /// that the processor does not run ahead to the next by itself. Inline always: GCC 12 drops calls of what only fetches.
  [[gnu::always_inline]] static void fetch(const journey_columns& c, std::size_t i) {
    const auto rows = c.rows();
    if (i + later >= rows.size()) return;
    const auto touch = rows[i + soon].first_touch;
    __builtin_prefetch(&rows[i + later]);
    __builtin_prefetch(c.at().data() + touch);
    __builtin_prefetch(c.flags().data() + touch);
  }

  static constexpr std::uint32_t settle_every = 1 << 20;  // share sums hold nine million conversions between

  void settle() {
    rows_.settle();
    for (auto& cell : out_.attributed) cell.conversions.settle();
    for (auto& cell : out_.unattributed) cell.conversions.settle();
    attributed_.conversions.settle();
    unattributed_.conversions.settle();
  }

  void leave_out(const journey_columns::row& r) {
    for (const auto& e : c_.entries(r)) {
      if (e.at < q_.from || e.at >= q_.to) continue;
      out_.left_out.conversions += e.count;
      if (r.currency) out_.left_out.net[r.currency] += e.amount;
    }
  }

  /// The amount of a conversion that is one sale, in range.
  std::int64_t convert_sale(const journey_columns::row& r) {
    if (r.currency == q_.currency) return r.amount;
    const auto converted = convert(r, r.amount, r.at);
    unpriced_.settle(r.currency, q_, {}, c_, out_.unconverted);
    return converted;
  }

  /// The quick road of what is most often asked: a conversion that is one sale, dated by itself.
  void add_sale(const journey_columns::row& r) {
    if (const auto run = plain_touches(c_, r, q_.rules)) {
      const auto n = run->last - run->first;
      if (n == 0) return book_sale(unattributed_, r, convert_sale(r));
      if (where_.by_origin() && n <= most_in_block) {
        const auto revenue = convert_sale(r);
        if (!fits_block(revenue)) return add_large(r, revenue);
        book_sale(attributed_, r, revenue);
        return blocks_.add(sale_of(r, revenue), c_.at().subspan(run->first, n), c_.origin().data() + run->first);
      }
    }
    filter_.eligible(r, touches_);
    const auto revenue = convert_sale(r);
    if (touches_.empty()) return book_sale(unattributed_, r, revenue);
    if (!fits_block(revenue) || touches_.size() > most_in_block) return add_large(r, revenue);
    book_sale(attributed_, r, revenue);
    read_instants();
    row_of_.resize(touches_.size());
    for (std::size_t i = 0; i < touches_.size(); ++i) row_of_[i] = where_.of(r, touches_[i], r.at);
    blocks_.add_picked(sale_of(r, revenue), at_, row_of_);
  }

  static bool fits_block(std::int64_t revenue) { return revenue >= 0 && revenue < block_value_limit; }

  sale_blocks::sale sale_of(const journey_columns::row& r, std::int64_t revenue) const {
    return {revenue, r.first_of_contact, blocks_.ask_milestones() ? c_.passed(r) : milestones{}};
  }

  static void book_sale(credit_cell& all, const journey_columns::row& r, std::int64_t revenue) {
    add_to(all, r, revenue, share_unit);
  }

  /// A sale that is too large for a block, or went through too much.
  void add_large(const journey_columns::row& r, std::int64_t revenue) {
    filter_.eligible(r, touches_);
    entries_.assign(1, {r.at, 0, revenue, 1});
    add_credits(r);
    for (const auto t : touches_) where_.of(r, t, r.at);  // as from a block, a row for each touch
  }

  void read_instants() {
    at_.resize(touches_.size());
    for (std::size_t i = 0; i < at_.size(); ++i) at_[i] = c_.at()[touches_[i]];
  }

  void add(const journey_columns::row& r) {
    if (!book(r)) return;
    filter_.eligible(r, touches_);
    unpriced_.settle(r.currency, q_, touches_, c_, out_.unconverted);
    if (q_.basis == report_basis::conversion)
      std::erase_if(entries_, [&](const auto& e) { return e.at < q_.from || e.at >= q_.to; });
    if (touches_.empty())
      add_unattributed(r);
    else
      add_credits(r);
  }

  /// Fills entries_ in the report's currency. False when nothing of the conversion can be in range.
  bool book(const journey_columns::row& r) {
    entries_.clear();
    std::int64_t running = 0;
    const auto take = [&](instant at, std::int64_t amount, std::int8_t count) {
      const auto converted = convert(r, amount, at);
      entries_.push_back({at, running, running + converted, count});
      running += converted;
    };
    if (r.plain) {
      take(r.at, r.amount, 1);
      return true;
    }
    const auto all = c_.entries(r);
    if (q_.basis == report_basis::conversion &&
        std::none_of(all.begin(), all.end(), [&](const auto& e) { return e.at >= q_.from && e.at < q_.to; }))
      return false;
    for (const auto& e : all) take(e.at, e.amount, e.count);
    return true;
  }

  std::int64_t convert(const journey_columns::row& r, std::int64_t amount, instant at) {
    if (amount == 0 || r.currency == q_.currency) return amount;
    const auto day = static_cast<std::int32_t>(at >= 0 ? at / day_us : (at - day_us + 1) / day_us);
    const auto converted = q_.rates ? q_.rates->convert(amount, r.currency, q_.currency, day) : std::nullopt;
    if (converted) return *converted;
    unpriced_.add(at, amount);
    return 0;
  }

  void add_unattributed(const journey_columns::row& r) {
    for (const auto& e : entries_) {
      if (e.at < q_.from || e.at >= q_.to) continue;
      book_for_all(e.after - e.before);
      for (auto& cell : out_.unattributed) add_to(cell, r, e.after - e.before, e.count * share_unit);
    }
  }

  void book_for_all(std::int64_t revenue) {
    for (auto& booked : out_.booked) booked += revenue;
  }

  static void add_to(credit_cell& cell, const journey_columns::row& r, std::int64_t revenue, std::int64_t shares) {
    cell.revenue += revenue;
    if (r.first_of_contact) cell.new_revenue += revenue;
    cell.conversions.add(shares);
  }

  void add_credits(const journey_columns::row& r) {
    const auto n = touches_.size();
    read_instants();
    weigh_models(r);
    for (const auto& e : entries_) {
      if (!by_touch_) book_for_all(e.after - e.before);
      row_of_.assign(n, unknown);
      for (std::size_t m = 0; m < q_.models.size(); ++m) add_model(r, e, m);
    }
  }

  /// Weights and shares of every model; they are the same for all entries of the conversion.
  void weigh_models(const journey_columns::row& r) {
    before_.resize(at_.size());
    after_.resize(at_.size());
    for (std::size_t m = 0; m < models_.size(); ++m) views_[m] = weigh_one(m, r);
  }

  touch_weights::view weigh_one(std::size_t m, const journey_columns::row& r) {
    auto& model = models_[m];
    return is_milestone_model(model.what()) ? model.over(at_, c_.passed(r)) : model.over(std::span<const instant>(at_));
  }

  void add_model(const journey_columns::row& r, const booked_entry& e, std::size_t m) {
    const auto n = at_.size();
    const auto model = q_.models[m];
    if (n == 1 || model == model::first_touch) return place(r, e, 0, m, e.after - e.before, share_unit);
    if (model == model::last_touch) return place(r, e, n - 1, m, e.after - e.before, share_unit);
    models_[m].split(e.after, views_[m], std::span(after_));
    if (e.before != 0)
      models_[m].split(e.before, views_[m], std::span(before_));
    else
      std::fill(before_.begin(), before_.end(), 0);
    for (std::size_t i = 0; i < n; ++i) place(r, e, i, m, after_[i] - before_[i], views_[m].shares[i]);
  }

  void place(const journey_columns::row& r, const booked_entry& e, std::size_t i, std::size_t m, std::int64_t revenue,
             std::int64_t shares) {
    if (by_touch_) {
      if (at_[i] < q_.from || at_[i] >= q_.to) return;
      out_.booked[m] += revenue;
    }
    if (revenue == 0 && shares == 0) return;
    shares *= e.count;
    add_to(out_.attributed[m], r, revenue, shares);
    if (row_of_[i] == unknown) row_of_[i] = where_.of(r, touches_[i], by_touch_ ? at_[i] : e.at);
    if (row_of_[i] != touch_rows::hidden) add_to(rows_.cells(row_of_[i])[m], r, revenue, shares);
  }

  const journey_columns& c_;
  const credit_query& q_;
  touch_filter filter_;
  credit_rows rows_;
  touch_rows where_;
  std::vector<touch_weights> models_;       // parallel to the query's
  std::vector<touch_weights::view> views_;  // of the conversion at hand
  sale_blocks blocks_;
  credit_partial out_;
  credit_cell attributed_, unattributed_;  // of sales on the quick road, the same in every model
  std::vector<booked_entry> entries_;
  unpriced_entries unpriced_;
  std::vector<std::uint32_t> touches_;
  std::vector<instant> at_;  // of the eligible touches
  std::vector<std::int64_t> before_, after_;
  std::vector<std::uint32_t> row_of_;  // by touch, for the entry at hand
  bool by_touch_;
};

}  // namespace

credit_partial credit(const journey_columns& columns, const credit_query& query) { return scan(columns, query).run(); }

}  // namespace hub
