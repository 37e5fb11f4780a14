// `import`: a CSV or NDJSON file, row by row into the hub, in constant memory.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>
#include <optional>
#include <random>
#include <utility>

#include "app/command.hpp"
#include "app/demo_load.hpp"
#include "app/import_advice.hpp"
#include "app/import_batch.hpp"
#include "app/import_conflicts.hpp"
#include "app/import_dates.hpp"
#include "app/import_doubts.hpp"
#include "app/import_notes.hpp"
#include "app/import_preview.hpp"
#include "app/import_repeats.hpp"
#include "app/import_rows.hpp"
#include "app/import_types.hpp"
#include "app/mended_rows.hpp"
#include "app/progress.hpp"
#include "app/wall_clock.hpp"
#include "config/zones.hpp"

namespace hub::app {
namespace {

constexpr std::size_t batch_rows = 1000;
constexpr std::size_t batch_bytes = 4 * 1024 * 1024;

struct import_request {
  place where;
  std::string file;
  std::string kind = "conversions";
  std::string source;
  std::string tz = "UTC";
  std::vector<std::string> map;
  std::vector<std::string> set;
  std::string date_format;
  std::size_t skip_lines = 0;
  bool decimal_comma = false;
  bool dry_run = false;
};

/// Words from the thread that sends to the one that writes to the terminal.
class wait_words {
 public:
  void put(const std::string& words) {
    const std::lock_guard lock(mutex_);
    words_ = words;
  }
  std::string take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(words_, {});
  }

 private:
  std::mutex mutex_;
  std::string words_;
};

/// One import: reads, sends, and counts what became of the rows. The next batch is read while the last is on its way.
class importer {
 public:
  importer(const import_request& request, client& hub, const pause_function& pause, console& c)
      : request_(request),
        hub_(hub, pause, [this](const std::string& why) { waits_.put(why); }),
        console_(c),
        bar_(c),
        dates_(wall_clock()),
        mended_(hub_, request.source.empty() ? "manual" : request.source, request.kind) {}

  result<exit_code> run() {
    if (const auto ready = prepare(); !ready) return ready.error();
    if (const auto sent = send_rows(); !sent) {
      bar_.clear();
      std::move(unreadable_.begin(), unreadable_.end(), std::back_inserter(rejects_of_flight_));
      reject_in_order();
      if (accepted_ + duplicates_ + rejected_ > 0) print_summary();
      return sent.error();
    }
    bar_.clear();
    print_summary();
    return rejected_ == 0 ? exit_code::ok : exit_code::some_rejected;
  }

 private:
  result<void> prepare() {
    auto zone = config::load_zone(request_.tz);
    if (!zone) return fail("usage", zone.error().detail, "--tz");
    import_rows::options how{kind_of(request_.kind), {}, {}, std::move(*zone), request_.decimal_comma, {},
                             request_.skip_lines};
    if (!request_.date_format.empty()) {
      auto read = sources::date_format::read(request_.date_format);
      if (!read) return fail("usage", read.error().detail, "--date-format");
      how.dates = std::move(*read);
    }
    for (const auto& pair : request_.map) {
      const auto equals = pair.find('=');
      if (equals == pair.npos || equals == 0) return fail("usage", "'" + pair + "' is no COLUMN=FIELD", "--map");
      how.mappings.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
    for (const auto& pair : request_.set) {
      const auto equals = pair.find('=');
      if (equals == pair.npos || equals == 0 || equals + 1 == pair.size())
        return fail("usage", "'" + pair + "' is no FIELD=VALUE", "--set");
      how.constants.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
    auto opened = import_rows::open(request_.file, std::move(how));
    if (!opened && opened.error().code == "csv-mapping-unknown") return fail("usage", opened.error().detail, "--map");
    if (!opened) return opened.error();
    source_.emplace(std::move(*opened));
    parameters query;
    if (!request_.source.empty()) query.emplace_back("source", request_.source);
    query.emplace_back("tz", request_.tz);
    if (request_.dry_run) {  // which compares
      query.emplace_back("dry_run", "true");
      query.emplace_back("rehearsal", session_name());
    } else if (request_.kind == "conversions") {
      query.emplace_back("compare", "true");
    }
    target_ = target_of("/v1/" + request_.kind, query);
    return {};
  }

  /// Where the next batch goes. Batches of a dry run are numbered, so that one that is sent again is known.
  std::string next_target(bool last) {
    if (!request_.dry_run) return target_;
    return target_ + "&part=" + std::to_string(++parts_) + (last ? "&last=true" : "");
  }

  /// A name that no other dry run has at this moment.
  static std::string session_name() { return "import-" + std::to_string(std::random_device()()); }

  static const import_kind* kind_of(const std::string& name) {
    const auto& kinds = import_kinds();
    return &*std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.name == name; });
  }

