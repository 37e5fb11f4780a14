"""A CSV goes into a running daemon; every read command agrees with it, after a restart and without a server too."""
import csv
import json
import os
import tempfile

from program import Daemon, convhub

ORDERS = """Order Number;E-Mail;Total;Currency;Type;Occurred At;Campaign ID
A-1;ann@example.com;99.90;EUR;purchase;2026-03-01 10:00;c-1
A-2;bob@example.com;49.00;EUR;purchase;2026-03-02 11:30;
A-3;cyd@example.com;12.00;XXQ;purchase;2026-03-02 12:00;
A-4;dee@example.com;"1.00";EUR;purchase;2026-03-03;c-1;extra
"""
SPEND = '{"date":"2026-03-01","platform":"meta","campaign_id":"c-1","campaign_name":"Spring","cost":"33.30","currency":"EUR"}\n'
QUESTIONS = [
    ("roas", "--currency", "EUR", "--json"),
    ("compare", "--currency", "EUR", "--csv"),
    ("paths", "--json"),
    ("conversions", "--json"),
    ("export", "conversions", "--format", "ndjson"),
    ("attribution", "--currency", "EUR", "--group-by", "source"),
]

with tempfile.TemporaryDirectory() as folder:
    data = os.path.join(folder, "data")
    orders = os.path.join(folder, "orders.csv")
    spend = os.path.join(folder, "spend.ndjson")
    open(orders, "w", encoding="utf-8").write(ORDERS)
    open(spend, "w", encoding="utf-8").write(SPEND)

    with Daemon("--data", data) as hub:
        tried = hub.ask("import", orders, "--source", "shop", "--tz", "Europe/Berlin", "--dry-run", code=5)
        assert "Would import 4 conversions: 2 accepted, 0 duplicates, 2 rejected" in tried, tried
        assert json.loads(hub.ask("conversions", "--json"))["data"] == [], "a dry run stored something"

        done = hub.ask("import", orders, "--source", "shop", "--tz", "Europe/Berlin", code=5)
        assert "Imported 4 conversions: 2 accepted, 0 duplicates, 2 rejected" in done, done
        with open(orders + ".rejected.csv", encoding="utf-8") as file:
            rejected = list(csv.reader(file))
        assert rejected[0][-1] == "reason" and len(rejected) == 3, rejected
        assert {row[0] for row in rejected[1:]} == {"A-3", "A-4"}, rejected
        assert any("XXQ" in row[-1] for row in rejected[1:]), rejected
        again = hub.ask("import", orders, "--source", "shop", "--tz", "Europe/Berlin", code=5)
        assert "0 accepted, 2 duplicates, 2 rejected" in again, again
        hub.ask("import", spend, "--kind", "spend")

        roas = json.loads(hub.ask("roas", "--currency", "EUR", "--json"))
        row = next(r for r in roas["rows"] if r["group"]["campaign_id"] == "c-1")
        assert (row["spend"], row["revenue"], row["roas"]) == ("33.30", "99.90", 3), row
        assert roas["totals"]["booked"] == "148.90" and roas["totals"]["reconciles"], roas
        first = json.loads(hub.ask("conversions", "--json"))["data"][0]
        assert first["conversion_id"] in hub.ask("explain", first["conversion_id"])
        assert "A-" in hub.ask("conversions", first["conversion_id"])
        assert "purchase" in hub.ask("journey", "ann@example.com")
        hub.ask("status")

        answers = [hub.ask(*question) for question in QUESTIONS]
        refused = convhub("roas", "--data", data, code=1)
        assert "--server" in refused, refused
        hub.ask("roas", "--model", "magic", code=2)
        hub.ask("explain", "cv_" + "0" * 32, code=1)
        hub.stop()

    with Daemon("--data", data) as hub:
        assert [hub.ask(*question) for question in QUESTIONS] == answers, "a restart changed an answer"
        url = hub.url
        hub.kill()
    convhub("status", "--server", url, code=4)
    assert [convhub(*question, "--data", data) for question in QUESTIONS] == answers, "--data answers differently"
