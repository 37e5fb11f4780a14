#include "actors/sync_parcel.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "actors/quarantine_text.hpp"

namespace hub {
namespace {

std::string external_id_of(const fact_body& fact) {
  return std::visit(
      [](const auto& body) {
        if constexpr (requires { body.external_id; })
          return std::string(body.external_id);
        else
          return std::string();
      },
      fact);
}

ingest_batch part_of(const ingest_batch& page) {
  return {page.source, page.route, page.received_at, {}, page.dataset, {}};
}

/// The item as one that is refused, with all that it said.
ingest_item set_aside(const std::string& source, const sealed_fact& fact, std::string pointer, const error& why) {
  ingest_item item;
  item.errors = {why};
  item.raw = fact_text(source, external_id_of(fact.body), fact.encoded);
  item.raw_is_fact = true;
  item.pointer = std::move(pointer);
  return item;
}

/// What knows the item again when it is told again just so.
key128 key_of(const ingest_item& item) { return item.fact ? item.fact->key : content_key(item.raw); }

}  // namespace

sync_parcel::sync_parcel(ingest_batch page, std::size_t most_items, std::set<key128>& set_aside_before)
    : set_aside_before_(&set_aside_before) {
  for (auto& item : page.items) {
    if (!set_aside_before.contains(key_of(item))) continue;
    item = {};
    item.left_out = true;
  }
  do {
    auto& part = parts_.emplace_back(part_of(page));
    const auto count = std::min(page.items.size(), most_items);
    const auto end = page.items.begin() + static_cast<std::ptrdiff_t>(count);
    part.items.assign(std::make_move_iterator(page.items.begin()), std::make_move_iterator(end));
    page.items.erase(page.items.begin(), end);
  } while (!page.items.empty());
}

ingest_batch sync_parcel::part(const sync_mark& mark) const {
  auto part = parts_.front();
  if (parts_.size() == 1) part.mark = mark;
  return part;
}

void sync_parcel::taken() {
  for (const auto& item : parts_.front().items)
    if (!item.fact && !item.left_out) set_aside_before_->insert(key_of(item));
  parts_.pop_front();
  refusals_ = 0;
}

void sync_parcel::refused(const std::string& why) {
  auto& front = parts_.front();
  if (front.items.size() > 1) {
    if (++refusals_ < 2) return;
    refusals_ = 0;
    auto whole = std::move(front);
    parts_.pop_front();
    for (auto item = whole.items.rbegin(); item != whole.items.rend(); ++item)
      parts_.emplace_front(part_of(whole)).items.push_back(std::move(*item));
  } else {
    set_aside(front, fail("record-unfit", why));
  }
}

void sync_parcel::set_aside(ingest_batch& batch, const error& why) {
  std::vector<ingest_item> aside;
  for (auto& item : batch.items) {
    if (item.fact) {
      set_aside_before_->insert(item.fact->key);
      aside.push_back(hub::set_aside(batch.source, *item.fact, item.pointer, why));
    }
    for (const auto& companion : item.companions)
      aside.push_back(hub::set_aside(batch.source, companion, item.pointer, why));
  }
  batch.items = std::move(aside);
}

}  // namespace hub