  result<void> send_rows() {
    for (;;) {
      auto row = source_->next();
      if (!row) {
        const auto done = send_last();  // what was read before the fault
        return done ? result<void>(row.error()) : done;
      }
      if (!*row) return send_last();
      if (const auto taken = take(std::move(**row)); !taken) return taken;
    }
  }

  /// A full batch goes out once there is a row for the next, so that the last is never empty.
  result<void> take(import_row row) {
    ++rows_;
    doubts_.look_at(row);
    types_.look_at(row);
    if (row.at) dates_.look_at(*row.at, row.line);
    if (!row.trouble.empty()) {
      unreadable_.push_back({row, row.trouble});
      // A dry run writes no list that must be in order, and its last batch must have a row.
      if (request_.dry_run) reject(std::exchange(unreadable_, {}).front());
      return unreadable_.size() < batch_rows ? result<void>() : send(false);
    }
    if (batch_.size() == batch_rows || bytes_ >= batch_bytes)
      if (const auto done = send(false); !done) return done;
    bytes_ += row.json.size();
    batch_.push_back(std::move(row));
    return {};
  }

  result<void> send_last() {
    if (const auto done = send(true); !done) return done;
    return finish_batch();
  }

  /// Waits for the batch that is on its way and sends the next.
  result<void> send(bool last) {
    if (const auto done = finish_batch(); !done) return done;
    bar_.show({rows_, source_->file().position(), source_->file().size(), {}});
    bytes_ = 0;
    rejects_of_flight_ = std::exchange(unreadable_, {});
    if (batch_.empty()) {
      reject_in_order();
      return {};
    }
    for (const auto& row : batch_) {
      mended_.note(row);
      if (request_.kind == "spend") repeats_.note(row);
    }
    flight_ =
        std::async(std::launch::async, [this, target = next_target(last), rows = std::exchange(batch_, {})]() mutable {
          return send_batch(hub_, target, std::move(rows));
        });
    return {};
  }

  result<void> finish_batch() {
    if (!flight_.valid()) return {};
    while (flight_.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready) tell_wait();
    tell_wait();
    auto outcome = flight_.get();
    if (!outcome) return outcome.error();
    accepted_ += outcome->accepted;
    duplicates_ += outcome->duplicates;
    updated_ += outcome->updated;
    for (const auto& row : outcome->notes) notes_.look_at(row);
    repeats_.settle(outcome->rejected);
    for (auto& row : outcome->rejected) rejects_of_flight_.push_back(std::move(row));
    reject_in_order();
    for (const auto& row : outcome->known) conflicts_.look_at(row);
    if (!request_.dry_run) return mended_.settle();
    for (const auto& row : outcome->merged) preview_.merged(row);
    return {};
  }

  /// Why the hub is waited for, if it is.
  void tell_wait() {
    const auto words = waits_.take();
    if (words.empty()) return;
    bar_.clear();
    console_.err << "convhub: " << printable(words) << std::endl;
  }

  /// A list that is there already may be the one that is being mended: it stays, and the new one gets a number.
  std::string free_list_path() const {
    const auto file = request_.file == "-" ? "stdin" : request_.file;
    auto path = file + std::string(rejected_suffix);
    std::error_code none;
    for (int no = 2; std::filesystem::exists(path, none); ++no)
      path = file + "." + std::to_string(no) + std::string(rejected_suffix);
    return path;
  }

