"""The demo prints the same reconciled tables every time, leaves nothing behind, and serves the same data."""
import os
import tempfile

from program import Daemon, convhub

with tempfile.TemporaryDirectory() as scratch:
    os.environ["TMPDIR"] = scratch
    first = convhub("demo")
    assert convhub("demo") == first, "two runs of the demo differ"
    assert "Every model adds up to the net revenue booked" in first, first
    assert "(unattributed)" in first and "Counted twice" in first, first
    assert "\x1b" not in first, "colour in a pipe"
    with Daemon("--demo") as hub:
        roas = hub.ask("roas", "--model", "linear")
        assert "EUR" in roas, roas
        booked = first.split("net revenue booked: ")[1].split(" EUR")[0]
        assert f"add up to what was booked: {booked} EUR" in roas, (booked, roas)
        hub.stop()
    assert os.listdir(scratch) == [], f"left behind: {os.listdir(scratch)}"
