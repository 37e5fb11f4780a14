#include "net/delivery_json.hpp"

#include "net/json_writer.hpp"

namespace hub::net {
namespace {

struct counts {
  std::size_t stored = 0, duplicates = 0, quarantined = 0, ignored = 0;
};

counts count(const std::vector<item_result>& results) {
  counts n;
  for (const auto& r : results) {
    if (r.status == item_status::rejected)
      ++(r.reject != 0 ? n.quarantined : n.ignored);
    else
      ++(r.status == item_status::duplicate && !r.updated && !r.kept ? n.duplicates : n.stored);
  }
  return n;
}

}  // namespace

std::string delivery_json(const ingest_receipt& receipt) {
  const auto n = count(receipt.results);
  json_writer json;
  json.begin_object().member("success", true).member("stored", n.stored).member("duplicates", n.duplicates);
  json.member("quarantined", n.quarantined).member("ignored", n.ignored).key("errors").begin_array();
  for (std::size_t i = 0; i < receipt.results.size(); ++i) {
    const auto& r = receipt.results[i];
    for (const auto& e : r.errors) {
      json.begin_object().member("index", i);
      if (r.reject != 0) json.member("reject_id", "rj_" + std::to_string(r.reject));
      json.member("pointer", e.pointer).member("code", e.code).member("detail", e.detail).end_object();
    }
  }
  json.end_array().end_object().end_line();
  return json.take();
}

}  // namespace hub::net
