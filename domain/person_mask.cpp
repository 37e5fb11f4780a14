#include "domain/person_mask.hpp"

#include <algorithm>
#include <utility>

#include "domain/crm_landing.hpp"
#include "domain/crm_words.hpp"
#include "domain/identifier_key.hpp"
#include "domain/sha256.hpp"

namespace hub {
namespace {

constexpr std::size_t telling = 8;  // characters of an identifier that is nothing else by chance
constexpr std::size_t hash_digits = 64;

bool is_hashed(identifier_kind kind) { return kind <= identifier_kind::external_id; }

enum class letters { digit, letter, other };
letters sort_of(char c) {
  if (c >= '0' && c <= '9') return letters::digit;
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? letters::letter : letters::other;
}

/// Whether the words `…a` and `b…` are two: `contact` and `51` are, `5` and `1` are not.
bool part(char a, char b) {
  return sort_of(a) == letters::other || sort_of(b) == letters::other || sort_of(a) != sort_of(b);
}

/// Replaces *word* in *text* wherever it stands as a word.
void replace_word(std::string& text, std::string_view word, std::string_view by) {
  for (auto at = text.find(word); !word.empty() && at != text.npos; at = text.find(word, at)) {
    const auto end = at + word.size();
    const bool alone =
        (at == 0 || part(text[at - 1], text[at])) && (end == text.size() || part(text[end - 1], text[end]));
    if (alone) text.replace(at, word.size(), by);
    at += alone ? by.size() : 1;
  }
}

std::string_view without_account(std::string_view record) { return record.substr(record.rfind(':') + 1); }

/// In an event's own id, which may be made of identifiers.
void replace_words(std::string& text, const std::vector<std::pair<std::string, std::string>>& renames) {
  for (const auto& [from, to] : renames) {
    replace_word(text, from, to);
    replace_word(text, without_account(from), without_account(to));
  }
}

std::string deal_name(std::string_view source, std::string_view record) {
  return std::string(source) + '\0' + std::string(record);
}

bool clear(std::string& text) { return !std::exchange(text, {}).empty(); }

constexpr std::pair<std::string_view, identifier_kind> contact_words[] = {
    {crm::email, identifier_kind::email},  {crm::phone, identifier_kind::phone},
    {crm::mobile, identifier_kind::phone}, {crm::fbclid, identifier_kind::fbclid},
    {crm::gclid, identifier_kind::gclid},  {crm::merged_into, identifier_kind::crm_contact_id}};

}  // namespace

person_mask::person_mask(std::vector<key128> identifiers, std::string secret)
    : theirs_(identifiers.begin(), identifiers.end()), secret_(std::move(secret)) {}

key128 person_mask::key_of(const identifier& id) { return identifier_key(id); }

std::string person_mask::pseudonym(const identifier& id) const {
  auto digest = sha256_hex(secret_, to_hex(key_of(id)));
  if (is_hashed(id.kind)) return digest;
  const auto account = id.kind == identifier_kind::crm_contact_id ? id.value.rfind(':') + 1 : 0;
  return id.value.substr(0, account) + "erased-" + digest.substr(0, hash_digits / 2);
}

void person_mask::rename(identifier& id, renames& done) {
  auto name = pseudonym(id);
  const bool tells = id.value.size() >= telling;
  if (tells) spellings_.insert(id.value);
  if (tells || id.kind == identifier_kind::crm_contact_id) done.emplace_back(id.value, name);
  id.value = std::move(name);
}

/// Of a fact that names the person, and no other fact; what links nobody is theirs then as well.
bool person_mask::rename_all(std::vector<identifier>& ids, renames& done) {
  if (std::none_of(ids.begin(), ids.end(), [&](const identifier& id) { return is_theirs(id); })) return false;
  for (auto& id : ids)
    if (is_theirs(id) || !id.links) rename(id, done);
  return true;
}

void person_mask::rename_click(campaign_context& context) {
  if (context.click_id.empty()) return;
  clicks_.insert(context.click_id);
  rename_known_click(context);
}

/// In a fact that does not name the person itself: one click stays one.
bool person_mask::rename_known_click(campaign_context& context) const {
  if (!clicks_.contains(context.click_id)) return false;
  context.click_id = pseudonym({identifier_kind::click, context.click_id, true});
  return true;
}

bool person_mask::rename_record(std::string& record, renames& done) {
  identifier id{identifier_kind::crm_contact_id, record, true};
  if (!is_theirs(id)) return false;
  rename(id, done);
  record = std::move(id.value);
  return true;
}

bool person_mask::mask(conversion_event& e) {
  renames done;
  if (!rename_all(e.identifiers, done)) {
    const bool free = deals_.contains(deal_name(e.source, e.external_id)) && clear(e.metadata);
    return rename_known_click(e.context) || free;
  }
  rename_click(e.context);
  clear(e.url);
  clear(e.metadata);
  return true;
}

bool person_mask::mask(touch_event& t) {
  renames done;
  if (!rename_all(t.identifiers, done)) return rename_known_click(t.context);
  replace_words(t.external_id, done);
  rename_click(t.context);
  clear(t.url);
  clear(t.metadata);
  return true;
}

bool person_mask::mask(identity_event& e) {
  renames done;
  return rename_all(e.identifiers, done);
}

bool person_mask::mask(identity_verdict& v) {
  renames done;
  if (!rename_all(v.identifiers, done)) return false;
  clear(v.note);
  return true;
}

bool person_mask::mask(crm_change& c) { return c.object == crm_object::contact ? mask_contact(c) : mask_deal(c); }

std::string person_mask::masked_landing(std::string_view packed) {
  auto landing = unpack_landing(packed);
  landing.url.clear();
  rename_click(landing.context);
  renames done;
  for (auto& click : landing.clicks) rename(click, done);
  return pack(landing);
}

bool person_mask::mask_contact(crm_change& c) {
  renames done;
  if (!rename_record(c.record, done)) return false;
  const auto rename_value = [&](identifier_kind kind, std::string& value) {
    identifier id{kind, value, true};
    if (value.empty()) return;
    rename(id, done);
    value = std::move(id.value);
  };
  for (auto& p : c.properties) {
    for (const auto& [word, kind] : contact_words)
      if (p.name == word) rename_value(kind, p.value);
    for (const auto& visit : crm::visits)
      if (p.name == visit.landing) p.value = masked_landing(p.value);
    if (p.name == crm::emails) {
      std::string all;
      for (std::string_view rest = p.value; !rest.empty();) {
        const auto end = std::min(rest.find(' '), rest.size());
        std::string one(rest.substr(0, end));
        rename_value(identifier_kind::email, one);
        all += (all.empty() ? "" : " ") + one;
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
      p.value = std::move(all);
    }
    if (p.name.starts_with(crm::deal)) deals_.insert(deal_name(c.source, p.name.substr(crm::deal.size())));
    if (p.name.starts_with(crm::absorbed)) {
      auto record = p.name.substr(crm::absorbed.size());
      rename_record(record, done);
      p.name = crm::word(crm::absorbed, record);
    }
  }
  replace_words(c.external_id, done);
  return true;
}

bool person_mask::mask_deal(crm_change& c) {
  renames done;
  for (auto& p : c.properties) {
    if (!p.name.starts_with(crm::contact)) continue;
    auto record = p.name.substr(crm::contact.size());
    if (!rename_record(record, done)) continue;
    p.name = crm::word(crm::contact, record);
    deals_.insert(deal_name(c.source, c.record));
  }
  replace_words(c.external_id, done);
  bool changed = !done.empty();
  if (!deals_.contains(deal_name(c.source, c.record))) return changed;
  // An empty value would be a statement that the CRM never made: what its fields say of the person is left out.
  return std::erase_if(c.properties, [](const crm_property& p) { return p.name.starts_with(crm::meta); }) > 0 ||
         changed;
}

std::optional<fact_body> person_mask::masked(const fact_body& fact) {
  auto copy = fact;
  if (!std::visit([&](auto& f) { return mask(f); }, copy)) return std::nullopt;
  return copy;
}

}  // namespace hub
