#include "net/conversion_export.hpp"

#include "net/conversion_json.hpp"
#include "net/csv_writer.hpp"

namespace hub::net {
namespace {

void write_heading(csv_writer& out) {
  for (const auto* name : {"conversion_id", "occurred_at", "type", "gross", "net", "currency", "source", "sources",
                           "order_id", "external_ids", "country", "offline", "events"})
    out.plain(name);
  out.end_row();
}

/// `meta_capi:Purchase/1 hubspot:77`
std::string joined_ids(const conversion_view& view) {
  std::string out;
  for (const auto& e : view.events) out += (out.empty() ? "" : " ") + e.source + ":" + e.external_id;
  return out;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : " ") + text;
  return out;
}

void write_row(csv_writer& out, const conversion_view& view) {
  const auto& c = view.conversion;
  const auto amount = [&](std::int64_t minor) {
    return c.has_value ? format_amount(minor, c.currency) : std::string();
  };
  out.plain(conversion_id(c.id)).plain(format_instant(c.at)).text(view.type);
  out.plain(amount(view.gross)).plain(amount(view.net)).plain(c.has_value ? to_string(c.currency) : std::string());
  out.text(view.source).text(joined(view.sources)).text(order_id_of(view)).text(joined_ids(view)).text(view.country);
  out.plain(c.offline ? "true" : "false").plain(std::to_string(view.events.size())).end_row();
}

/// Its callbacks keep it alive: the session may have let go of it by the time a page comes.
class conversion_stream : public body_stream, public std::enable_shared_from_this<conversion_stream> {
 public:
  conversion_stream(export_format format, conversions_request request, conversions_answer first, page_source pages)
      : format_(format),
        frame_(format),
        request_(std::move(request)),
        pages_(std::move(pages)),
        first_(std::move(first)) {}

  void next(std::function<void(piece)> ready) override {
    if (first_) {
      const auto page = *std::exchange(first_, std::nullopt);
      return ready(piece_of(page, true));
    }
    pages_(request_, [self = shared_from_this(), ready = std::move(ready)](conversions_answer* page) {
      ready(page == nullptr ? piece{{}, false, true} : self->piece_of(*page, false));
    });
  }

 private:
  piece piece_of(const conversions_answer& page, bool heading) {
    request_.after = page.next;
    return {frame_.wrap(render_page(format_, page, heading), !page.next), !page.next, false};
  }

  export_format format_;
  export_frame frame_;
  conversions_request request_;
  page_source pages_;
  std::optional<conversions_answer> first_;
};

}  // namespace

std::string render_page(export_format format, const conversions_answer& page, bool heading) {
  if (format == export_format::csv) {
    csv_writer out;
    if (heading) write_heading(out);
    for (const auto& view : page.conversions) write_row(out, view);
    return out.take();
  }
  json_writer out;
  for (const auto& view : page.conversions) {
    write_conversion(out, view);
    out.end_line();
  }
  return out.take();
}

std::shared_ptr<body_stream> export_conversions(export_format format, conversions_request request,
                                                conversions_answer first, page_source pages) {
  return std::make_shared<conversion_stream>(format, std::move(request), std::move(first), std::move(pages));
}

}  // namespace hub::net
