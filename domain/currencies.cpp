// The table of currencies: lists by number of minor digits, unfolded once at compile time into one byte per code.
#include "domain/currencies.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace hub {
namespace {

constexpr std::string_view no_decimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";

constexpr std::string_view two_decimals =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF "
    "CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK "
    "HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR "
    "MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
    "SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG "
    "YER ZAR ZMW ZWG ZWL";

constexpr std::string_view three_decimals = "BHD IQD JOD KWD LYD OMR TND";

constexpr std::string_view four_decimals = "CLF UYW";

using digit_table = std::array<std::int8_t, packed_currency_end>;

constexpr void add(digit_table& table, std::string_view codes, std::int8_t digits) {
  for (std::size_t i = 0; i + 3 <= codes.size(); i += 4)
    table[pack_currency(codes[i], codes[i + 1], codes[i + 2])] = digits;
}

constexpr digit_table make_table() {
  digit_table table{};
  for (auto& digits : table) digits = -1;
  add(table, no_decimals, 0);
  add(table, two_decimals, 2);
  add(table, three_decimals, 3);
  add(table, four_decimals, 4);
  return table;
}

constexpr digit_table table = make_table();

}  // namespace

int known_minor_digits(std::uint16_t packed) { return packed < packed_currency_end ? table[packed] : -1; }

}  // namespace hub
