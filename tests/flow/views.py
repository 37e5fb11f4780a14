"""Everything that can be asked of a hub, as targets; and all the answers at once, so that two states can be compared."""
import json
from urllib.parse import quote

MODELS = ["first_touch", "last_touch", "linear", "time_decay", "position_based"]
GROUPS = ["campaign", "adset", "ad", "channel", "source_medium", "conversion_type", "source", "country", "day", "week",
          "month", "campaign,day", "channel,month"]
EUR = "currency=EUR"


def reports():
    """Every report, over models, dimensions and the switches that change what is counted."""
    each = [f"attribution?model={m}&group_by={g}&{EUR}" for m in MODELS for g in GROUPS]
    each += [f"attribution?{EUR}&{switch}" for switch in
             ("basis=touch", "views=true", "direct=keep", "include_offline=false", "collapse_minutes=60", "lookback_days=3", "bots=true",
              "lookback=*/email/*:2,purchase/*/click:20&click_beats_view=false&views=true", "since_previous_conversion=true",
              "campaign_priority=c-spring,c-b*", "excluded_referrers=example.com,google.com",
              "from=2026-03-20&to=2026-04-20&tz=Europe/Berlin", "campaign=c-brand", "conversion_type=generate_lead")]
    each += [f"compare?group_by={g}&{EUR}" for g in ("campaign", "channel", "day")]
    each += [f"roas?model={m}&{EUR}" for m in MODELS]
    each += [f"roas?group_by={g}&{EUR}" for g in ("day", "week", "month")]
    each += [f"roas?{EUR}&campaign_id=c-spring&ad_spend=1234.56", f"roas?{EUR}&include_offline=false", "roas"]
    each += [f"paths?dimension={d}&transform={t}&{EUR}" for d in ("channel", "campaign", "source_medium")
             for t in ("exposure", "none", "unique", "first")]
    each += [f"{report}?{EUR}&since_previous_conversion=true&campaign_priority=c-b*" for report in ("paths", "daily", "cohorts")]
    each += [f"daily?interval={i}&{EUR}" for i in ("day", "week", "month")]
    each += [f"daily?models=linear,last_touch&basis=touch&campaign=c-brand&{EUR}"]
    each += [f"cohorts?model={m}&group_by={g}&{EUR}" for m in MODELS for g in ("campaign", "channel")]
    each += [f"match?{EUR}", f"match?{EUR}&from=2026-03-10&to=2026-04-10&model=linear&limit=2"]
    each += [f"sources?{EUR}&from=2026-03-10&to=2026-04-10"]
    return ["/v1/reports/" + each_one for each_one in each]


def as_csv(target):
    path, _, query = target.partition("?")
    return f"{path}.csv" + (f"?{query}" if query else "")


def conversion_pages(ask, limit=7):
    """(target, answer) of every page of the list of conversions, in turn."""
    target = f"/v1/conversions?limit={limit}"
    while target:
        answer = ask(target)
        assert answer.status == 200, answer
        yield target, answer
        cursor = answer.json()["next_cursor"]
        target = cursor and f"/v1/conversions?limit={limit}&cursor={quote(cursor)}"


def every_answer(test, daemon, contacts=()):
    """Target -> body of every report, list, single conversion, explanation, journey and export."""
    connection = daemon.connect()
    seen = {}

    def ask(target):
        answer = connection.ask("GET", target)
        test.assertEqual(answer.status, 200, (target, answer))
        seen[target] = answer.body
        return answer

    for target in reports() + [f"/v1/reports/dedup?{EUR}"]:
        ask(target)
        ask(as_csv(target))
    for _, page in conversion_pages(ask):
        for conversion in page.json()["data"]:
            one = "/v1/conversions/" + conversion["conversion_id"]
            ask(one)
            ask(one + "/explain?model=linear")
            ask(one + "/explain?model=time_decay&half_life_days=2")
    for contact in contacts:
        ask(f"/v1/contacts/{quote(contact, safe='')}/journey")
    for kind in ("conversions", "touchpoints", "credits", "spend", "source-events"):
        for form in ("csv", "ndjson", "json"):
            ask(f"/v1/export/{kind}.{form}")
    for label in ask("/v1/labels").json()["labels"]:
        ask("/v1/labels/" + label["label"])
    ask("/v1/quarantine")
    status = ask("/v1/status").json()
    # A process counts items from its start on; what waits for a lookup outlives it.
    status["sources"] = {s["source"]: s["awaiting_fetch"] for s in status["sources"] if s["awaiting_fetch"]}
    del status["started_at"]
    seen["/v1/status"] = json.dumps(status).encode()
    connection.close()
    return seen
