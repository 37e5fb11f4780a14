#include "sources/meta/meta_capi.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "domain/text.hpp"
#include "sources/form.hpp"
#include "sources/item_loop.hpp"
#include "sources/json_write.hpp"
#include "sources/meta/meta_event.hpp"
#include "sources/meta/meta_strict.hpp"

namespace hub::sources {
namespace {

/// The body of one request, taken apart into events.
class meta_body {
 public:
  explicit meta_body(const payload& in) : in_(in) { note_test(text_of(parse_urlencoded(in.query), "test_event_code")); }

  result<parsed> read() {
    const auto form = form_of();
    auto done = form ? read_form(*form) : read_json();
    if (!done) return done.error();
    if (in_.settings->meta_capi.strict)
      if (auto refusal = meta_refusal(items_, in_.received_at)) return *refusal;
    return std::move(items_);
  }

 private:
  static std::string text_of(const form_fields& fields, std::string_view name) {
    const auto at = std::find_if(fields.begin(), fields.end(), [&](const form_field& f) { return f.first == name; });
    return at == fields.end() ? std::string() : at->second;
  }

  void note_test(std::string code) {
    if (!code.empty()) test_code_ = std::move(code);
  }

  /// The fields of a form; nothing when the body is JSON, whatever its media type says.
  std::optional<form_fields> form_of() const {
    const auto body = trim(in_.body);
    if (body.starts_with('{') || body.starts_with('[')) return std::nullopt;
    if (auto parts = parse_multipart(body, in_.content_type)) return parts;
    const bool named = lower_ascii(in_.content_type).find("x-www-form-urlencoded") != std::string::npos;
    if (!named && !body.starts_with("data=") && body.find("&data=") == std::string_view::npos) return std::nullopt;
    return parse_urlencoded(body);
  }

  result<void> read_form(const form_fields& fields) {
    note_test(text_of(fields, "test_event_code"));
    const auto data = text_of(fields, "data");
    if (data.empty())
      return fail("data-empty", "the form has no field 'data'; it holds the array of events as JSON", "/data");
    const auto list = list_.parse(data);
    if (!list) return fail(list.error().code, "in the field data: " + list.error().detail, "/data");
    read_data(*list, "/data");
    return {};
  }

  result<void> read_json() {
    return each_value(in_, items_, [this](json_value value, const std::string& place) -> result<void> {
      read_object(value, place);
      return {};
    });
  }

  void read_object(json_value body, const std::string& place) {
    const auto data = body.find("data");
    const auto count = std::count_if(body.begin(), body.end(), [](json_value m) { return m.key() == "data"; });
    // Without data the body is an event itself; with data twice it is refused as one item, for its repeated key.
    if (!data || count > 1) return read_event(body, place);
    if (const auto code = body.find("test_event_code"); code.is(json_kind::string)) note_test(std::string(code.text()));
    read_data(data, place + "/data");
  }

  /// Reads `data` itself, which may be an array or the JSON text of one.
  void read_data(json_value data, const std::string& place) {
    if (data.is(json_kind::string)) {
      const auto list = inner_list_.parse(data.text());
      if (!list)
        return items_.items.push_back(reject_text(data.text(), {list.error().code, list.error().detail, place}));
      data = *list;
    }
    if (!data.is(json_kind::array)) return read_event(data, place);
    items_.items.reserve(items_.items.size() + static_cast<std::size_t>(std::distance(data.begin(), data.end())));
    std::size_t index = 0;
    for (const json_value element : data) read_element(element, place + "/" + std::to_string(index++));
  }

  /// One element of `data`: an object, or an object's JSON text as form encodings leave it.
  void read_element(json_value element, std::string place) {
    if (!element.is(json_kind::string)) return read_event(element, std::move(place));
    const auto value = element_.parse(element.text());
    if (value) return read_event(*value, std::move(place));
    items_.items.push_back(reject_text(element.text(), {value.error().code, value.error().detail, std::move(place)}));
  }

  void read_event(json_value event, std::string place) {
    read_item(in_, event, place, read_meta_event, items_);
    if (test_code_.empty() || !event.is(json_kind::object) || event.find("test_event_code")) return;
    set_apart(event, std::move(place));
  }

  /// A test event is kept where it can be looked at and never counts. The code becomes part of the kept text, so that a
  /// replay knows it too.
  void set_apart(json_value event, std::string place) {
    auto& made = items_.items.back();
    std::vector<error> errors = {test_event_error(test_code_, std::move(place))};
    if (auto* rejected = std::get_if<rejection>(&made))
      std::move(rejected->errors.begin(), rejected->errors.end(), std::back_inserter(errors));
    auto raw = redacted_json(event);
    std::string code = "{\"test_event_code\":";
    append_json_string(code, test_code_);
    raw.replace(0, 1, code + (raw == "{}" ? "" : ","));
    made = rejection{std::move(errors), std::move(raw)};
  }

  const payload& in_;
  parsed items_;
  std::string test_code_;
  json_document list_, inner_list_, element_;  // each level of JSON within JSON needs a document of its own
};

}  // namespace

result<parsed> parse_meta_capi(const payload& in) { return meta_body(in).read(); }

}  // namespace hub::sources
