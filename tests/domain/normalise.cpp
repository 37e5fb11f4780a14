#include "domain/normalise.hpp"

#include <catch2/catch.hpp>

#include "domain/sha256.hpp"
#include "domain/text.hpp"

using namespace hub;

TEST_CASE("SHA-256 agrees with the standard's examples", "[domain][sha256]") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("a", "b") == sha256_hex(std::string_view("a\0b", 3)));
  CHECK(sha256_hex("ab", "") != sha256_hex("a", "b"));
}

TEST_CASE("an e-mail address is its trimmed lower case, hashed", "[domain][identity]") {
  const std::string john = "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f";
  CHECK(normalise_email("john_smith@gmail.com") == john);
  CHECK(normalise_email("  John_Smith@GMAIL.com\t") == john);
  CHECK(normalise_email(john) == john);
  CHECK(normalise_email(" 62A14E44F765419D10FEA99367361A727C12365E2520F32218D505ED9AA0F62F ") == john);
  CHECK(normalise_email("J\xc3\x96RG@BEISPIEL.DE") == sha256_hex("j\xc3\xb6rg@beispiel.de"));
}

TEST_CASE("addresses of one Google mailbox are one only when that is asked for", "[domain][identity]") {
  const auto plain = normalise_email("johnsmith@gmail.com");
  const auto spellings = {"john.smith@gmail.com", "J.o.h.n.Smith+news@GMAIL.com", "johnsmith@googlemail.com"};
  for (const char* text : spellings) CHECK(normalise_email(text) != plain);
  const auto tagged_elsewhere = normalise_email("john.smith+news@example.com");
  const auto odd = normalise_email("+@gmail.com");
  fold_gmail_addresses(true);
  for (const char* text : spellings) CHECK(normalise_email(text) == plain);
  CHECK(normalise_email("johnsmith@gmail.com") == plain);
  CHECK(normalise_email("john.smith+news@example.com") == tagged_elsewhere);
  CHECK(normalise_email("+@gmail.com") == odd);
  CHECK(normalise_email(tagged_elsewhere) == tagged_elsewhere);
  fold_gmail_addresses(false);
}

TEST_CASE("text that is no e-mail address names nobody", "[domain][identity]") {
  for (const char* text : {"", "   ", "john", "@gmail.com", "john@", "john smith@gmail.com", "62a14e44"})
    CHECK(normalise_email(text).empty());
}

TEST_CASE("a phone number is its international digits, hashed", "[domain][identity]") {
  const std::string number = "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176";
  for (const char* text : {"16505551212", "+1 (650) 555-1212", "001 650.555.1212", "tel:+1-650-555-1212",
                           "+1\xc2\xa0"
                           "650\xe2\x80\x91"
                           "555 1212"})
    CHECK(normalise_phone(text) == number);
  CHECK(normalise_phone("+44 (0)20 7946 0958") == sha256_hex("442079460958"));
  CHECK(normalise_phone(number) == number);
}

TEST_CASE("text that is no phone number names nobody", "[domain][identity]") {
  for (const char* text :
       {"", "+", "000000000", "123456", "1234567890123456", "650-555-CALL", "n/a", "+1 650 555 1212 x9"})
    CHECK(normalise_phone(text).empty());
}

TEST_CASE("an external id is its trimmed lower case, hashed", "[domain][identity]") {
  const std::string crm = "63f6a679cf0efe653aedee206433f3f33ca8d7128ea1af01f0222907cbeb67d9";
  CHECK(normalise_external_id("crm-77") == crm);
  CHECK(normalise_external_id(" CRM-77 ") == crm);
  CHECK(normalise_external_id(crm) == crm);
  CHECK(normalise_external_id("  ").empty());
}

TEST_CASE("user ids that stand for nobody are none, hashed or not", "[domain][text]") {
  for (const char* nobody : {"0", " -1 ", "NULL", "undefined", "guest", "N/A"}) {
    CHECK(normalise_external_id(nobody).empty());
    CHECK(normalise_external_id(sha256_hex(lower_utf8(trim(nobody)))).empty());
  }
  for (const char* somebody : {"1", "00", "guest1", "nullable"}) CHECK_FALSE(normalise_external_id(somebody).empty());
}

TEST_CASE("lower case goes code point by code point in every script", "[domain][text]") {
  CHECK(lower_utf8("\xce\xa3\xce\x9f\xce\xa6\xce\x9f\xce\xa3") == "\xcf\x83\xce\xbf\xcf\x86\xce\xbf\xcf\x83");
  CHECK(lower_utf8("\xd0\x81\xd0\x96") == "\xd1\x91\xd0\xb6");
  CHECK(lower_utf8("\xc4\xb0") == "i");
  CHECK(lower_utf8("\xe1\xba\x9e") == "\xc3\x9f");
  CHECK(lower_utf8("\xc3\x97\xc3\xb7") == "\xc3\x97\xc3\xb7");
  CHECK(lower_utf8("\xf0\x90\x90\x80") == "\xf0\x90\x90\xa8");
  CHECK(lower_utf8("A\xff\xc3") == "a\xff\xc3");
}

TEST_CASE("only well-formed sequences are UTF-8", "[domain][text]") {
  for (const char* text : {"", "abc", "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xf4\x8f\xbf\xbf"})
    CHECK(is_utf8(text));
  for (const char* text : {"\x80", "\xc0\x80", "\xc1\xbf", "\xc3", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
                           "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\xe2\x82"})
    CHECK_FALSE(is_utf8(text));
}

TEST_CASE("countries and sources are codes or nothing", "[domain][text]") {
  CHECK(normalise_country(" de") == "DE");
  CHECK(normalise_country("DEU").empty());
  CHECK(normalise_country("1A").empty());
  CHECK(normalise_source("Meta_CAPI") == "meta_capi");
  CHECK(normalise_source("meta capi").empty());
  CHECK(normalise_source("a/b").empty());
}
