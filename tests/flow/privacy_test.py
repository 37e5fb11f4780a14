"""No e-mail address or phone number that was sent can be found in the data directory, however it came in."""
import json
import unittest

from daemon import FlowTest, run_cli

EMAIL = "Hedwig.Courths@mail.example"
PHONE = "+49 171 3920442"
WHEN = "2026-02-09T10:01:07Z"
SALE = {"type": "purchase", "occurred_at": WHEN, "value": 5, "currency": "USD"}

SENT = {
    "/v1/conversions": [
        [{**SALE, "external_id": "o-1", "email": EMAIL, "phone": PHONE, "url": "https://shop.example/?email=hedwig.courths%40mail.example",
          "metadata": {"note": f"call {EMAIL}", "customer": {"phone": PHONE, "email": EMAIL}}, "buyer_email": EMAIL}],
        [{**SALE, "external_id": "o-2", "email": EMAIL, "phone": PHONE, "currency": "ZZQ", "note": f"wrote from {EMAIL}"}],
        '{"email":"' + EMAIL + '","phone":"' + PHONE + '",\n{"type":"purchase"}',
        [f"a text about {EMAIL}", {"occurred_at": EMAIL, "type": "purchase"}, {**SALE, "order_id": EMAIL}],
    ],
    "/v1/touchpoints": [[{"occurred_at": WHEN, "email": EMAIL, "phone": PHONE, "url": f"https://shop.example/?e={EMAIL}",
                          "referrer": f"https://mail.example/?to={EMAIL}"}, {"email": EMAIL, "phone": PHONE}]],
    "/v1/identities": [[{"email": EMAIL, "phone": PHONE, "external_user_id": "7"}]],
    "/v24.0/1/events": [{"data": [
        {"event_name": "Purchase", "event_time": 1770631267, "event_id": "a", "user_data": {"em": EMAIL, "ph": [PHONE]},
         "custom_data": {"value": 6, "currency": "USD", "note": EMAIL}},
        {"event_name": "Purchase", "event_time": 1770631267, "event_id": "b", "user_data": {"em": [EMAIL], "ph": PHONE},
         "custom_data": {"value": -5, "currency": "USD"}}]}],
}


class Privacy(FlowTest):
    def found_in(self, folder):
        """The names of files in *folder* that hold a trace of the person."""
        traces = [b"hedwig", b"courths", b"3920442"]
        return [path.name for path in folder.rglob("*") if path.is_file()
                and any(trace in path.read_bytes().lower() for trace in traces)]

    def send_everything(self, daemon):
        for route, bodies in SENT.items():
            for body in bodies:
                answer = daemon.post(route, body)
                self.assertEqual(answer.status, 200, answer)

    def test_no_address_and_no_number_reaches_the_disk(self):
        with self.daemon() as daemon:
            self.send_everything(daemon)
            csv = self.folder / "orders.csv"
            csv.write_text(f"external_id,type,occurred_at,value,currency,email,phone\nx-1,purchase,{WHEN},5,USD,{EMAIL},{PHONE}\n"
                           f"x-2,purchase,{WHEN},minus,USD,{EMAIL},{PHONE}\n")
            self.assertEqual(run_cli("import", csv, "--server", daemon.url).returncode, 5)
            self.assertEqual(self.found_in(self.folder / "data"), [])
            self.assertGreater(self.ok(daemon.get("/v1/status"))["rejected"], 3)
        self.assertEqual(self.found_in(self.folder / "data"), [])

    def test_the_person_is_known_all_the_same(self):
        with self.daemon() as daemon:
            self.send_everything(daemon)
            by_mail = self.ok(daemon.get("/v1/contacts/" + EMAIL.lower() + "/journey"))
            self.assertGreaterEqual(sum(step["kind"] == "conversion" for step in by_mail["journey"]), 2)
            self.assertNotIn("edwig", json.dumps(by_mail))

    def test_nothing_the_hub_answers_shows_the_person(self):
        with self.daemon() as daemon:
            self.send_everything(daemon)
            for target in ("/v1/quarantine", "/v1/conversions", "/v1/export/conversions.ndjson", "/v1/export/conversions.csv",
                           "/v1/reports/roas", "/metrics"):
                body = daemon.get(target).body.lower()
                for trace in (b"hedwig", b"3920442"):
                    self.assertNotIn(trace, body, target)
            daemon.stop()
            self.assertNotIn("edwig", daemon.errors())


if __name__ == "__main__":
    unittest.main()