  /// Those of the batch that is done and of the rows between them that never got to the hub, as the file has them.
  void reject_in_order() {
    std::sort(rejects_of_flight_.begin(), rejects_of_flight_.end(),
              [](const auto& a, const auto& b) { return a.row.line < b.row.line; });
    for (auto& row : std::exchange(rejects_of_flight_, {})) reject(std::move(row));
  }

  void reject(rejected_row r) {
    r.reason = in_form_of(*source_, std::move(r.reason));
    if (const auto advice = advice_for(r, request_.kind, *source_); !advice.empty()) r.reason += "; " + advice;
    preview_.rejected(r, source_->column_of(r.field()));
    if (first_line_ == 0 || r.row.line < first_line_) {
      first_line_ = r.row.line;
      first_reason_ = r.reason;
    }
    ++rejected_;
    if (request_.dry_run) return;
    const char separator = source_->separator();
    if (list_path_.empty()) {
      list_path_ = free_list_path();
      rejects_.open(list_path_, std::ios::binary | std::ios::trunc);
      rejects_ << source_->original_header() << separator << reject_id_column << separator << reason_column << '\n';
    }
    // Of a row that did not get to the hub stays what an earlier import made of it.
    const auto& id = r.reject_id.empty() ? r.row.was.reject_id : r.reject_id;
    rejects_ << r.row.original << separator << id << separator << csv_cell(r.reason, separator) << '\n';
  }

  void print_summary() {
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.1f", bar_.elapsed().count());
    console_.out << (request_.dry_run ? "Would import " : "Imported ") << with_thousands(accepted_ + duplicates_)
                 << (rejected_ > 0 ? " of " + with_thousands(accepted_ + duplicates_ + rejected_) : "") << " "
                 << request_.kind << ": " << with_thousands(accepted_) << " accepted, " << with_thousands(duplicates_)
                 << " duplicates, " << with_thousands(rejected_) << " rejected, " << seconds << " s\n";
    if (request_.dry_run)
      console_.out << preview_.text(request_.kind);
    else if (updated_ > 0)
      console_.out << with_thousands(updated_) << " of them replaced " << replaced_by(request_.kind, false) << '\n';
    if (rows_ == 0)
      console_.err << "convhub: " << printable(request_.file) << " has no rows"
                   << (source_->original_header().empty() ? "" : " below its header") << '\n';
    console_.out << conflicts_.text(request_.dry_run);
    console_.err << dates_.text() << types_.text() << doubts_.text(*source_) << repeats_.text(*source_)
                 << notes_.text(request_.dry_run);
    console_.err << metadata_note(*source_);
    if (mended_.given_up() > 0)
      console_.out << with_thousands(mended_.given_up())
                   << (mended_.given_up() == 1 ? " row that was rejected before is"
                                               : " rows that were rejected before are")
                   << " closed in quarantine, as discarded: the mended rows take their place"
                   << (rejected_ > 0 ? "; what is still wrong is there anew\n" : "\n");
    if (mended_.strangers() > 0)
      console_.err << "convhub: " << with_thousands(mended_.strangers())
                   << (mended_.strangers() == 1 ? " row names a number" : " rows name numbers")
                   << " of quarantine that here is another row's, which stays open; "
                   << (mended_.rejected_as().empty()
                           ? "is the list of another hub?\n"
                           : "what is there was rejected as --source " + printable(mended_.rejected_as()) +
                                 ": import the list with the flags of the first time\n");
    if (mended_.is_shut_out())
      console_.err << "convhub: as they were first, these rows are still in quarantine, which this key does not open; "
                      "'convhub quarantine discard' with a key of the scope admin gives them up\n";
    if (rejected_ == 0 || request_.dry_run) return;
    console_.err << "convhub: line " << first_line_ << ": " << printable(first_reason_)
                 << (rejected_ > 1
                         ? "; and " + with_thousands(rejected_ - 1) + " more, each with its reason in the list\n"
                         : "\n");
    rejects_.flush();
    console_.err << "convhub: "
                 << (rejects_ ? "the rejected rows are in " + list_path_ +
                                    " with their reasons; mend them there and import "
                                    "that file with the same flags"
                              : "the rejected rows could not be written to " + list_path_)
                 << '\n';
  }

