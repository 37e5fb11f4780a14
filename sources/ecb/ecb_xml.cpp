// The bank's XML, read by expat: a Cube with a time holds a Cube for each currency.
#include <expat.h>

#include <limits>

#include "sources/ecb/ecb.hpp"
#include "sources/ecb/ecb_words.hpp"

namespace hub::sources {
namespace {

constexpr int deepest = 16;               // the bank's files are four elements deep
constexpr std::size_t longest_text = 64;  // of an attribute that is kept

/// `Cube` of `gesmes:Cube`.
std::string_view local_name(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

std::string_view attribute(const XML_Char** attributes, std::string_view name) {
  for (; attributes[0] != nullptr; attributes += 2)
    if (name == attributes[0]) return attributes[1];
  return {};
}

}  // namespace

struct ecb_xml_reader::state {
  struct closer {
    void operator()(XML_ParserStruct* p) const { XML_ParserFree(p); }
  };
  std::unique_ptr<XML_ParserStruct, closer> parser{XML_ParserCreate(nullptr)};
  std::vector<ecb_rate> rates;
  std::string date;
  int depth = 0;
  int date_depth = 0;
  bool any_cube = false;
  std::string refusal;  // what expat has nothing against

  std::int64_t line() const { return static_cast<std::int64_t>(XML_GetCurrentLineNumber(parser.get())); }

  void refuse(const char* why) {
    if (refusal.empty()) refusal = why;
    XML_StopParser(parser.get(), XML_FALSE);
  }

  void begin(std::string_view name, const XML_Char** attributes) {
    if (++depth > deepest) return refuse("elements are nested deeper than in any file of the bank");
    if (local_name(name) != "Cube") return;
    any_cube = true;
    const auto time = attribute(attributes, "time");
    const auto currency = attribute(attributes, "currency"), rate = attribute(attributes, "rate");
    if (time.size() > longest_text || currency.size() > longest_text || rate.size() > longest_text)
      return refuse("a date, currency or rate is longer than any can be");
    if (!time.empty()) {
      date = time;
      date_depth = depth;
    }
    if (currency.empty() && rate.empty()) return;
    if (date.empty()) return refuse("a rate stands outside of a day");
    if (!is_past_currency(currency)) rates.push_back({date, std::string(currency), std::string(rate), line()});
  }

  void end() {
    if (depth-- != date_depth) return;
    date.clear();
    date_depth = 0;
  }
};

ecb_xml_reader::ecb_xml_reader() : state_(std::make_unique<state>()) {
  auto* parser = state_->parser.get();
  XML_SetUserData(parser, state_.get());
  XML_SetElementHandler(
      parser,
      [](void* of, const XML_Char* name, const XML_Char** attributes) {
        static_cast<state*>(of)->begin(name, attributes);
      },
      [](void* of, const XML_Char*) { static_cast<state*>(of)->end(); });
  XML_SetEntityDeclHandler(
      parser, [](void* of, const XML_Char*, int, const XML_Char*, int, const XML_Char*, const XML_Char*,
                 const XML_Char*, const XML_Char*) { static_cast<state*>(of)->refuse("the file declares an entity"); });
}

ecb_xml_reader::~ecb_xml_reader() = default;
ecb_xml_reader::ecb_xml_reader(ecb_xml_reader&&) noexcept = default;
ecb_xml_reader& ecb_xml_reader::operator=(ecb_xml_reader&&) noexcept = default;

result<void> ecb_xml_reader::feed(std::string_view bytes, bool last) {
  auto* parser = state_->parser.get();
  constexpr std::size_t most_at_once = 1 << 20;
  do {
    const auto piece = bytes.substr(0, most_at_once);
    bytes.remove_prefix(piece.size());
    const bool end = last && bytes.empty();
    if (XML_Parse(parser, piece.data(), static_cast<int>(piece.size()), end ? 1 : 0) == XML_STATUS_OK) continue;
    const auto why = state_->refusal.empty() ? std::string(XML_ErrorString(XML_GetErrorCode(parser))) : state_->refusal;
    return fail("ecb-malformed", "the file of reference rates cannot be read: " + why,
                std::to_string(XML_GetCurrentLineNumber(parser)) + ":" +
                    std::to_string(XML_GetCurrentColumnNumber(parser) + 1));
  } while (!bytes.empty());
  if (last && !state_->any_cube)
    return fail("ecb-malformed", "this is XML, but no file of the bank's reference rates: it has no Cube", "1:1");
  return {};
}

std::vector<ecb_rate> ecb_xml_reader::take() { return std::exchange(state_->rates, {}); }

}  // namespace hub::sources
