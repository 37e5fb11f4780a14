// A long download made of pages: the first is asked for before the answer begins, so that a hub that cannot answer says so
// with a status; a failure after that breaks the download off, because half a file must not look whole.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "net/export_format.hpp"
#include "net/gateway.hpp"
#include "net/http.hpp"

namespace hub::net {

/// How one kind of thing is exported. *Request* describes a page.
template <class Request, class Answer>
struct export_plan {
  std::string name;  ///< of the file, without its ending
  Request request;   ///< the first page
  /// Asks for a page; exactly one of the two is called.
  std::function<void(const Request&, const reply_to& failed, std::function<void(Answer&)> ready)> fetch;
  /// The page as lines, of JSON unless it is CSV; *heading*: a CSV begins here.
  std::function<std::string(export_format, const Answer&, bool heading)> render;
  /// Makes the request that of the page after *answer*; false where it was the last.
  std::function<bool(Request&, const Answer&)> go_on;
  /// What the first page says of the whole, where headers say something.
  std::function<void(const Answer&, http_answer&)> announce = nullptr;
};

/// Its callbacks keep it alive: the session may have let go of it by the time a page comes.
template <class Request, class Answer>
class paged_stream : public body_stream, public std::enable_shared_from_this<paged_stream<Request, Answer>> {
 public:
  paged_stream(export_plan<Request, Answer> plan, export_format format, std::string request_id, Answer first)
      : plan_(std::move(plan)),
        format_(format),
        frame_(format),
        request_id_(std::move(request_id)),
        first_(std::move(first)) {}

  void next(std::function<void(piece)> ready) override {
    if (first_) {
      const auto page = *std::exchange(first_, std::nullopt);
      return ready(piece_of(page, true));
    }
    const reply_to failed{request_id_, [ready](const http_answer&) { ready({{}, false, true}); }};
    plan_.fetch(request_, failed,
                [self = this->shared_from_this(), ready](Answer& page) { ready(self->piece_of(page, false)); });
  }

 private:
  piece piece_of(const Answer& page, bool heading) {
    if (heading) request_ = plan_.request;
    const bool last = !plan_.go_on(request_, page);
    return {frame_.wrap(plan_.render(format_, page, heading), last), last, false};
  }

  export_plan<Request, Answer> plan_;
  Request request_;
  export_format format_;
  export_frame frame_;
  std::string request_id_;
  std::optional<Answer> first_;
};

/// Begins the download.
template <class Request, class Answer>
void begin_export(export_plan<Request, Answer> plan, export_format format, const reply_to& to) {
  const auto fetch = plan.fetch;
  const auto request = plan.request;
  fetch(request, to, [plan = std::move(plan), format, to](Answer& first) {
    http_answer answer;
    answer.content_type = content_type_of(format);
    answer.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"" + plan.name + "." + std::string(to_string(format)) + "\"");
    if (plan.announce) plan.announce(first, answer);
    answer.stream = std::make_shared<paged_stream<Request, Answer>>(plan, format, to.request_id, std::move(first));
    to.done(std::move(answer));
  });
}

}  // namespace hub::net
