"""The order of receipt does not matter: the same events, shuffled and cut into other batches, give the same answers."""
import itertools
import json
import unittest

import views
from daemon import FlowTest
from shop import Shop, deliver


def without_position(body):
    """A report without `data_seq`, the one member that tells how the facts came in."""
    report = json.loads(body)
    del report["meta"]["data_seq"]
    return json.dumps(report)


def told_by(conversion):
    """A conversion's name that does not depend on which of its events came first: who told it, under which ids."""
    return json.dumps(conversion["external_ids"], sort_keys=True)


class Order(FlowTest):
    def answers(self, daemon):
        """Report -> body; and what conversions and their explanations say, by told_by."""
        found = {}
        for target in views.reports():
            answer = daemon.get(target)
            self.assertEqual(answer.status, 200, (target, answer))
            found[target] = without_position(answer.body)
            found[views.as_csv(target)] = daemon.get(views.as_csv(target)).body.decode()
        dedup = self.ok(daemon.get("/v1/reports/dedup?currency=EUR"))
        found["dedup"] = {name: dedup["totals"][name] for name in ("events", "conversions", "duplicates")}
        found["conversions"] = self.conversions(daemon)
        return found

    def conversions(self, daemon):
        found = {}
        for line in daemon.get("/v1/export/conversions.ndjson").lines():
            target = "/v1/conversions/" + line.pop("conversion_id")
            name = told_by(line)
            self.assertNotIn(name, found)
            why, one = self.ok(daemon.get(target + "/explain?model=time_decay")), self.ok(daemon.get(target))
            found[name] = [line, one["ledger"], one["touchpoints"], one["new_customer"], why["touchpoints"], why["excluded"],
                           why["entries"], why["check"]]
        return found

    def test_three_orders_of_receipt_give_the_same_answers(self):
        straight = self.after(batch=100, shuffled=None)
        self.assertGreater(len(straight["conversions"]), 20)
        for batch, seed in ((1, 1), (7, 2), (1000, 3)):
            with self.subTest(batch=batch, seed=seed):
                self.compare(straight, self.after(batch, seed))

    def after(self, batch, shuffled):
        with self.daemon(name=f"batches-of-{batch}") as daemon:
            deliver(self, daemon, Shop().requests(batch, shuffled))
            return self.answers(daemon)

    def compare(self, one, other):
        self.assertEqual(one.keys(), other.keys())
        for target, body in one.items():
            self.assertEqual(body, other[target], target)

    def test_a_version_that_lost_leaves_every_later_name_right(self):
        """The late, older version of o-1 brings words nobody heard before; o-2 and o-3 must not be told by them."""
        sale = {"type": "purchase", "occurred_at": "2026-03-03T10:00:00Z", "value": "10", "currency": "USD"}
        standing = {**sale, "external_id": "o-1", "updated_at": "2026-03-08T00:00:00Z", "email": "ann@shop.example"}
        late = {**standing, "updated_at": "2026-03-04T00:00:00Z", "campaign_id": "c-old", "type": "subscribe"}
        with self.daemon() as daemon:
            for item in (standing, late):
                self.taken(daemon, "conversions", item)
            self.taken(daemon, "conversions", {**sale, "external_id": "o-2", "type": "generate_lead"}, "?source=shop")
            self.taken(daemon, "conversions", {**sale, "external_id": "o-3", "type": "sign_up", "country": "de"}, "?source=crm")
            told = daemon.get("/v1/export/conversions.ndjson").body
            by_id = {line["external_ids"][line["source"]][0]: line for line in daemon.get("/v1/export/conversions.ndjson").lines()}
            self.assertEqual([(by_id[o]["source"], by_id[o]["type"]) for o in ("o-1", "o-2", "o-3")],
                             [("manual", "purchase"), ("shop", "generate_lead"), ("crm", "sign_up")])
            groups = self.ok(daemon.get("/v1/reports/attribution?group_by=source,conversion_type"))["rows"]
        with self.daemon() as again:
            self.assertEqual(again.get("/v1/export/conversions.ndjson").body, told)
            self.assertEqual(self.ok(again.get("/v1/reports/attribution?group_by=source,conversion_type"))["rows"], groups)
            self.assertEqual(self.ok(again.post("/v1/conversions", late))["duplicates"], 1)
            self.assertEqual(again.get("/v1/export/conversions.ndjson").body, told)

    def test_a_refund_of_an_order_finds_its_purchase_beside_a_lead_of_the_same_order(self):
        order = {"occurred_at": "2026-03-03T10:00:00Z", "currency": "USD", "order_id": "B"}
        purchase = {**order, "external_id": "o-1", "type": "purchase", "value": "10", "email": "ann@shop.example"}
        lead = {**order, "external_id": "l-1", "type": "generate_lead", "value": "20.50", "email": "bob@shop.example"}
        refund = {**order, "kind": "refund", "adjustment_id": "r-1", "occurred_at": "2026-03-04T10:00:00Z"}
        steps = {"purchase": ("conversions", purchase), "lead": ("conversions", lead), "refund": ("adjustments", refund)}
        for names in itertools.permutations(steps):
            with self.subTest(names), self.daemon(name="-".join(names)) as daemon:
                for name in names:
                    self.taken(daemon, *steps[name])
                totals = self.ok(daemon.get("/v1/reports/roas"))["totals"]
                self.assertEqual((totals["booked"], totals["conversions"]), ("20.50", 2))

    def test_a_second_delivery_of_everything_changes_nothing(self):
        with self.daemon() as daemon:
            requests = Shop(seed=11).requests()
            deliver(self, daemon, requests)
            before = self.answers(daemon)
            deliver(self, daemon, Shop(seed=11).requests(batch=33, shuffled=5))
            self.compare(before, self.answers(daemon))


if __name__ == "__main__":
    unittest.main()
