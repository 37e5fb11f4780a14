// The groups of a report while credit is summed into them.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <vector>

#include "domain/credit.hpp"

namespace hub {

/// Rows by group key; a key that is one small number finds its row in an array.
class credit_rows {
 public:
  explicit credit_rows(std::size_t models) : models_(models) {}

  std::uint32_t find_or_add(group_key key) {
    if (key.second == 0 && key.first < dense_limit) {
      if (key.first >= dense_.size()) dense_.resize(key.first + 64, none);
      if (dense_[key.first] == none) dense_[key.first] = append(key);
      return dense_[key.first];
    }
    const auto packed = (static_cast<std::uint64_t>(key.second) << 32) | key.first;
    const auto [found, inserted] = sparse_.try_emplace(packed, 0);
    if (inserted) found->second = append(key);
    return found->second;
  }
  std::size_t size() const { return keys_.size(); }
  /// Of what is the same in every model; take() adds it to each.
  credit_cell& all_models(std::uint32_t row) { return in_all_[row]; }
  /// One cell a model.
  credit_cell* cells(std::uint32_t row) { return cells_.data() + row * models_; }

  void settle() {
    for (auto& c : cells_) c.conversions.settle();
    for (auto& c : in_all_) c.conversions.settle();
  }

  std::vector<credit_row> take() {
    settle();
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i].add(in_all_[i / models_]);
    std::vector<credit_row> out;
    out.reserve(keys_.size());
    for (std::size_t i = 0; i < keys_.size(); ++i)
      out.push_back({keys_[i],
                     {cells_.begin() + static_cast<std::ptrdiff_t>(i * models_),
                      cells_.begin() + static_cast<std::ptrdiff_t>((i + 1) * models_)}});
    return out;
  }

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFFU;
  static constexpr std::uint32_t dense_limit = 1 << 20;

  std::uint32_t append(group_key key) {
    keys_.push_back(key);
    cells_.resize(cells_.size() + models_);
    in_all_.emplace_back();
    return static_cast<std::uint32_t>(keys_.size() - 1);
  }

  std::size_t models_;
  std::vector<std::uint32_t> dense_;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> sparse_;
  std::vector<group_key> keys_;
  std::vector<credit_cell> cells_;
  std::vector<credit_cell> in_all_;  // by row
};

}  // namespace hub
