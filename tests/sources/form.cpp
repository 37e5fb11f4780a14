#include "sources/form.hpp"

#include <catch2/catch.hpp>

using namespace hub::sources;

TEST_CASE("a form is decoded once, a bad escape stands for itself", "[sources][form]") {
  CHECK(parse_urlencoded("a=1&b=two+words&c=%E2%82%AC&d") ==
        form_fields{{"a", "1"}, {"b", "two words"}, {"c", "\xe2\x82\xac"}, {"d", ""}});
  CHECK(parse_urlencoded("a=100%&b=%zz&c=%2525") == form_fields{{"a", "100%"}, {"b", "%zz"}, {"c", "%25"}});
  CHECK(parse_urlencoded("a=%ff%41") == form_fields{{"a",
                                                     "\xef\xbf\xbd"
                                                     "A"}});
  CHECK(parse_urlencoded("&&=x&") == form_fields{{"", "x"}});
}

TEST_CASE("the parts of a multipart form are fields, and one that breaks off keeps its whole parts",
          "[sources][form]") {
  const std::string type = "multipart/form-data; boundary=\"x y\"";
  const std::string whole =
      "--x y\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n[1,\r\n2]\r\n"
      "--x y\r\nContent-Type: text/plain\r\ncontent-disposition: form-data; filename=f; name=token\r\n\r\nT--x\r\n--x "
      "y--\r\n";
  CHECK(*parse_multipart(whole, type) == form_fields{{"data", "[1,\r\n2]"}, {"token", "T--x"}});
  CHECK(*parse_multipart(std::string_view(whole).substr(0, 100), type) == form_fields{{"data", "[1,\r\n2]"}});
  CHECK_FALSE(parse_multipart(whole, "multipart/form-data"));
  CHECK_FALSE(parse_multipart("a=1", type));
  CHECK(parse_form("a=1", type) == form_fields{{"a", "1"}});
}

TEST_CASE("brackets group the fields of a form, and the first of a name stands", "[sources][form]") {
  CHECK(form_json(parse_urlencoded("id=1&cd[value]=9.5&ev=P&cd%5Bcurrency%5D=EUR&cd[value]=7&id=2&eid[]=e")) ==
        R"({"id":"1","cd":{"value":"9.5","currency":"EUR"},"ev":"P","eid":"e"})");
  CHECK(form_json({{"a", "1"}, {"a[b]", "2"}, {"[c]", "3"}, {"d\"", "\n"}}) ==
        R"({"a":{"b":"2"},"[c]":"3","d\"":"\n"})");
  CHECK(form_json({}) == "{}");
}

TEST_CASE("a form of very many fields is cut", "[sources][form]") {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "a" + std::to_string(i) + "=1&";
  const auto json = form_json(parse_urlencoded(text));
  CHECK(json.size() < 5000);
  CHECK(json.find("\"a299\"") != std::string::npos);
}
