// A page on its way to dedup: sent in parts, so that no source holds up the others for long, the last of which brings the
// mark. A part that dedup cannot decide over is tried once more, then record by record, and the record that is to blame
// goes to quarantine: one bad record never stops its source.
#pragma once

#include <deque>
#include <set>
#include <string>

#include "domain/keys.hpp"
#include "messages/ingest.hpp"

namespace hub {

class sync_parcel {
 public:
  /// @param set_aside_before  what is in quarantine since this source started: events that could not be decided over, and
  /// records that could not be read, by their text. When it comes again as it was, as it does where a run begins before
  /// the end of the last, it says nothing new and goes as an item without a word; what is set aside now is added
  sync_parcel(ingest_batch page, std::size_t most_items, std::set<key128>& set_aside_before);

  bool done() const { return parts_.empty(); }
  /// The part to be sent next. @param mark goes with the last
  ingest_batch part(const sync_mark& mark) const;
  /// It is committed.
  void taken();
  /// It could not be decided over.
  void refused(const std::string& why);

 private:
  void set_aside(ingest_batch& batch, const error& why);

  std::deque<ingest_batch> parts_;
  int refusals_ = 0;  ///< of the part in front
  std::set<key128>* set_aside_before_;
};

}  // namespace hub
