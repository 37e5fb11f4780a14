"""A made-up shop, from a seed: what its web server, its order export, Meta and its ad accounts would send a hub.

The events touch everything that decides a figure: orders told twice and three times with and without order ids, two
currencies with rates, refunds, devices that belong to a person only later, visits without a person, spend, offline
orders. No event depends on having been received before another one, so they may be sent in any order.
"""
import random
from datetime import datetime, timedelta, timezone

FIRST = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAYS = 60
CAMPAIGNS = [("c-spring", "Spring"), ("c-brand", "Brand"), ("c-retarget", "Retargeting"), ("c-video", None)]
VISITS = [
    {"url": "https://shop.example/?utm_source=google&utm_medium=cpc&utm_campaign=brand&utm_id=c-brand&gclid={click}"},
    {"url": "https://shop.example/?utm_source=newsletter&utm_medium=email&utm_campaign=weekly"},
    {"url": "https://shop.example/", "referrer": "https://www.google.com/"},
    {"url": "https://shop.example/"},
    {"channel": "Paid Social", "campaign_id": "c-spring", "campaign_name": "Spring", "adset_id": "as-1", "ad_id": "ad-1"},
    {"channel": "Paid Social", "campaign_id": "c-retarget", "campaign_name": "Retargeting", "ad_id": "ad-2"},
    {"channel": "Paid Video", "campaign_id": "c-video", "interaction": "view"},
    {"channel": "Display", "campaign_id": "c-brand", "interaction": "impression"},
]


def text(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


class Shop:
    """Events by kind, as the native routes take them; `meta` as Meta's route does."""

    def __init__(self, seed=2026, people=40):
        self.random = random.Random(seed)
        self.items = {kind: [] for kind in
                      ("conversions", "shop_export", "touchpoints", "adjustments", "spend", "fx-rates", "identities", "meta")}
        self.orders = []
        for number in range(people):
            self._person(number)
        self._refunds()
        self._spend()
        self._rates()

    def _moment(self, earliest=FIRST):
        span = FIRST + timedelta(days=DAYS) - earliest
        return earliest + timedelta(seconds=self.random.randrange(int(span.total_seconds())))

    def _person(self, number):
        person = {"email": f"person{number}@shop.example"}
        device = {"anonymous_id": f"device-{number}"}
        for visit in range(self.random.randrange(1, 8)):
            self._visit(f"t-{number}-{visit}", self.random.choice([person, device, device]))
        if number % 3 == 0:
            self.items["identities"].append({**person, **device, "occurred_at": text(self._moment())})
        if number % 7 == 0:
            self._visit(f"t-{number}-stranger", {"anonymous_id": f"stranger-{number}"})
        for order in range(self.random.choice([0, 1, 1, 1, 2])):
            self._order(number, order, person, device)

    def _visit(self, name, who):
        how = dict(self.random.choice(VISITS))
        if "url" in how:
            how["url"] = how["url"].format(click=f"click-{name}")
        self.items["touchpoints"].append({"id": name, "occurred_at": text(self._moment()), "interaction": "click", **how, **who})

    def _order(self, number, order, person, device):
        at = self._moment(FIRST + timedelta(days=10))
        key = f"o-{number}-{order}"
        currency = self.random.choice(["EUR", "EUR", "EUR", "USD", "JPY"])
        value = self.random.randrange(1000, 90000)
        amount = str(value) if currency == "JPY" else f"{value // 100}.{value % 100:02}"
        sale = {"external_id": key, "type": "purchase", "occurred_at": text(at), "value": amount, "currency": currency,
                "updated_at": text(at), **person}
        told = self.random.choice(["server", "server", "server+meta", "server+export", "all", "export", "lead"])
        self.orders.append((key, at, currency, told))
        if told == "lead":
            self.items["conversions"].append({**sale, "type": "generate_lead", "value": None, "currency": None, **device})
            return
        if told != "export":
            self.items["conversions"].append({**sale, "order_id": key, **device, "campaign_id": self.random.choice(CAMPAIGNS)[0]})
        if told in ("server+export", "all", "export"):  # the export knows no order ids: amount, person and hour must do
            later = text(at + timedelta(minutes=self.random.randrange(1, 600)))
            self.items["shop_export"].append({**sale, "external_id": f"x-{key}", "occurred_at": later,
                                              "offline": told == "export" and number % 2 == 0})
        if told in ("server+meta", "all"):
            self.items["meta"].append({
                "event_name": "Purchase", "event_id": f"e-{key}", "event_time": int(at.timestamp()) + 20,
                "action_source": "website", "user_data": {"em": [person["email"]]},
                "custom_data": {"value": float(amount), "currency": currency, "order_id": key,
                                "campaign_id": self.random.choice(CAMPAIGNS)[0]}})

    def _refunds(self):
        for index, (key, at, currency, told) in enumerate(self.orders):
            if index % 6 or told in ("lead", "export"):
                continue
            whole = index % 12 == 0
            refund = {"adjustment_id": f"r-{key}", "kind": "refund", "order_id": key, "currency": currency,
                      "occurred_at": text(at + timedelta(days=self.random.randrange(1, 9)))}
            self.items["adjustments"].append(refund if whole else {**refund, "amount": "5"})

    def _spend(self):
        for day in range(DAYS):
            for campaign, name in CAMPAIGNS:
                clicks = self.random.randrange(400)
                self.items["spend"].append({
                    "date": text(FIRST + timedelta(days=day))[:10], "platform": "meta" if campaign != "c-brand" else "google_ads",
                    "campaign_id": campaign, "campaign_name": name or "Video", "cost": f"{self.random.randrange(500, 9000) / 100:.2f}",
                    "currency": "EUR" if campaign != "c-video" else "USD", "impressions": clicks * 90, "clicks": clicks})

    def _rates(self):
        for day in range(0, DAYS, 2):
            date = text(FIRST + timedelta(days=day))[:10]
            self.items["fx-rates"] += [
                {"date": date, "base": "EUR", "quote": "USD", "rate": f"1.{self.random.randrange(500, 1500):04}"},
                {"date": date, "base": "EUR", "quote": "JPY", "rate": f"{self.random.randrange(15000, 17000) / 100}"}]

    def requests(self, batch=100, shuffled=None):
        """(target, body) of every request; with *shuffled* (a seed), items and requests come in another order."""
        chance, found = random.Random(shuffled), []
        for kind, items in self.items.items():
            items = list(items)
            if shuffled is not None:
                chance.shuffle(items)
            for begin in range(0, len(items), batch):
                found.append(self._request(kind, items[begin:begin + batch]))
        if shuffled is not None:
            chance.shuffle(found)
        return found

    @staticmethod
    def _request(kind, items):
        if kind == "meta":
            return "/v24.0/1234567890/events", {"data": items}
        if kind == "shop_export":
            return "/v1/conversions?source=shop_export", items
        return f"/v1/{kind}", items


def deliver(test, daemon, requests):
    """Sends *requests* over one connection; every item must be taken in."""
    connection = daemon.connect()
    for target, body in requests:
        receipt = test.ok(connection.ask("POST", target, body))
        if "events_received" in receipt:
            test.assertEqual(receipt["messages"], [], target)
        else:
            test.assertEqual(receipt["rejected"], 0, (target, receipt))
    connection.close()
