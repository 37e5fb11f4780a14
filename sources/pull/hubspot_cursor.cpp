#include "sources/pull/hubspot_cursor.hpp"

#include "sources/pull/cursor_text.hpp"

namespace hub::sources {

std::string to_text(const hubspot_cursor& cursor) {
  cursor_writer out;
  out.add("since", cursor.since).add("origin", cursor.origin).add("began", cursor.began).add("latest", cursor.latest);
  if (cursor.crowded) out.add("crowded", true).add("past_id", cursor.past_id);
  if (cursor.resting) out.add("resting", true);
  if (cursor.total != 0) out.add("total", cursor.total).add("count", cursor.count);
  if (cursor.repeated) out.add("repeated", true);
  if (cursor.archived_at != 0) out.add("archived_at", cursor.archived_at);
  return out.text();
}

result<hubspot_cursor> hubspot_cursor_of(std::string_view text) {
  hubspot_cursor cursor;
  if (text.empty()) return cursor;
  cursor_reader in;
  if (const auto opened = in.open(text); !opened) return opened.error();
  in.read("since", cursor.since);
  in.read("crowded", cursor.crowded);
  in.read("past_id", cursor.past_id);
  in.read("resting", cursor.resting);
  in.read("origin", cursor.origin);
  in.read("began", cursor.began);
  in.read("latest", cursor.latest);
  in.read("total", cursor.total);
  in.read("count", cursor.count);
  in.read("repeated", cursor.repeated);
  in.read("archived_at", cursor.archived_at);
  return cursor;
}

}  // namespace hub::sources
