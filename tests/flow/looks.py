"""Looking at the dashboard of a hub in a browser: where its pages are, when they are done, what they show, and pressing what is on them."""
import json
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from browser import Browser
from daemon import Daemon, FlowTest

DAYS = {"from": "2026-03-02", "to": "2026-04-01", "tz": "UTC", "currency": "EUR"}  # the 30 days to the demo's last
AT = "&".join(f"{name}={value}" for name, value in DAYS.items())
SHAPES = {
    "light": {"viewport": {"width": 1280, "height": 900}, "colorScheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "colorScheme": "dark"},
    "narrow": {"viewport": {"width": 360, "height": 740}, "colorScheme": "light"},
    "narrow and dark": {"viewport": {"width": 360, "height": 740}, "colorScheme": "dark"},
}
SETTLED = "!!document.querySelector('main h1') && !document.querySelector('.wait, [aria-busy=true]')"


def plain(text):
    """A figure as the API writes it: `12,511.82` is 12511.82."""
    return text.replace(",", "").replace("−", "-").strip()


def money(amount):
    """A figure as the dashboard writes it."""
    whole, _, part = amount.lstrip("-").partition(".")
    return ("−" if amount.startswith("-") else "") + f"{int(whole):,}" + (f".{part}" if part else "")


class Looks:
    """What a test does with the *browser* of its class on the pages of a hub."""

    def open(self, page, query="", hub=None):
        self.browser.tell("goto", "about:blank")
        self.browser.tell("goto", f"{(hub or self.hub).url}/#/{page}?{AT}{'&' + query if query else ''}")
        self.settle()

    def settle(self):
        self.browser.tell("wait", SETTLED)

    def until(self, script):
        self.browser.tell("wait", script)

    def run_script(self, script):
        return self.browser.tell("run", script)

    def texts(self, selector, inside="document"):
        return self.run_script(f"[...{inside}.querySelectorAll({json.dumps(selector)})].map((e) => e.textContent.trim())")

    def rows(self, caption, part="tbody"):
        """The cells of the table that is captioned so, row by row."""
        return self.run_script(f"""[...[...document.querySelectorAll('table')].find((t) => t.caption?.textContent === {json.dumps(caption)})
            .querySelectorAll('{part} tr')].map((r) => [...r.children].map((c) => c.textContent.trim()))""")

    def press(self, text, tag="button"):
        """Clicks the first *tag* that reads so, else the first that begins so."""
        self.run_script(f"""(() => {{ const all = [...document.querySelectorAll('{tag}')], read = (b) => b.textContent.trim(), text = {json.dumps(text)};
            const e = all.find((b) => read(b) === text) ?? all.find((b) => read(b).startsWith(text));
            if (!e) throw new Error('nothing reads ' + text); e.click() }})()""")

    def go(self, page, query=""):
        """Turns to another page, with what was laid over the hub's answers still in force."""
        self.run_script(f"location.hash = {json.dumps(f'#/{page}?{AT}&{query}')}")
        self.until(f"location.hash.startsWith('#/{page}?')")
        self.settle()

    def answer_instead(self, *answers):
        """From now on this page of the browser is told *answers* in place of the hub's: each a part of the address, a status and a
        body, the first that fits. What was laid over before holds where none of them fits."""
        self.run_script(f"""(() => {{ const ask = window.fetch, told = {json.dumps(answers)};
            window.fetch = (to, init) => {{ const one = told.find(([at]) => String(to).includes(at));
                return one ? Promise.resolve(new Response(JSON.stringify(one[2]), {{ status: one[1] }})) : ask(to, init) }} }})()""")

    def check_no_faults(self):
        self.assertEqual(self.browser.tell("faults"), [])


class DemoPages(Looks, FlowTest):
    """The pages of a hub with the demo's data, that all tests of a class share."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="convhub-flow-")
        cls.addClassCleanup(folder.cleanup)
        cls.hub = cls.enterClassContext(Daemon(Path(folder.name) / "data", "--demo"))
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        super().setUp()
        self.browser.tell("context", SHAPES["light"])

    def report(self, name, **parameters):
        return self.ok(self.hub.get(f"/v1/reports/{name}?{urlencode({**DAYS, **parameters})}"))
