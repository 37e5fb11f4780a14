"""Who is one contact: told with its evidence, parted by a decision and joined again, and shared identifiers listed."""
import json
import unittest

from daemon import FlowTest, run_cli

SALE = {"type": "purchase", "value": "100.00", "currency": "EUR"}


class Contacts(FlowTest):
    def told(self, daemon):
        """Ann came by an advert on her tablet and bought; Ben bought; then somebody said that they are one."""
        self.taken(daemon, "touchpoints", {"id": "t1", "occurred_at": "2026-03-01T09:00:00Z", "channel": "Email",
                                           "campaign_id": "spring", "anonymous_id": "tablet"})
        self.taken(daemon, "conversions", [
            {**SALE, "external_id": "ann-1", "occurred_at": "2026-03-02T10:00:00Z", "email": "ann@example.com",
             "anonymous_id": "tablet"},
            {**SALE, "external_id": "ben-1", "occurred_at": "2026-03-03T10:00:00Z", "email": "ben@example.com"}])

    def join(self, daemon):
        self.taken(daemon, "identities", {"external_id": "i1", "email": ["ann@example.com"], "phone": "+491701234567"})
        self.taken(daemon, "identities", {"external_id": "i2", "email": ["ben@example.com"], "phone": "+491701234567"})

    def state(self, daemon):
        """What people see of contacts and money, without names that a contact may change."""
        report = self.ok(daemon.get("/v1/reports/attribution?currency=EUR&group_by=campaign"))
        del report["meta"]["data_seq"]
        people = {}
        for key in ("ann@example.com", "ben@example.com", "anonymous_id:tablet"):
            journey = self.ok(daemon.get(f"/v1/contacts/{key}/journey"))
            people[key] = [step.get("touch_id") or step["external_ids"] for step in journey["journey"]]
        return people, report

    def test_a_decision_parts_a_contact_and_taking_it_back_joins_it_again(self):
        with self.daemon() as daemon:
            self.told(daemon)
            before = self.state(daemon)
            self.join(daemon)
            joined = self.state(daemon)
            self.assertNotEqual(joined, before)
            answer = self.ok(daemon.post("/v1/contacts/ann@example.com/unmerge",
                                         {"identifiers": ["ben@example.com"], "note": "brothers"}))
            self.assertEqual(len(answer["contacts"]), 2)
            self.assertEqual(self.state(daemon), before)
            listed, = self.ok(daemon.get("/v1/contacts/verdicts"))["data"]
            self.assertEqual((listed["verdict_id"], listed["note"], listed["withdrawn"]),
                             (answer["verdict_id"], "brothers", False))
            self.assertEqual([i["kind"] for i in listed["identifiers"]], ["email", "email"])
            refused = self.ok(daemon.get("/v1/contacts/ben@example.com"))["refused_links"]
            self.assertEqual([(link["reason"], link["external_id"]) for link in refused], [("decided", "i2")])
            again = self.ok(daemon.ask("DELETE", "/v1/contacts/verdicts/" + answer["verdict_id"]))
            self.assertEqual(len(again["contacts"]), 1)
            self.assertEqual(self.state(daemon), joined)
            self.assertTrue(self.ok(daemon.get("/v1/contacts/verdicts"))["data"][0]["withdrawn"])

    def test_a_decision_outlives_the_process(self):
        with self.daemon() as daemon:
            self.told(daemon)
            self.join(daemon)
            self.ok(daemon.post("/v1/contacts/ann@example.com/unmerge", {"identifiers": ["ben@example.com"]}))
            parted = self.state(daemon)
        with self.daemon() as daemon:
            self.assertEqual(self.state(daemon), parted)

    def test_a_contact_tells_its_identifiers_and_the_items_that_linked_them(self):
        with self.daemon() as daemon:
            self.told(daemon)
            self.join(daemon)
            contact = self.ok(daemon.get("/v1/contacts/ann@example.com"))
            self.assertEqual([(i["kind"], i["is"]) for i in contact["identifiers"]],
                             [("email", "person"), ("email", "person"), ("phone", "person"), ("anonymous_id", "device")])
            self.assertEqual([(link["rule"], link["external_id"]) for link in contact["links"]],
                             [("strong", "i1"), ("strong", "i2"), ("stitched", "ann-1")])
            self.assertEqual([t["touch_id"] for t in contact["touchpoints"]], ["t1"])
            self.assertEqual([c["ledger"][0]["kind"] for c in contact["conversions"]], ["sale", "sale"])
            told = run_cli("contact", "ann@example.com", "--server", daemon.url, "--json")
            self.assertEqual(json.loads(told.stdout), contact)

    def test_what_cannot_be_parted_is_refused_by_name(self):
        with self.daemon() as daemon:
            self.told(daemon)
            for path, body, status, code, pointer in (
                    ("ann@example.com", {"identifiers": ["phone:+4930123456"]}, 404, "identifier-unknown", "/identifiers/0"),
                    ("ann@example.com", {"identifiers": ["ben@example.com"]}, 409, "identifier-elsewhere", "/identifiers/0"),
                    ("cleo@example.com", {"identifiers": ["ben@example.com"]}, 404, "contact-unknown", "key"),
                    ("ann@example.com", {"identifiers": ["ben@example.com"], "why": "x"}, 400, "member-unknown", "/why"),
                    ("somebody", {"identifiers": ["ben@example.com"]}, 400, "contact-key-malformed", "key")):
                with self.subTest(path=path, body=body):
                    answer = daemon.post(f"/v1/contacts/{path}/unmerge", body)
                    self.assertEqual(answer.status, status, answer)
                    error = answer.json()["errors"][0]
                    self.assertEqual((error["code"], error["pointer"]), (code, pointer))
            self.assertEqual(daemon.ask("DELETE", "/v1/contacts/verdicts/vd_1").status, 404)
            self.assertEqual(self.ok(daemon.get("/v1/contacts/verdicts"))["data"], [])

    def test_an_address_that_everybody_uses_is_listed_and_counted(self):
        with self.daemon(env={"CONVHUB_IDENTITY_MAX_PER_IDENTIFIER": "2"}) as daemon:
            for no in range(3):
                self.taken(daemon, "conversions", {**SALE, "external_id": f"s{no}", "email": "test@test.com",
                                                   "occurred_at": f"2026-03-0{no + 1}T10:00:00Z",
                                                   "phone": f"+49170123456{no}"})
            shared, = self.ok(daemon.get("/v1/identities/shared"))["data"]
            self.assertEqual((shared["kind"], shared["met"], shared["records"]), ("email", {"phone": 3}, 3))
            self.assertEqual((shared["first_seen_at"], shared["last_seen_at"]),
                             ("2026-03-01T10:00:00Z", "2026-03-03T10:00:00Z"))
            self.assertEqual(self.ok(daemon.get("/v1/status"))["shared_identifiers"], 1)
            self.assertIn(b"\nconvhub_shared_identifiers 1\n", daemon.get("/metrics").body)
            self.assertEqual(daemon.get("/v1/contacts/test@test.com").status, 404)
            contact = self.ok(daemon.get("/v1/contacts/phone:+491701234560"))
            self.assertEqual([link["reason"] for link in contact["refused_links"]], ["shared"])

    def test_google_mailboxes_are_one_where_that_is_asked_for(self):
        for fold, conversions in (("false", 1), ("true", 2)):
            with self.subTest(fold=fold), self.daemon(name=fold, env={"CONVHUB_IDENTITY_NORMALISE_GMAIL": fold}) as daemon:
                for no, email in enumerate(("j.smith+news@gmail.com", "jsmith@googlemail.com")):
                    self.taken(daemon, "conversions", {**SALE, "external_id": f"s{no}", "email": email, "order_id": f"o{no}",
                                                       "occurred_at": f"2026-03-0{no + 1}T10:00:00Z"})
                contact = self.ok(daemon.get("/v1/contacts/jsmith@googlemail.com"))
                self.assertEqual(len(contact["conversions"]), conversions)


if __name__ == "__main__":
    unittest.main()
