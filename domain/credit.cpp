#include "domain/credit.hpp"

#include <algorithm>

#include "domain/credit_rows.hpp"

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
        by_touch_(query.basis == report_basis::touch) {
    for (const auto m : query.models) models_.emplace_back(m, query.params);
    views_.resize(models_.size());
    if (const auto names = names_of(query)) {
      names_ = names;
      row_of_origin_.resize(c_.origins().size(), unknown);
    }
    out_.attributed.resize(query.models.size());
    out_.unattributed.resize(query.models.size());
    out_.booked.resize(query.models.size());
  }

  credit_partial run() {
    std::uint32_t until_settled = settle_every;
    for (const auto& r : c_.rows()) {
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
  static constexpr std::uint32_t hidden = 0xFFFF'FFFEU;   // another campaign than the one asked for
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

  /// The quick road of what is most often asked: a conversion that is one sale, dated by itself. What all models agree
  /// on is summed once.
  void add_sale(const journey_columns::row& r) {
    const auto revenue = convert(r, r.amount, r.at);
    find_sale_touches(r);
    add_to(at_now_.empty() ? unattributed_ : attributed_, r, revenue, share_unit);
    const auto n = at_now_.size();
    if (n == 0) return;
    switch (n) {
      case 1:
        if (row_of_[0] != hidden) add_to(rows_.all_models(row_of_[0]), r, revenue, share_unit);
        return;
      case 2: return spread_sale<2>(r, revenue);
      case 3: return spread_sale<3>(r, revenue);
      case 4: return spread_sale<4>(r, revenue);
      case 5: return spread_sale<5>(r, revenue);
      case 6: return spread_sale<6>(r, revenue);
      case 7: return spread_sale<7>(r, revenue);
      case 8: return spread_sale<8>(r, revenue);
      default: return spread_sale<std::dynamic_extent>(r, revenue);
    }
  }

  /// Over the touches at hand, of which there are N.
  template <std::size_t N>
  void spread_sale(const journey_columns::row& r, std::int64_t revenue) {
    const auto n = N == std::dynamic_extent ? at_now_.size() : N;
    const std::span<const instant, N> at(at_now_.data(), n);
    std::array<std::int64_t, N == std::dynamic_extent ? 1 : N> few;
    if (N == std::dynamic_extent) parts_.resize(n);
    const std::span<std::int64_t, N> parts(N == std::dynamic_extent ? parts_.data() : few.data(), n);
    const std::int64_t is_new = r.first_of_contact ? -1 : 0;
    const auto place = [&](std::size_t m, std::size_t touch, std::int64_t part, std::int64_t shares) {
      if (row_of_[touch] == hidden) return;
      auto& cell = rows_.cells(row_of_[touch])[m];
      cell.revenue += part;
      cell.new_revenue += part & is_new;
      cell.conversions.add(shares);
    };
    for (std::size_t m = 0; m < models_.size(); ++m) {
      auto& model = models_[m];
      if (model.what() == model::first_touch) {
        place(m, 0, revenue, share_unit);
      } else if (model.what() == model::last_touch) {
        place(m, n - 1, revenue, share_unit);
      } else {
        const auto view = is_milestone_model(model.what()) ? model.over(at, c_.passed(r)) : model.template over<N>(at);
        model.template split<N>(revenue, view, parts);
        for (std::size_t i = 0; i < n; ++i) place(m, i, parts[i], view.shares[i]);
      }
    }
  }

  /// The instants of the eligible touches and the rows that they stand in.
  void find_sale_touches(const journey_columns::row& r) {
    if (const auto run = plain_touches(c_, r, q_.rules)) {
      const auto n = run->last - run->first;
      at_now_ = c_.at().subspan(run->first, n);
      row_of_.resize(n);
      if (names_)
        for (std::uint32_t i = 0; i < n; ++i) row_of_[i] = row_of_origin(c_.origin()[run->first + i]);
      else
        for (std::uint32_t i = 0; i < n; ++i) row_of_[i] = find_row(r, run->first + i, r.at);
      return;
    }
    filter_.eligible(r, touches_);
    row_of_.resize(touches_.size());
    for (std::size_t i = 0; i < touches_.size(); ++i) row_of_[i] = find_row(r, touches_[i], r.at);
    read_instants();
  }

  void read_instants() {
    at_.resize(touches_.size());
    for (std::size_t i = 0; i < at_.size(); ++i) at_[i] = c_.at()[touches_[i]];
    at_now_ = at_;
  }

  std::uint32_t row_of_origin(std::uint32_t origin) {
    auto& row = row_of_origin_[origin];
    if (row == unknown) row = rows_.find_or_add({names_->of_origin(origin), 0});
    return row;
  }

  /// What rows are told apart by, where that is one name of touches.
  std::optional<origin_names> names_of(const credit_query& q) const {
    if (q.campaign || q.group_by.size() != 1) return std::nullopt;
    switch (q.group_by[0]) {
      case dimension::campaign: return c_.campaign();
      case dimension::adset: return c_.adset();
      case dimension::ad: return c_.ad();
      case dimension::channel: return c_.channel();
      case dimension::source_medium: return c_.source_medium();
      default: return std::nullopt;
    }
  }

  void add(const journey_columns::row& r) {
    if (!book(r)) return;
    filter_.eligible(r, touches_);
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
    if (q_.basis == report_basis::touch || (at >= q_.from && at < q_.to)) {
      auto& sum = out_.unconverted[r.currency];
      sum.amount += amount;
      ++sum.entries;
    }
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
    return is_milestone_model(model.what()) ? model.over(at_now_, c_.passed(r)) : model.over(at_now_);
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
    if (row_of_[i] == unknown) row_of_[i] = find_row(r, touches_[i], by_touch_ ? at_[i] : e.at);
    if (row_of_[i] != hidden) add_to(rows_.cells(row_of_[i])[m], r, revenue, shares);
  }

  /// The row that a touch's credit of this date stands in.
  std::uint32_t find_row(const journey_columns::row& r, std::uint32_t t, instant dated) {
    if (q_.campaign && (c_.campaign()[t] != *q_.campaign || (c_.flags()[t] & touch_direct) != 0)) return hidden;
    group_key key;
    key.first = value_of(q_.group_by[0], r, t, dated);
    if (q_.group_by.size() > 1) key.second = value_of(q_.group_by[1], r, t, dated);
    return rows_.find_or_add(key);
  }

  std::uint32_t value_of(dimension d, const journey_columns::row& r, std::uint32_t t, instant dated) const {
    const bool direct = (c_.flags()[t] & touch_direct) != 0;
    if (direct && is_touch_dimension(d)) return direct_group;
    switch (d) {
      case dimension::campaign: return c_.campaign()[t];
      case dimension::adset: return c_.adset()[t];
      case dimension::ad: return c_.ad()[t];
      case dimension::channel: return c_.channel()[t];
      case dimension::source_medium: return c_.source_medium()[t];
      case dimension::conversion_type: return r.type;
      case dimension::source: return r.source;
      case dimension::country: return c_.country(r);
      case dimension::day:
      case dimension::week:
      case dimension::month: return static_cast<std::uint32_t>(bucket_day(d, local_day(dated, q_.zone)));
    }
    return 0;
  }

  const journey_columns& c_;
  const credit_query& q_;
  touch_filter filter_;
  std::vector<touch_weights> models_;       // parallel to the query's
  std::vector<touch_weights::view> views_;  // of the conversion at hand
  credit_rows rows_;
  credit_partial out_;
  credit_cell attributed_, unattributed_;  // of sales on the quick road, the same in every model
  std::vector<booked_entry> entries_;
  std::vector<std::uint32_t> touches_;
  std::vector<instant> at_;
  std::span<const instant> at_now_;    // of the eligible touches of the conversion at hand: at_, or in the columns
  std::optional<origin_names> names_;  // see names_of
  std::vector<std::uint32_t> row_of_origin_;  // by number of the origin, where there are such names
  std::vector<std::int64_t> parts_, before_, after_;
  std::vector<std::uint32_t> row_of_;  // by touch, for the entry at hand
  bool by_touch_;
};

}  // namespace

