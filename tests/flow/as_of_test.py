"""A report as of an earlier position or time gives what it gave then, to the byte, whatever has come since."""
import itertools
import json
import re
import sqlite3
import threading
import unittest
from urllib.parse import quote

import views
from daemon import FlowTest, run_cli
from hubspot_test import AGAIN, CAME, LOST, WON
from shop import Shop, deliver

DEDUP = "/v1/reports/dedup?" + views.EUR
WHEN = re.compile(rb'"as_of":("[^"]*"|\d+),')


def targets():
    """Reports of every kind, as JSON and as CSV."""
    some = [t for t in views.reports() if "group_by" not in t or re.search("group_by=(campaign|source_medium|country|week)&", t)]
    return [seen for target in some + [DEDUP] for seen in (target, views.as_csv(target))]


def as_of(target, when):
    return f"{target}{'&' if '?' in target else '?'}as_of={quote(str(when), safe='')}"


class AsOf(FlowTest):
    def take(self, daemon):
        connection = daemon.connect()
        taken = {}
        for target in targets():
            answer = connection.ask("GET", target)
            self.assertEqual(answer.status, 200, (target, answer))
            taken[target] = answer.body
        connection.close()
        return taken

    def compare(self, daemon, taken, when):
        connection = daemon.connect()
        for target, body in taken.items():
            answer = connection.ask("GET", as_of(target, when))
            self.assertEqual(answer.status, 200, (target, answer))
            if ".csv" not in target:
                self.assertEqual(answer.json()["meta"]["as_of"], when)
            self.assertEqual(WHEN.sub(b"", answer.body).decode(), body.decode(), (when, target))
        connection.close()

    def stages(self, daemon):
        """What comes one after the other; each changes what was reported before."""
        shop = Shop(people=25)
        by_kind = {}
        for target, body in shop.requests(batch=1000):
            by_kind.setdefault(target, []).append((target, body))
        late = Shop(seed=11, people=12)
        yield by_kind["/v1/conversions"] + by_kind["/v1/spend"]
        yield by_kind["/v1/touchpoints"]                                        # touches that come late
        yield by_kind["/v1/fx-rates"]                                           # rates
        yield by_kind["/v1/conversions?source=shop_export"] + by_kind["/v24.0/1234567890/events"]  # merges
        yield by_kind["/v1/adjustments"] + by_kind["/v1/identities"]            # refunds, people that are one
        yield [("/v1/ingest/hubspot", json.dumps(events)) for events in (WON, CAME)]
        yield [("/v1/spend", [{**row, "cost": "1.25", "campaign_name": "Renamed"} for row in late.items["spend"]])]
        yield [("/v1/ingest/hubspot", json.dumps(events)) for events in (LOST, AGAIN)]
        yield late.requests(batch=1000)
        yield [("/v1/duplicates/merge", {"conversion_ids": self.ids(daemon, lambda c: len(c["sources"]) == 1)[:3]})]
        yield [(f"/v1/conversions/{one}/unmerge", b"") for one in self.ids(daemon, lambda c: len(c["sources"]) > 1)[:3]]
        yield [("/v1/duplicates/rules", {"window_seconds": 60})]

    def ids(self, daemon, chosen):
        """Conversions of orders."""
        listed = self.ok(daemon.get("/v1/conversions?type=purchase&limit=1000"))["data"]
        return [c["conversion_id"] for c in listed if chosen(c)]

    def test_every_report_as_of_a_position_is_the_one_given_there(self):
        with self.daemon() as daemon:
            given = [(0, self.take(daemon))]
            for stage in self.stages(daemon):
                for target, body in stage:
                    self.assertEqual(self.ok(daemon.post(target, body)).get("rejected", 0), 0, target)
                seq = self.ok(daemon.get("/v1/status"))["data_seq"]
                given.append((seq, self.take(daemon)))
            self.assertEqual(len({taken[f"/v1/reports/roas?model=linear&{views.EUR}"] for _, taken in given}), len(given))
            for seq, taken in [*given[::-1], given[4]]:
                self.compare(daemon, taken, seq)
        with self.daemon() as again:
            self.compare(again, given[3][1], given[3][0])

    def test_a_report_as_of_a_time_is_from_what_was_received_by_then(self):
        with self.daemon() as daemon:
            given = []
            for stage in itertools.islice(self.stages(daemon), 4):
                for target, body in stage:
                    self.assertEqual(self.ok(daemon.post(target, body)).get("rejected", 0), 0, target)
                seq = self.ok(daemon.get("/v1/status"))["data_seq"]
                with sqlite3.connect(f"file:{self.folder}/data/hub.db?mode=ro", uri=True) as log:
                    at, = log.execute("SELECT max(received_at) FROM fact WHERE seq <= ?", (seq,)).fetchone()
                given.append((at, self.take(daemon)))
            for at, taken in given:
                moment = f"{self.text(at)}"
                self.compare(daemon, taken, moment)
            before = self.ok(daemon.get("/v1/reports/roas?as_of=2020-01-01"))
        self.assertEqual((before["meta"]["as_of"], before["meta"]["data_seq"]), ("2020-01-01T00:00:00Z", 0))
        self.assertEqual((before["rows"], before["totals"]["booked"]), ([], "0.00"))

    @staticmethod
    def text(us):
        """As the hub writes times: no more digits than there are, in threes."""
        from datetime import datetime, timezone
        fraction = f"{us % 1000000:06}"
        fraction = "" if fraction == "000000" else "." + (fraction[:3] if fraction.endswith("000") else fraction)
        return datetime.fromtimestamp(us // 1000000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S") + fraction + "Z"

    def test_the_present_is_answered_while_the_past_is_read(self):
        item = {"type": "purchase", "occurred_at": "2026-03-03T10:00:00Z", "value": 1, "currency": "USD"}
        with self.daemon() as daemon:
            for begin in range(0, 30000, 1000):
                self.taken(daemon, "conversions", [{**item, "external_id": f"e-{n}", "email": f"p{n}@shop.example"}
                                                   for n in range(begin, begin + 1000)])
            past, present = [], []
            asking = threading.Thread(target=lambda: past.append(daemon.get("/v1/reports/roas?as_of=29000")))
            asking.start()
            while asking.is_alive():
                self.taken(daemon, "conversions", {**item, "external_id": f"now-{len(present)}"})
                present.append(self.ok(daemon.get("/v1/reports/roas"))["totals"]["conversions"])
            asking.join()
            self.assertEqual(self.ok(past[0])["totals"]["conversions"], 29000)
        self.assertGreater(len(present), 2)
        self.assertEqual(present, [30001 + n for n in range(len(present))])

    def test_a_future_is_refused_with_a_sentence(self):
        with self.daemon() as daemon:
            self.taken(daemon, "conversions", {"type": "purchase", "occurred_at": "2026-03-03T10:00:00Z"})
            for when in ("2", "2999-01-01", "2999-01-01T00:00:00Z"):
                for report in ("attribution", "compare", "roas.csv", "paths", "dedup"):
                    answer = daemon.get(f"/v1/reports/{report}?as_of={when}")
                    self.assertEqual(answer.status, 400, answer)
                    problem, = answer.json()["errors"]
                    self.assertEqual((problem["code"], problem["pointer"]), ("as-of-future", "as_of"))
                    self.assertIn("yet", problem["detail"])

    def test_the_commands_take_it_too(self):
        with self.daemon() as daemon:
            deliver(self, daemon, Shop(people=5).requests())
            for command in ("attribution", "roas", "compare", "paths"):
                printed = run_cli(command, "--as-of", "3", "--json", "--server", daemon.url)
                self.assertEqual(printed.stdout, daemon.get(f"/v1/reports/{command}?as_of=3").body)
            refused = run_cli("roas", "--as-of", "99999", "--server", daemon.url)
            self.assertNotEqual(refused.returncode, 0)
            self.assertIn("99999", refused.stderr.decode())


if __name__ == "__main__":
    unittest.main()
