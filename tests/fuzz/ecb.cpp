// Any bytes as a file of reference rates: XML cut into pieces gives the same rates, and each rate is a fact or refused.
#include "sources/ecb/ecb.hpp"

#include "domain/codec.hpp"
#include "tests/fuzz/expect.hpp"

namespace hub::fuzz {

/// The rates of XML read in pieces, and whether it could be read to its end.
inline std::pair<std::vector<sources::ecb_rate>, bool> ecb_rates(std::string_view file, std::size_t step) {
  sources::ecb_xml_reader reader;
  std::vector<sources::ecb_rate> rates;
  bool whole = true;
  do {
    const auto piece = file.substr(0, step);
    file.remove_prefix(piece.size());
    whole = reader.feed(piece, file.empty()).has_value();
    for (auto& rate : reader.take()) rates.push_back(std::move(rate));
  } while (whole && !file.empty());
  return {std::move(rates), whole};
}

}  // namespace hub::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using hub::fuzz::expect;
  const auto file = hub::fuzz::view(data, size);
  if (const auto rates = hub::sources::parse_ecb(file))
    for (const auto& rate : *rates)
      if (const auto fact = hub::sources::fact_of(rate)) {
        const hub::fact_body body = *fact;
        const auto back = hub::decode(hub::encode(body));
        expect(back && *back == body, "a rate survives its storage");
      }
  const auto whole = hub::fuzz::ecb_rates(file, size + 1);
  const auto pieces = hub::fuzz::ecb_rates(file, 1 + size % 7);
  expect(whole.second == pieces.second, "pieces make no difference to what can be read");
  if (whole.second) expect(whole.first == pieces.first, "pieces make no difference");
  return 0;
}
