#include "sources/csv/csv_vocabulary.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "domain/text.hpp"
#include "sources/folded_name.hpp"

namespace hub::sources {
namespace {

struct column_alias {
  std::string_view folded;  ///< lower case without spaces, `_`, `-`
  std::string_view field;
};

constexpr column_alias person_columns[] = {
    {"email", "email"},
    {"em", "email"},
    {"emailaddress", "email"},
    {"mail", "email"},
    {"email(billing)", "email"},
    {"billingemail", "email"},
    {"customeremail", "email"},
    {"phone", "phone"},
    {"ph", "phone"},
    {"phonenumber", "phone"},
    {"mobile", "phone"},
    {"phone(billing)", "phone"},
    {"billingphone", "phone"},
    {"customerphone", "phone"},
    {"externaluserid", "external_user_id"},
    {"externid", "external_user_id"},
    {"userid", "external_user_id"},
    {"customerid", "external_user_id"},
    {"contact", "external_user_id"},
    {"contactid", "external_user_id"},
    {"crmcontactid", "crm_contact_id"},
    {"anonymousid", "anonymous_id"},
    {"deviceid", "anonymous_id"},
    {"fbc", "fbc"},
    {"fbp", "fbp"},
    {"fbclid", "fbclid"},
    {"gclid", "gclid"},
    {"msclkid", "msclkid"},
    {"ttclid", "ttclid"},
    {"atclid", "atclid"},
    {"clickid", "click_id"},
};

constexpr column_alias campaign_columns[] = {
    {"channel", "channel"},
    {"campaignid", "campaign_id"},
    {"utmid", "campaign_id"},
    {"campaign", "campaign_name"},
    {"campaignname", "campaign_name"},
    {"utmcampaign", "campaign_name"},
    {"adsetid", "adset_id"},
    {"adgroupid", "adset_id"},
    {"adid", "ad_id"},
    {"url", "url"},
    {"landingpage", "url"},
    {"pageurl", "url"},
    {"country", "country"},
    {"countrycode", "country"},
    {"billingcountry", "country"},
    {"utmsource", "utm_source"},
    {"utmmedium", "utm_medium"},
};

constexpr column_alias time_columns[] = {
    {"occurredat", "occurred_at"}, {"eventtime", "occurred_at"}, {"timestamp", "occurred_at"},
    {"ts", "occurred_at"},         {"time", "occurred_at"},      {"datetime", "occurred_at"},
    {"date", "occurred_at"},       {"createdat", "occurred_at"}, {"conversiontime", "occurred_at"},
};

constexpr column_alias conversion_columns[] = {
    {"externalid", "external_id"},
    {"id", "external_id"},
    {"conversionid", "external_id"},
    {"type", "type"},
    {"eventname", "type"},
    {"event", "type"},
    {"conversiontype", "type"},
    {"conversionname", "type"},
    {"value", "value"},
    {"conversionvalue", "value"},
    {"revenue", "value"},
    {"amount", "value"},
    {"total", "value"},
    {"price", "value"},
    {"ordertotal", "value"},
    {"ordertotalamount", "value"},
    {"currency", "currency"},
    {"currencycode", "currency"},
    {"conversioncurrency", "currency"},
    {"ordercurrency", "currency"},
    {"orderid", "order_id"},
    {"order", "order_id"},
    {"ordernumber", "order_id"},
    {"transactionid", "order_id"},
    {"order#", "order_id"},
    {"orderid(metadata)", "order_id"},
    {"bestellnummer", "order_id"},
    {"orderdate", "occurred_at"},
    {"bestelldatum", "occurred_at"},
    {"gesamtbetrag", "value"},
    {"gesamtsumme", "value"},
    {"währung", "currency"},
    {"created(utc)", "occurred_at"},
    {"createddate(utc)", "occurred_at"},
    {"eventid", "event_id"},
    {"updatedat", "updated_at"},
    {"offline", "offline"},
};

constexpr column_alias touch_columns[] = {
    {"id", "id"},         {"touchid", "id"},    {"externalid", "id"},     {"interaction", "interaction"},
    {"source", "source"}, {"medium", "medium"}, {"referrer", "referrer"}, {"useragent", "user_agent"},
};

constexpr column_alias adjustment_columns[] = {
    {"adjustmentid", "adjustment_id"},
    {"refundid", "adjustment_id"},
    {"chargebackid", "adjustment_id"},
    {"kind", "kind"},
    {"adjustmenttype", "kind"},
    {"type", "kind"},
    {"conversionid", "conversion_id"},
    {"source", "source"},
    {"externalid", "external_id"},
    {"orderid", "order_id"},
    {"order", "order_id"},
    {"ordernumber", "order_id"},
    {"transactionid", "order_id"},
    {"amount", "amount"},
    {"value", "amount"},
    {"revenue", "amount"},
    {"total", "amount"},
    {"price", "amount"},
    {"refundamount", "amount"},
    {"refundedamount", "amount"},
    {"amountrefunded", "amount"},
    {"orderrefundamount", "amount"},
    {"refunddate", "occurred_at"},
    {"refundedat", "occurred_at"},
    {"refundeddate(utc)", "occurred_at"},
    {"currency", "currency"},
    {"currencycode", "currency"},
};

constexpr column_alias spend_columns[] = {
    {"date", "date"},
    {"day", "date"},
    {"reportingstarts", "date"},
    {"berichtsstart", "date"},
    {"tag", "date"},
    {"platform", "platform"},
    {"network", "platform"},
    {"account", "account"},
    {"accountid", "account"},
    {"campaignid", "campaign_id"},
    {"campaign", "campaign_name"},
    {"campaignname", "campaign_name"},
    {"kampagne", "campaign_name"},
    {"kampagnenname", "campaign_name"},
    {"kampagnenid", "campaign_id"},
    {"adsetid", "adset_id"},
    {"adgroupid", "adset_id"},
    {"anzeigengruppenid", "adset_id"},
    {"adid", "ad_id"},
    {"anzeigenid", "ad_id"},
    {"cost", "cost"},
    {"spend", "cost"},
    {"amountspent", "cost"},
    {"amountspent(eur)", "cost"},
    {"amountspent(usd)", "cost"},
    {"amountspent(gbp)", "cost"},
    {"ausgegebenerbetrag(eur)", "cost"},
    {"kosten", "cost"},
    {"currency", "currency"},
    {"currencycode", "currency"},
    {"währung", "currency"},
    {"währungscode", "currency"},
    {"impressions", "impressions"},
    {"impr.", "impressions"},
    {"impressionen", "impressions"},
    {"clicks", "clicks"},
    {"linkclicks", "clicks"},
    {"klicks", "clicks"},
    {"linkklicks", "clicks"},
    {"platformconversions", "platform_conversions"},
    {"conversions", "platform_conversions"},
    {"purchases", "platform_conversions"},
    {"käufe", "platform_conversions"},
    {"results", "platform_conversions"},
    {"platformvalue", "platform_value"},
    {"conversionvalue", "platform_value"},
    {"conv.value", "platform_value"},
    {"purchasesconversionvalue", "platform_value"},
    {"conversionwertfürkäufe", "platform_value"},
    {"conv.wert", "platform_value"},
    {"conversionwert", "platform_value"},
    {"tz", "tz"},
    {"timezone", "tz"},
    {"accounttimezone", "tz"},
};

constexpr column_alias rate_columns[] = {{"date", "date"}, {"base", "base"}, {"quote", "quote"}, {"rate", "rate"}};

constexpr column_alias identity_columns[] = {{"id", "external_id"}, {"externalid", "external_id"}};

using alias_list = std::span<const column_alias>;

/// The vocabularies of a kind, in the order in which they are asked.
struct vocabulary {
  std::string_view kind;
  std::array<alias_list, 4> lists;
};

constexpr vocabulary vocabularies[] = {
    {"conversions", {conversion_columns, person_columns, campaign_columns, time_columns}},
    {"touchpoints", {touch_columns, person_columns, campaign_columns, time_columns}},
    {"adjustments", {adjustment_columns, time_columns}},
    {"spend", {spend_columns}},
    {"fx-rates", {rate_columns}},
    {"identities", {identity_columns, person_columns, time_columns}},
};

}  // namespace

std::vector<std::string_view> known_fields(std::string_view kind) {
  std::vector<std::string_view> fields;
  for (const auto& words : vocabularies)
    if (words.kind == kind)
      for (const auto list : words.lists)
        for (const auto& alias : list) fields.push_back(alias.field);
  std::sort(fields.begin(), fields.end());
  fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
  return fields;
}

std::string_view known_field(std::string_view header, std::string_view kind) {
  const auto key = folded_name(header);
  const auto words =
      std::find_if(std::begin(vocabularies), std::end(vocabularies), [&](const auto& v) { return v.kind == kind; });
  if (words == std::end(vocabularies)) return {};
  for (const auto list : words->lists)
    for (const auto& alias : list)
      if (alias.folded == key) return alias.field;
  return {};
}

}  // namespace hub::sources
