// Keys in the store: kept with their digest, revoked for good, there again after a restart.
#include "workbench.hpp"

#include "domain/sha256.hpp"

using namespace hub;
using namespace hub::storage;

namespace {

access_key made(std::string name, std::string_view scopes, std::string_view secret, instant at) {
  access_key key;
  key.name = std::move(name);
  key.scopes = parse_scopes(scopes).value();
  key.secret_sha256 = sha256_hex(secret);
  key.ending = secret.substr(secret.size() - 4);
  key.created_at = at;
  return key;
}

}  // namespace

TEST_CASE("keys are there again after a restart, each under an id of its own", "[storage][keys]") {
  const scratch place;
  auto shop = made("shop", "ingest,read", "chk_one", 5), owner = made("owner's", "admin", "chk_two", 6);
  {
    const auto to = opened(place.data());
    CHECK(got(to->keys()).empty());
    shop.id = got(to->add_key(shop));
    owner.id = got(to->add_key(owner));
  }
  CHECK(shop.id != owner.id);
  CHECK(got(opened(place.data())->keys()) == std::vector{shop, owner});
}

TEST_CASE("a revoked key stays revoked from the first time on, and its id is given to no other", "[storage][keys]") {
  const scratch place;
  auto key = made("shop", "ingest", "chk_one", 5);
  {
    const auto to = opened(place.data());
    key.id = got(to->add_key(key));
    done(to->revoke_key(key.id, 9));
    done(to->revoke_key(key.id, 12));
    CHECK(refusal(to->revoke_key(key.id + 1, 12)) == "key-unknown");
  }
  key.revoked_at = 9;
  const auto again = opened(place.data());
  CHECK(got(again->keys()) == std::vector{key});
  CHECK(got(again->add_key(made("next", "read", "chk_two", 13))) > key.id);
}

TEST_CASE("keys and the log do not disturb each other", "[storage][keys]") {
  const scratch place;
  const auto to = opened(place.data());
  done(append(*to, numbered_facts(0, 2)));
  got(to->add_key(made("shop", "ingest", "chk_one", 5)));
  done(append(*to, numbered_facts(2, 2)));
  check_log(place.data(), 4);
}
