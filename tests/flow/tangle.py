"""Events that get into each other's way, from a seed: few people, devices, clicks and order ids, told by many sources.

Nothing about them is likely; everything about them is allowed. They hold versions of one event that come late, people
who share devices, orders that cross, refunds that name a sale in either way. What the contract itself makes depend on
the order of receipt is left out: versions without a stated time, and refunds in another currency than their sale's.
"""
import random
from datetime import timedelta

from shop import FIRST, text

EMAILS = [f"p{n}@tangle.example" for n in range(4)]
DEVICES = ["d0", "d1", "d2"]
CLICKS = ["g0", "g1", "g2"]
ORDERS = ["A", "B", "C", "D"]
SOURCES = ["manual", "shop", "crm", "erp"]
VALUES = ["10", "20.50", "10"]
TYPES = ["purchase", "purchase", "close_convert_lead", "generate_lead"]


class Tangle:
    """`requests()` of one item each, in the order of their making."""

    def __init__(self, seed, size=25):
        self.random = random.Random(seed)
        makers = [self._conversion] * 10 + [self._touch] * 5 + [self._adjustment] * 2 + [self._identity] * 2 + [self._meta]
        self.items = [self.random.choice(makers)(number) for number in range(size)]

    def _maybe(self, likelihood, **fields):
        return fields if self.random.random() < likelihood else {}

    def _when(self, hours=100):
        return FIRST + timedelta(minutes=10 * self.random.randrange(6 * hours))

    def _who(self):
        pick = self.random.choice
        return {**self._maybe(.6, email=pick(EMAILS)), **self._maybe(.4, anonymous_id=pick(DEVICES)),
                **self._maybe(.2, external_user_id=pick(["u1", "u2"])), **self._maybe(.2, click_ids={"gclid": pick(CLICKS)})}

    def _conversion(self, number):
        pick = self.random.choice
        stated = self._when(400) + timedelta(seconds=number)  # no two versions state the same time
        return f"/v1/conversions?source={pick(SOURCES)}", {
            "external_id": f"e{self.random.randrange(12)}", "type": pick(TYPES), "occurred_at": text(self._when()),
            "updated_at": text(stated), **self._who(), **self._maybe(.85, value=pick(VALUES), currency="USD"),
            **self._maybe(.3, order_id=pick(ORDERS)), **self._maybe(.3, campaign_id=pick(["c1", "c2"])), **self._maybe(.2, offline=True)}

    def _touch(self, number):
        pick = self.random.choice
        url = f"https://shop.example/?utm_source=google&utm_medium=cpc&gclid={pick(CLICKS)}"
        return "/v1/touchpoints", {
            "id": f"t{number}", "occurred_at": text(self._when()), "interaction": pick(["click", "view"]), **self._who(),
            **self._maybe(.5, campaign_id=pick(["c1", "c2"]), channel="Paid Social"), **self._maybe(.3, click_id=pick(CLICKS)),
            **self._maybe(.3, url=url)}

    def _adjustment(self, number):
        pick = self.random.choice
        kind = pick(["refund", "chargeback", "adjustment", "reversal"])
        sale = pick([{"order_id": pick(ORDERS)}, {"source": pick(SOURCES), "external_id": f"e{self.random.randrange(12)}"}])
        amount = {"amount": pick(["3", "10", "-2"])} if kind == "adjustment" else self._maybe(.7, amount=pick(["3", "10"]))
        return "/v1/adjustments", {"adjustment_id": f"r{number}", "kind": kind, "currency": "USD",
                                   "occurred_at": text(self._when(150)), **sale, **amount}

    def _identity(self, _):
        return "/v1/identities", {**(self._who() or {"email": EMAILS[0]}), "occurred_at": text(self._when())}

    def _meta(self, number):
        pick = self.random.choice
        return "/v24.0/1/events", {
            "event_name": "Purchase", "event_id": f"m{number}", "event_time": int(self._when().timestamp()),
            "user_data": {"em": [pick(EMAILS)]},
            "custom_data": {"value": float(pick(VALUES)), "currency": "USD", **self._maybe(.4, order_id=pick(ORDERS))}}

    def requests(self, shuffled=None, batch=1):
        """(target, body); with *shuffled* in another order, neighbours of one target in batches."""
        items = list(self.items)
        if shuffled is not None:
            random.Random(shuffled).shuffle(items)
        while items:
            target, bodies = items[0][0], []
            while items and items[0][0] == target and len(bodies) < batch:
                bodies.append(items.pop(0)[1])
            yield target, {"data": bodies} if target.startswith("/v24") else bodies
