#include <rapidcheck.h>
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "net/json_writer.hpp"
#include "net/problem.hpp"

using namespace hub;
using namespace hub::net;

TEST_CASE("objects and arrays nest with their commas in place", "[net][json]") {
  json_writer out;
  out.begin_object().member("a", 1).key("b").begin_array().value(true).value(nullptr).value("x").end_array();
  out.key("c").begin_object().end_object().key("d").begin_array().end_array().member("e", std::optional<int>());
  out.key("f").raw("[1,2]").member("g", std::uint64_t{18446744073709551615u}).end_object().end_line();
  CHECK(out.text() ==
        "{\"a\":1,\"b\":[true,null,\"x\"],\"c\":{},\"d\":[],\"e\":null,\"f\":[1,2],\"g\":18446744073709551615}\n");
}

TEST_CASE("text may be taken in pieces", "[net][json]") {
  json_writer out;
  out.begin_array().value(1);
  auto whole = out.take();
  out.value(2).end_array();
  whole += out.take();
  CHECK(whole == "[1,2]");
}

TEST_CASE("quotes, backslashes and control characters are escaped, bad UTF-8 is replaced", "[net][json]") {
  std::string out;
  append_json_string(out, std::string("a\"\\\n\r\t\x01\x1f\0\x7f \xc3\xa9 \xf0\x9f\x98\x80", 18));
  CHECK(out == "\"a\\\"\\\\\\n\\r\\t\\u0001\\u001f\\u0000\x7f \xc3\xa9 \xf0\x9f\x98\x80\"");
  out.clear();
  append_json_string(out, "a\xff\xc3");
  CHECK(out == "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
}

TEST_CASE("any bytes become JSON that a parser takes", "[net][json]") {
  CHECK(rc::check([](const std::string& text) {
    std::string out;
    append_json_string(out, text);
    boost::json::error_code fault;
    boost::json::parse(out, fault);
    RC_ASSERT(!fault);
  }));
}

TEST_CASE("numbers are as short as reads back the same", "[net][json]") {
  const auto written = [](double number) {
    std::string out;
    append_json_number(out, number);
    return out;
  };
  CHECK(written(0.1) == "0.1");
  CHECK(written(1.5) == "1.5");
  CHECK(written(100) == "100");
  CHECK(written(0.0005) == "0.0005");
  CHECK(written(123456789012345680.0) == "123456789012345680");
  CHECK(written(1e300) == "1e+300");
  CHECK(written(5e-324) == "5e-324");
  CHECK(written(-0.0) == "-0");
  CHECK(rc::check([&](double number) {
    if (std::isfinite(number)) RC_ASSERT(std::stod(written(number)) == number);
  }));
}

TEST_CASE("a problem carries type, title, status, detail, id and every error with its place", "[net][problem]") {
  const std::vector<error> errors = {fail("a-bad", "A is bad.", "/a"), fail("b-bad", "B is \"bad\".", "/b")};
  const auto answer = problem(400, errors, "rq_9");
  CHECK(answer.status == 400);
  CHECK(answer.content_type == "application/problem+json");
  const auto body = boost::json::parse(answer.body).as_object();
  CHECK(body.at("type") == "urn:convhub:problem:a-bad");
  CHECK(body.at("title") == "Bad Request");
  CHECK(body.at("status") == 400);
  CHECK(body.at("request_id") == "rq_9");
  CHECK(body.at("detail").as_string().starts_with("2 things"));
  CHECK(body.at("errors").as_array().size() == 2);
  CHECK(body.at("errors").at(1).at("pointer") == "/b");
  CHECK(body.at("errors").at(1).at("detail") == "B is \"bad\".");
  const auto single = boost::json::parse(problem(404, errors.front(), "rq_9").body).as_object();
  CHECK(single.at("detail") == "A is bad.");
}
