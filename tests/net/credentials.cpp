#include "net/credentials.hpp"

#include <catch2/catch.hpp>

using namespace hub::net;

TEST_CASE("the user of Basic authorization is what stands before the colon", "[net][secrets]") {
  CHECK(basic_user("Basic V0tfVEVTVDo=") == "WK_TEST");
  CHECK(basic_user("basic  V0tfVEVTVDo") == "WK_TEST");
  CHECK(basic_user("Basic dTpwOnE=") == "u");
  CHECK(basic_user("Basic V0tfVEVTVA==") == "WK_TEST");
  CHECK(basic_user("Bearer V0tfVEVTVDo=").empty());
  CHECK(basic_user("Basic V0tf*").empty());
  CHECK(basic_user("Basic").empty());
  CHECK(basic_user("").empty());
}

TEST_CASE("a Bearer token is taken as it stands", "[net][secrets]") {
  CHECK(bearer_token("Bearer WK_TEST") == "WK_TEST");
  CHECK(bearer_token("bearer WK_TEST ") == "WK_TEST");
  CHECK(bearer_token("Basic WK_TEST").empty());
  CHECK(bearer_token("Bearer").empty());
}
