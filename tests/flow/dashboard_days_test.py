"""Choosing days in the dashboard by the keyboard, and where the focus is once an explanation is closed."""
import json
import unittest

from looks import DemoPages

FIELD = "[...document.querySelectorAll('.bar label')].find((l) => l.textContent === {}).querySelector('input')"


class Days(DemoPages):
    def field(self, name):
        return FIELD.format(json.dumps(name))

    def pressed(self, *keys):
        for key in keys:
            self.browser.tell("press", key)

    def hash(self):
        return self.run_script("location.hash")

    def type_into(self, name, keys):
        self.run_script(f"{self.field(name)}.focus()")
        self.pressed(*keys)

    def days(self):
        return self.run_script(f"[{self.field('From')}.value, {self.field('Through')}.value]")

    def test_a_day_is_typed_and_holds_once_it_is_whole(self):
        for name, which, typed, expected in (("Through", "to", "03202026", "2026-03-21"), ("From", "from", "02052026", "2026-02-05")):
            with self.subTest(name):
                self.open("overview")
                before = self.hash()
                self.type_into(name, typed[:5])
                self.assertEqual((self.hash(), self.texts(".refused")), (before, []))
                self.pressed(*typed[5:])
                self.assertEqual(self.hash(), before)
                self.pressed("Enter")
                self.until(f"location.hash.includes('{which}={expected}')")
                self.settle()
                self.assertEqual(self.texts(".refused"), [])
        self.check_no_faults()

    def test_a_day_that_is_left_half_typed_is_what_it_was(self):
        self.open("overview")
        before = self.hash()
        for keys in ("030520", ["Backspace"]):
            self.type_into("From", keys)
            self.run_script(f"{self.field('From')}.blur()")
            self.assertEqual((self.hash(), self.days()), (before, ["2026-03-02", "2026-03-31"]))
        self.check_no_faults()

    def test_a_day_that_is_picked_holds_at_once(self):
        self.open("overview")
        self.run_script(f"""(() => {{ const field = {self.field('From')}; field.value = '2026-03-10'; field.dispatchEvent(new Event('change', {{ bubbles: true }})) }})()""")
        self.until("location.hash.includes('from=2026-03-10')")

    def test_where_one_day_passes_the_other_this_goes_along(self):
        for name, typed, day in (("Through", "02102026", "2026-02-10"), ("From", "04202026", "2026-04-20")):
            with self.subTest(name):
                self.open("overview")
                self.type_into(name, typed)
                self.pressed("Tab", "Tab", "Tab")
                self.until(f"location.hash.includes('from={day}')")
                self.settle()
                self.assertEqual((self.days(), self.texts(".refused")), ([day, day], []))
        self.check_no_faults()

    def test_years_before_1970_in_an_address_are_said_to_be_wrong(self):
        for which in ("from", "to"):
            for year in ("0002", "1969"):
                self.open("overview")
                self.run_script(f"location.hash = location.hash.replace(/{which}=[^&]+/, '{which}={year}-02-05')")
                self.until(f"document.querySelector('.refused')?.textContent.includes('{which}={year}-02-05 is no day of the calendar from 1970 on')")
        self.open("overview")
        self.run_script("location.hash = location.hash.replace(/from=[^&]+/, 'from=1970-01-02').replace(/to=[^&]+/, 'to=9999-12-31')")
        self.until("document.querySelector('.bar .span b')?.textContent === '2 Jan 1970 – 30 Dec 9999'")
        self.assertNotIn("compared to", self.texts(".bar .span")[0])
        self.check_no_faults()


class Focus(DemoPages):
    FOCUSED = "document.activeElement.textContent"

    def test_an_explanation_that_is_closed_gives_the_focus_back_to_its_figure(self):
        for close in ("Escape", "Close"):
            for deep in (False, True):
                with self.subTest(close, deep=deep):
                    self.open("roas")
                    figure = self.texts("main tbody td .ask")[0]
                    self.browser.tell("click", "main tbody td .ask")
                    self.until("!!document.querySelector('dialog[open] tbody .ask')")
                    if deep:
                        self.browser.tell("click", "dialog tbody .ask")
                        self.until("!!document.querySelector('dialog[open] .back')")
                        self.settle()
                    if close == "Escape":
                        self.browser.tell("press", "Escape")
                    else:
                        self.press("Close")
                    self.until("!document.querySelector('dialog')")
                    self.until(f"{self.FOCUSED} === {json.dumps(figure)}")
        self.check_no_faults()

    def test_without_a_figure_that_opened_it_the_focus_goes_to_the_heading(self):
        self.open("roas", "show=how~spend")
        self.until("!!document.querySelector('dialog[open]')")
        self.press("Close")
        self.until(f"{self.FOCUSED} === 'ROAS'")
        self.assertEqual(self.browser.tell("axe"), [])


if __name__ == "__main__":
    unittest.main()
