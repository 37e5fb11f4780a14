"""Looking at duplicates, deciding about them and changing the rules, as an analyst does: over HTTP and on the command line."""
import json
import unittest

import daemon as flow
from daemon import FlowTest


def run_cli(*arguments):
    done = flow.run_cli(*arguments)
    done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    return done


def sale(source_id, value="49.00", order=None, hour=10, day=1, email="ann@shop.example"):
    item = {"external_id": source_id, "type": "purchase", "occurred_at": f"2026-03-{day:02}T{hour:02}:00:00Z",
            "value": value, "currency": "EUR", "email": email}
    return {**item, "order_id": order} if order else item


class Duplicates(FlowTest):
    def tell(self, daemon, source, *items):
        answer = self.ok(daemon.post(f"/v1/conversions?source={source}", list(items)))
        self.assertEqual(answer["rejected"], 0, answer)
        return [r["conversion_id"] for r in answer["results"]]

    def pairs(self, daemon, query=""):
        return self.ok(daemon.get("/v1/duplicates" + query))["data"]

    def ids(self, daemon):
        return sorted(c["conversion_id"] for c in self.ok(daemon.get("/v1/conversions"))["data"])

    def net(self, daemon):
        report = self.ok(daemon.get("/v1/reports/attribution?currency=EUR"))
        self.assertIs(report["totals"]["reconciles"], True)
        return report["totals"]["revenue"]

    def test_pairs_say_what_was_merged_what_nearly_was_and_what_is_kept_apart(self):
        with self.daemon() as daemon:
            self.tell(daemon, "shop", sale("1", order="A"), sale("2", hour=12, day=5), sale("3", "80.00", "B", day=9))
            self.tell(daemon, "crm", sale("c1", order="A"), sale("c2", hour=13, day=6), sale("c3", "80.00", "C", day=9))
            merged, = self.pairs(daemon, "?standing=merged")
            self.assertEqual((merged["rule"], merged["keys"]), ("order_key", "order_id=A"))
            self.assertEqual({merged["event"]["external_id"], merged["partner"]["external_id"]}, {"1", "c1"})
            possible, = self.pairs(daemon, "?standing=possible")
            self.assertEqual((possible["reason"], possible["delta_seconds"]), ("outside-window", 25 * 3600))
            apart, = self.pairs(daemon, "?standing=kept_apart&amount=80.00&currency=EUR&sources=crm,shop")
            self.assertEqual(apart["reason"], "order-ids-differ")
            self.assertEqual(self.pairs(daemon, "?sources=nobody"), [])
            first = self.ok(daemon.get("/v1/duplicates?limit=1"))
            second = self.ok(daemon.get("/v1/duplicates?limit=2&cursor=" + first["next_cursor"]))
            self.assertEqual(first["data"] + second["data"], self.pairs(daemon))
            wrong = daemon.get("/v1/duplicates?standing=perhaps&amount=x&limit=0&cursor=z&rule=luck")
            self.assertEqual(wrong.status, 400)
            self.assertEqual(len(wrong.json()["errors"]), 5)

    def test_a_merge_by_hand_and_its_undoing_leave_everything_as_it_was_and_survive_a_restart(self):
        with self.daemon() as daemon:
            one, other = self.tell(daemon, "shop", sale("1", order="A"), sale("2", "51.00", "B", hour=11))
            self.tell(daemon, "crm", sale("c1", order="A"), sale("c2", "51.00", "B", hour=11))
            before = self.ids(daemon), self.net(daemon), self.ok(daemon.get(f"/v1/conversions/{one}"))["events"]
            merged = self.ok(daemon.post("/v1/duplicates/merge", {"conversion_ids": [one, other], "note": "split payment"}))
            self.assertEqual(merged["conversions"], [one])
            self.assertEqual(self.net(daemon), "51.00")  # the later report of the source by name, crm
            self.assertEqual(self.ok(daemon.get(f"/v1/conversions/{other}"))["redirected_from"], other)
            rules = {e["rule"] for e in self.ok(daemon.get(f"/v1/conversions/{one}"))["merged_from"]}
            self.assertEqual(rules, {"manual"})
            daemon.kill()
        with self.daemon() as daemon:
            self.assertEqual(self.ids(daemon), [one])
            parted = self.ok(daemon.post(f"/v1/conversions/{one}/unmerge", {"conversion_id": other}))
            self.assertEqual(parted["conversions"], sorted([one, other], key=[one, other].index))
            self.assertEqual((self.ids(daemon), self.net(daemon), self.ok(daemon.get(f"/v1/conversions/{one}"))["events"]), before)
            listed = self.ok(daemon.get("/v1/duplicates/verdicts"))["data"]
            self.assertEqual([(v["verdict"], v["note"]) for v in listed], [("apart", None), ("together", "split payment")])
            for verdict in listed:
                self.ok(daemon.ask("DELETE", "/v1/duplicates/verdicts/" + verdict["verdict_id"]))
            self.assertEqual((self.ids(daemon), self.net(daemon)), before[:2])
            again = daemon.ask("DELETE", "/v1/duplicates/verdicts/" + listed[0]["verdict_id"])
            self.assertEqual((again.status, again.json()["errors"][0]["code"]), (409, "already-withdrawn"))

    def test_one_report_or_all_can_be_parted_and_what_makes_no_sense_is_refused(self):
        with self.daemon() as daemon:
            one, = self.tell(daemon, "shop", sale("1", order="A"))
            self.tell(daemon, "crm", sale("c1", order="A"))
            self.tell(daemon, "erp", sale("e1", order="A"))
            self.ok(daemon.post(f"/v1/conversions/{one}/unmerge", {"source": "crm", "external_id": "c1"}))
            self.assertEqual((len(self.ids(daemon)), self.net(daemon)), (2, "98.00"))
            self.ok(daemon.ask("POST", f"/v1/conversions/{one}/unmerge"))
            self.assertEqual((len(self.ids(daemon)), self.net(daemon)), (3, "147.00"))
            self.tell(daemon, "crm", {**sale("c1", order="A"), "country": "DE"})  # a newer version of what was parted
            self.assertEqual(len(self.ids(daemon)), 3)
            unknown = "cv_" + "0" * 32
            for method, target, body, status, code in [
                    ("POST", f"/v1/conversions/{one}/unmerge", None, 409, "one-event"),
                    ("POST", f"/v1/conversions/{unknown}/unmerge", None, 404, "conversion-unknown"),
                    ("POST", "/v1/conversions/cv_1/unmerge", None, 400, "conversion-id-malformed"),
                    ("POST", f"/v1/conversions/{one}/unmerge", {"source": "crm"}, 400, "member-missing"),
                    ("POST", f"/v1/conversions/{one}/unmerge", {"evnt": "crm"}, 400, "member-unknown"),
                    ("POST", "/v1/duplicates/merge", {"conversion_ids": [one]}, 400, "member-missing"),
                    ("POST", "/v1/duplicates/merge", {"conversion_ids": [one, one]}, 409, "already-one"),
                    ("POST", "/v1/duplicates/merge", {"conversion_ids": [one, unknown]}, 404, "conversion-unknown"),
                    ("POST", "/v1/duplicates/merge", [one], 400, "member-type"),
                    ("DELETE", "/v1/duplicates/verdicts/vd_x", None, 404, "verdict-unknown")]:
                answer = daemon.ask(method, target, None if body is None else json.dumps(body))
                self.assertEqual((answer.status, answer.json()["errors"][0]["code"]), (status, code), (target, body))
            broken = daemon.ask("POST", "/v1/duplicates/merge", "{\"conversion_ids\": [")
            self.assertEqual((broken.status, broken.json()["errors"][0]["code"]), (400, "json-malformed"))

    def test_a_possible_pair_is_never_one_by_decision_until_that_is_taken_back(self):
        with self.daemon() as daemon:
            one, = self.tell(daemon, "shop", sale("1"))
            other, = self.tell(daemon, "crm", sale("c1", hour=12, day=2))
            possible, = self.pairs(daemon, "?standing=possible")
            never = self.ok(daemon.post("/v1/duplicates/keep-apart", {"conversion_ids": [one, other], "note": "two baskets"}))
            self.assertEqual(never["conversions"], [one, other])
            self.assertEqual(self.pairs(daemon, "?standing=possible"), [])
            apart, = self.pairs(daemon, "?standing=kept_apart")
            self.assertEqual((apart["reason"], apart["event"]), ("unmerged", possible["event"]))
            listed, = self.ok(daemon.get("/v1/duplicates/verdicts"))["data"]
            self.assertEqual((listed["verdict_id"], listed["verdict"], listed["note"]), (never["verdict_id"], "apart", "two baskets"))
            self.ok(daemon.post("/v1/duplicates/rules", {"window_seconds": 172800}))  # under which they would be one
            self.assertEqual(self.ids(daemon), sorted([one, other]))
            daemon.kill()
        with self.daemon() as daemon:
            self.assertEqual(self.ids(daemon), sorted([one, other]))
            self.ok(daemon.ask("DELETE", "/v1/duplicates/verdicts/" + never["verdict_id"]))
            self.assertEqual(self.ids(daemon), [one])
            self.ok(daemon.post("/v1/duplicates/rules", {"as_configured": True}))
            never = self.ok(daemon.post("/v1/duplicates/keep-apart", {"conversion_ids": [one, other], "note": "two tills"}))
            self.assertEqual(never["overrules"], [])
            merged = self.ok(daemon.post("/v1/duplicates/merge", {"conversion_ids": [one, other]}))
            self.assertEqual(self.ids(daemon), [one])
            overruled, = merged["overrules"]
            self.assertEqual((overruled["verdict_id"], overruled["verdict"], overruled["note"]), (never["verdict_id"], "apart", "two tills"))
            for body, status, code in [({"conversion_ids": [one, other]}, 409, "already-one"), ({"conversion_ids": [one]}, 400, "member-missing"),
                                       ({"conversion_ids": [one, "cv_" + "0" * 32]}, 404, "conversion-unknown"), ({"conversions": []}, 400, "member-unknown")]:
                answer = daemon.post("/v1/duplicates/keep-apart", body)
                self.assertEqual(answer.status, status, body)
                self.assertIn(code, [error["code"] for error in answer.json()["errors"]], body)

    def test_an_order_id_on_everything_joins_nothing_and_is_reported(self):
        with self.daemon() as daemon:
            for start in range(0, 300, 100):
                self.tell(daemon, "shop", *(sale(str(n), order="undefined", email=f"p{n}@shop.example")
                                            for n in range(start, start + 100)))
            self.assertEqual(self.ok(daemon.get("/v1/status"))["conversions"], 300)
            self.assertEqual(self.net(daemon), "14700.00")
            self.assertEqual(self.ok(daemon.get("/v1/duplicates/rules"))["hub_keys"],
                             [{"kind": "order_id", "key": "undefined", "events": 300}])
            pair = self.pairs(daemon, "?standing=kept_apart&limit=1")[0]
            self.assertEqual(pair["reason"], "hub-key")
            refund = self.ok(daemon.post("/v1/adjustments", {"kind": "refund", "order_id": "undefined", "adjustment_id": "r",
                                                             "occurred_at": "2026-03-09T00:00:00Z"}))
            self.assertEqual(refund["results"][0]["errors"][0]["code"], "order-ambiguous")

    def test_rules_are_rehearsed_then_put_in_force_for_all_data_and_taken_back(self):
        with self.daemon() as daemon:
            self.tell(daemon, "shop", sale("1"), sale("2", "70.00", day=9))
            self.tell(daemon, "crm", sale("c1", day=2, hour=20), sale("c2", "70.00", day=9, hour=11))
            hub = ["--server", daemon.url]
            dry = run_cli("dedup", "--window", "48h", "--dry-run", *hub)
            self.assertEqual(dry.returncode, 0, dry.stderr)
            self.assertIn("Nothing was changed", dry.stdout)
            self.assertIn("3 -> 2", dry.stdout)
            self.assertEqual(self.net(daemon), "168.00")
            done = json.loads(run_cli("dedup", "--window", "48h", "--json", *hub).stdout)
            self.assertEqual((done["conversions_before"], done["conversions_after"], done["joined"]), (3, 2, 1))
            self.assertEqual((done["net_before"], done["net_after"]), ([{"amount": "168.00", "currency": "EUR"}],
                                                                       [{"amount": "119.00", "currency": "EUR"}]))
            self.assertEqual(self.net(daemon), "119.00")
            daemon.kill()
        with self.daemon() as daemon:
            self.assertEqual(self.net(daemon), "119.00")
            rules = self.ok(daemon.get("/v1/duplicates/rules"))
            self.assertEqual((rules["rules"]["window_seconds"], rules["decided"]["rules_id"]), (172800, done["rules_id"]))
            back = run_cli("dedup", "--as-configured", "--server", daemon.url)
            self.assertEqual(back.returncode, 0, back.stderr)
            self.assertEqual(self.net(daemon), "168.00")
            self.assertEqual(run_cli("dedup", "--window", "soon", "--server", daemon.url).returncode, 2)
            wrong = daemon.post("/v1/duplicates/rules", {"window_seconds": -1, "as_configured": True})
            self.assertEqual(wrong.status, 400)
            twice = daemon.post("/v1/duplicates/rules", {"authority": ["shop", "crm", "shop"], "dry_run": True})
            self.assertEqual((twice.status, twice.json()["errors"][0]["pointer"]), (400, "/authority/2"))

    def test_order_numbers_name_conversions_to_decide_about_and_decisions_are_listed_with_their_ids(self):
        with self.daemon() as daemon:
            self.tell(daemon, "shop", sale("1", order="A"), sale("2", order="B", hour=12))
            self.assertEqual(run_cli("decisions", "--server", daemon.url).stdout, "Nobody decided anything yet.\n")
            done = run_cli("merge", "A", "order:B", "--note", "one basket", "--server", daemon.url)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(len(self.ids(daemon)), 1)
            listed = run_cli("decisions", "--server", daemon.url).stdout
            self.assertRegex(listed, r"vd_\w+ .*one basket")
            self.assertEqual(run_cli("unmerge", "B", "--server", daemon.url).returncode, 0)
            self.assertEqual(len(self.ids(daemon)), 2)
            unknown = run_cli("keep-apart", "A", "Z", "--server", daemon.url)
            self.assertEqual((unknown.returncode, "no conversion has the order id or external id 'Z'" in unknown.stderr), (1, True), unknown.stderr)

    def test_the_command_line_lists_merges_and_parts(self):
        with self.daemon() as daemon:
            one, other = self.tell(daemon, "shop", sale("1", order="A"), sale("2", "51.00", "B", hour=11))
            hub = ["--server", daemon.url]
            self.assertIn("No such pairs", run_cli("duplicates", *hub).stdout)
            merged = json.loads(run_cli("merge", one, other, "--note", "one basket", "--json", *hub).stdout)
            listed = run_cli("duplicates", "--rule", "manual", *hub).stdout
            self.assertIn("manual", listed)
            self.assertEqual(run_cli("merge", one, other, *hub).returncode, 1)
            self.assertEqual(run_cli("unmerge", merged["verdict_id"], *hub).returncode, 0)
            self.assertEqual(len(self.ids(daemon)), 2)
            run_cli("merge", one, other, *hub)
            self.assertEqual(run_cli("unmerge", one, "--event", "shop:2", *hub).returncode, 0)
            self.assertEqual(len(self.ids(daemon)), 2)
            never = json.loads(run_cli("keep-apart", one, other, "--note", "two baskets", "--json", *hub).stdout)
            self.assertIn("unmerged", run_cli("duplicates", "--standing", "kept_apart", *hub).stdout)
            again = run_cli("keep-apart", one, other, "--note", "two baskets still", "--json", *hub)
            self.assertEqual(json.loads(again.stdout)["overrules"], [])
            last = json.loads(again.stdout)["verdict_id"]
            joined = run_cli("merge", one, other, *hub).stdout
            self.assertEqual([line.split()[2] for line in joined.splitlines() if line.startswith("It overrules")], [last])
            self.assertRegex(joined, r"It is worth [\d.]+ EUR from now on, as shop says; [\d.]+ EUR of shop does not count\.")
            self.assertEqual(run_cli("unmerge", one, "--event", "shop:2", *hub).returncode, 0)
            self.assertIn(never["verdict_id"], [v["verdict_id"] for v in self.ok(daemon.get("/v1/duplicates/verdicts"))["data"]])


if __name__ == "__main__":
    unittest.main()