credit_partial credit(const journey_columns& columns, const credit_query& query) { return scan(columns, query).run(); }

void merge(credit_partial& into, credit_partial&& more) {
  if (into.attributed.empty()) {
    into = std::move(more);
    return;
  }
  std::map<group_key, std::size_t> positions;
  for (std::size_t i = 0; i < into.rows.size(); ++i) positions.emplace(into.rows[i].key, i);
  for (auto& row : more.rows) {
    const auto found = positions.find(row.key);
    if (found == positions.end()) {
      into.rows.push_back(std::move(row));
      continue;
    }
    auto& target = into.rows[found->second].models;
    for (std::size_t m = 0; m < target.size(); ++m) target[m].add(row.models[m]);
  }
  for (std::size_t m = 0; m < into.attributed.size(); ++m) {
    into.attributed[m].add(more.attributed[m]);
    into.unattributed[m].add(more.unattributed[m]);
    into.booked[m] += more.booked[m];
  }
  for (const auto& [currency, sum] : more.unconverted) {
    into.unconverted[currency].amount += sum.amount;
    into.unconverted[currency].entries += sum.entries;
  }
  into.left_out.add(more.left_out);
}

conversion_credit credit_one(const journey_columns& columns, const journey_columns::row& r, model m,
                             const model_params& params, const touch_rules& rules) {
  conversion_credit out;
  eligible_touches(columns, r, rules, out.touches, &out.reasons);
  std::vector<instant> at;
  for (const auto t : out.touches) at.push_back(columns.at()[t]);
  for (const auto& e : columns.entries(r)) out.net += e.amount;
  if (at.empty()) return out;
  out.weights.resize(at.size());
  if (is_milestone_model(m))
    weigh_milestones(m, columns.passed(r), at, out.weights);
  else
    weigh(m, params, decay_curve(params.half_life_days), at, out.weights);
  out.credits = allocate(out.net, out.weights);  // the differences of the running splits add up to the last split
  return out;
}

}  // namespace hub
