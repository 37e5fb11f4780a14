#include "domain/alias_suggestions.hpp"

#include <catch2/catch.hpp>

using namespace hub;

namespace {

/// `to score reason` of the suggestions for one campaign.
std::vector<std::string> suggested(const named_campaign& from, const std::vector<named_campaign>& to) {
  std::vector<std::string> out;
  for (const auto& s : suggest_aliases({from}, to))
    out.push_back(s.to.key + " " + std::to_string(s.score) + " " + std::string(to_string(s.why)));
  return out;
}

using list = std::vector<std::string>;

}  // namespace

TEST_CASE("words are letters and digits of any script, in lower case", "[domain][suggestions]") {
  CHECK(words_of("Spring_Sale-2026 (DE)") == list{"spring", "sale", "2026", "de"});
  CHECK(words_of("FRÜHLING|Aktion") == list{"frühling", "aktion"});
  CHECK(words_of(" -- ").empty());
}

TEST_CASE("one name spelled apart is the same name", "[domain][suggestions]") {
  CHECK(suggested({"spring_sale", ""}, {{"120", "Spring Sale"}}) == list{"120 1000 same_name"});
  CHECK(suggested({"SpringSale", ""}, {{"120", "spring-sale"}}) == list{"120 1000 same_name"});
  CHECK(suggested({"9", "Spring Sale"}, {{"120", "spring sale"}}) == list{"120 1000 same_name"});
}

TEST_CASE("an id that stands in a name names the campaign", "[domain][suggestions]") {
  CHECK(suggested({"fb_120210001_spring", ""}, {{"120210001", "Sale"}}) == list{"120210001 950 id_in_name"});
  CHECK(suggested({"x-camp_456-y", ""}, {{"camp_456", ""}}) == list{"camp_456 950 id_in_name"});
  CHECK(suggested({"120210001", ""}, {{"brand 120210001", ""}}) == list{"brand 120210001 950 id_in_name"});
  CHECK(suggested({"fb_1202100019_spring", ""}, {{"120210001", "Sale"}}).empty());
  CHECK(suggested({"q3_12_run", ""}, {{"12", "Sale"}}).empty());  // too short to be an id
}

TEST_CASE("the same words in another order are nearly the same name", "[domain][suggestions]") {
  CHECK(suggested({"sale_spring_de", ""}, {{"1", "DE Spring Sale"}}) == list{"1 900 same_words"});
}

TEST_CASE("names with most words in common are similar, in the measure of the words", "[domain][suggestions]") {
  CHECK(suggested({"spring_sale_de", ""}, {{"1", "Spring Sale DE Mobile"}}) == list{"1 728 similar_words"});
  CHECK(suggested({"sprng_sale", ""}, {{"1", "Spring Sale"}}) == list{"1 850 similar_words"});
  CHECK(suggested({"spring_sale", ""}, {{"1", "Summer Sale"}}).empty());
  CHECK(suggested({"spring", ""}, {{"1", "Spring Sale DE Mobile"}}).empty());
}

TEST_CASE("a year is never taken for another year", "[domain][suggestions]") {
  CHECK(suggested({"spring_sale_2025", ""}, {{"1", "Spring Sale 2026"}}).empty());
  CHECK(suggested({"big_spring_sale_2026", ""}, {{"1", "Spring Sale 2026"}}) == list{"1 728 similar_words"});
}

TEST_CASE("the best three are suggested, and equals by id", "[domain][suggestions]") {
  CHECK(suggested({"spring_sale", ""},
                  {{"4", "Sale Spring"}, {"3", "Spring Sale"}, {"2", "Spring-Sale"}, {"1", "Sprint Sale"}}) ==
        list{"2 1000 same_name", "3 1000 same_name", "4 900 same_words"});
}

TEST_CASE("a campaign without words is suggested nothing", "[domain][suggestions]") {
  CHECK(suggested({"--", ""}, {{"++", ""}}).empty());
}
