#include "domain/sealed_fact.hpp"

#include "domain/codec.hpp"
#include "domain/identifier_key.hpp"

namespace hub {
namespace {

/// Joins the parts of a composite name so that no two lists of parts read the same.
std::string join(std::initializer_list<std::string_view> parts) {
  std::string joined;
  for (const auto part : parts) {
    joined += part;
    joined += '\0';
  }
  return joined;
}

key128 key_of(const fact_body& body) {
  return std::visit(
      [](const auto& e) -> key128 {
        using T = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<T, spend_event>)
          return content_key(
              join({"spend", e.platform, e.account, e.campaign_id.empty() ? e.campaign_name : e.campaign_id, e.adset_id,
                    e.ad_id, format_day(e.day)}));
        else if constexpr (std::is_same_v<T, fx_rate_event>)
          return content_key(join({"rate", to_string(e.base), to_string(e.quote), format_day(e.day)}));
        else
          return event_key(e.source, e.external_id);
      },
      body);
}

/// What equality of content means: the canonical bytes, without the time of a fact that is timed by its receipt.
key128 content_of(const fact_body& body, const std::string& encoded) {
  return std::visit(
      [&](const auto& e) {
        if constexpr (requires { e.timed_by_receipt; }) {
          if (e.timed_by_receipt) {
            auto timeless = e;
            timeless.occurred_at = 0;
            return content_key(encode(timeless));
          }
        }
        return content_key(encoded);
      },
      body);
}

few_keys identifiers_of(const fact_body& body) {
  few_keys keys;
  std::visit(
      [&](const auto& e) {
        if constexpr (requires { e.identifiers; })
          for (const auto& id : e.identifiers) keys.push_back(identifier_key(id));
      },
      body);
  return keys;
}

sealed_fact sealed_as(fact_body body, std::string encoded, instant received_at) {
  sealed_fact fact;
  fact.key = key_of(body);
  fact.identifiers = identifiers_of(body);
  fact.encoded = std::move(encoded);
  fact.content = content_of(body, fact.encoded);
  fact.body = std::move(body);
  fact.received_at = received_at;
  return fact;
}

}  // namespace

sealed_fact seal(fact_body body, instant received_at) {
  auto encoded = encode(body);
  return sealed_as(std::move(body), std::move(encoded), received_at);
}

result<sealed_fact> unseal(std::string encoded, instant received_at) {
  auto body = decode(encoded);
  if (!body) return body.error();
  return sealed_as(std::move(*body), std::move(encoded), received_at);
}

}  // namespace hub
