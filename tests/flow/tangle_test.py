"""Whatever gets in each other's way, the order of receipt decides nothing, a restart changes nothing, and all adds up."""
import itertools
import json
import unittest

import views
from daemon import FlowTest
from order_test import told_by, without_position
from shop import deliver
from tangle import Tangle

SEEDS = [2, 7, 22, 25, 154, 201, 202, 203]
QUESTIONS = [f"/v1/reports/attribution?group_by={group}&model={model}" for group in ("campaign", "channel", "source", "day")
             for model in ("linear", "time_decay", "position_based")]
QUESTIONS += ["/v1/reports/paths", "/v1/reports/roas", "/v1/reports/attribution?basis=touch&views=true"]


def sorted_lists(conversion):
    """A listed conversion with its sources and ids in one order; the hub tells them as they came in."""
    ids = {source: sorted(ids) for source, ids in conversion["external_ids"].items()}
    return {**conversion, "sources": sorted(conversion["sources"]), "external_ids": ids}


class TangledEvents(FlowTest):
    def state(self, daemon):
        """What the hub makes of its events, without ids and positions."""
        connection, found = daemon.connect(), {}
        self.addCleanup(connection.close)

        def ask(target):
            answer = connection.ask("GET", target)
            self.assertEqual(answer.status, 200, (target, answer))
            return answer

        for target in QUESTIONS:
            found[target] = without_position(ask(target).body)
            self.assertIs(json.loads(found[target]).get("totals", {"reconciles": True})["reconciles"], True)
        for line in ask("/v1/export/conversions.ndjson").lines():
            target = "/v1/conversions/" + line.pop("conversion_id")
            one, why = ask(target).json(), ask(target + "/explain?model=linear").json()
            self.assertIs(why["check"]["reconciles"], True)
            line = sorted_lists(line)
            self.assertIn(line["source"], line["external_ids"])
            found[told_by(line)] = [line, one["ledger"], one["touchpoints"], one["new_customer"], why["touchpoints"],
                                    why["excluded"], why["check"]]
        return found

    def test_tangled_events_mean_the_same_in_every_order(self):
        for seed in SEEDS:
            with self.subTest(seed):
                states = []
                for name, order in (("made", {}), ("shuffled", {"shuffled": seed}), ("batched", {"shuffled": -seed, "batch": 50})):
                    with self.daemon(name=f"{seed}-{name}") as daemon:
                        deliver(self, daemon, Tangle(seed).requests(**order))
                        states.append(self.state(daemon))
                        daemon.kill()
                self.compare(states[0], states[1])
                self.compare(states[0], states[2])

    def test_one_click_told_under_two_names_decides_alike_whichever_name_came_first(self):
        view, click = {"interaction": "view"}, {"interaction": "click"}
        steps = {
            "touch of u1": {**click, "id": "t7", "occurred_at": "2026-03-02T15:50:00Z", "external_user_id": "u1",
                            "click_ids": {"gclid": "g2"}, "campaign_id": "c2", "url": "https://shop.example/?gclid=g0"},
            "touch of ann": {**view, "id": "t13", "occurred_at": "2026-03-02T15:40:00Z", "email": "ann@shop.example", "click_id": "g0"},
            "touch of bob": {**view, "id": "t23", "occurred_at": "2026-03-01T23:30:00Z", "email": "bob@shop.example",
                             "click_ids": {"gclid": "g2"}},
        }
        told = {}
        for names in itertools.permutations(steps):
            with self.daemon(name="-".join(names)) as daemon:
                for name in names:
                    self.taken(daemon, "touchpoints", steps[name])
                journey = self.ok(daemon.get("/v1/contacts/external_id:u1/journey"))["journey"]
                told[names] = tuple(step["touch_id"] for step in journey)
        self.assertEqual(len(set(told.values())), 1, told)

    def test_tangled_events_mean_the_same_after_a_restart(self):
        for seed in SEEDS:
            with self.subTest(seed):
                with self.daemon(name=str(seed)) as daemon:
                    deliver(self, daemon, Tangle(seed).requests())
                    before = views.every_answer(self, daemon)
                with self.daemon(name=str(seed)) as daemon:
                    self.compare(before, views.every_answer(self, daemon))

    def compare(self, one, other):
        """Names the first question with two answers, not all of them."""
        self.assertEqual(one.keys(), other.keys())
        for question, answer in one.items():
            self.assertEqual(answer, other[question], question)


if __name__ == "__main__":
    unittest.main()