  const import_request& request_;
  wait_words waits_;
  patient_client hub_;
  console& console_;
  progress bar_;
  std::optional<import_rows> source_;
  std::string target_;
  std::int64_t parts_ = 0;  ///< batches of the dry run
  std::vector<import_row> batch_;
  std::size_t bytes_ = 0;                        ///< of the batch
  std::vector<rejected_row> unreadable_;         ///< since the last batch went out
  std::vector<rejected_row> rejects_of_flight_;  ///< of the batch on its way, and what was unreadable between its rows
  import_preview preview_;
  import_conflicts conflicts_;
  import_dates dates_;
  import_doubts doubts_;
  import_notes notes_;
  import_repeats repeats_;
  import_types types_;
  mended_rows mended_;
  std::int64_t first_line_ = 0;  ///< of the first row that was rejected; 0: none was
  std::string first_reason_;
  std::ofstream rejects_;
  std::string list_path_;  ///< of the list of rejected rows; empty as long as there is none
  std::int64_t rows_ = 0, accepted_ = 0, duplicates_ = 0, updated_ = 0, rejected_ = 0;
  std::future<result<batch_outcome>> flight_;  // last, so that it ends before what it uses
};

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const auto& kind : import_kinds()) names.emplace_back(kind.name);
  return names;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : "|") + name;
  return text;
}

}  // namespace

void add_import_command(program& p) {
  auto* command = p.root.add_subcommand("import", "Read a CSV or NDJSON file into the hub (also gzipped)");
  const auto request = std::make_shared<import_request>();
  command->add_option("FILE", request->file, "The file; - is standard input")->type_name("FILE")->required();
  command->add_option("--kind", request->kind, "What the rows are (default conversions)")
      ->check(one_of(kind_names()))
      ->type_name(joined(kind_names()));
  command->add_option("--source", request->source, "Who reports these rows (default manual)")->type_name("NAME");
  command->add_option("--map", request->map, "Which field a column gives; may be repeated")->type_name("COLUMN=FIELD");
  command->add_option("--set", request->set, "What a field is in rows that say nothing of it; may be repeated")
      ->type_name("FIELD=VALUE");
  command->add_option("--tz", request->tz, "Zone of times without one (default UTC)")->type_name("ZONE");
  command
      ->add_option("--date-format", request->date_format,
                   "How the file writes days if not like 2026-12-31: dd.mm.yyyy, mm/dd/yyyy, …")
      ->type_name("FORMAT");
  command
      ->add_option("--skip-lines", request->skip_lines, "Lines above the header of CSV to pass over, such as a title")
      ->type_name("N");
  command->add_flag("--decimal-comma", request->decimal_comma, "Amounts are written like 1.234,56");
  command->add_flag("--dry-run", request->dry_run,
                    "Store nothing; show counts, the first rows that are wrong, what would be one conversion, and "
                    "values that differ from those known");
  add_place_flags(*command, request->where);
  command->callback([&p, request] {
    p.chosen = [&p, request] {
      // A rehearsal for a hub that is not there yet is one for an empty hub, and leaves none behind.
      std::optional<scratch_directory> scratch;
      auto& data = request->where.data;
      if (std::error_code none; request->dry_run && !data.empty() && !std::filesystem::exists(data, none)) {
        auto made = scratch_directory::make();
        if (!made) return complain(made.error(), p.con);
        scratch.emplace(std::move(*made));
        data = (scratch->path() / "data").string();
      }
      request->where.make = !request->dry_run || scratch.has_value();
      return with_client(p, request->where,
                         [&](client& hub) { return importer(*request, hub, p.world.rest, p.con).run(); });
    };
  });
}

}  // namespace hub::app
