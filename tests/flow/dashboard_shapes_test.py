"""The dashboard's pages as they are laid out: which controls each has, that names keep clear of each other, that there is more than the
screen shows, and that long pages are sound in both themes."""
import unittest

from looks import SHAPES, DemoPages

LABELS = ["Range", "Compare to", "Model", "Lookback", "Offline", "Currency", "Time zone"]
# What each page asks the hub with; days that are chosen stand beside the range.
OBEYED = {
    "overview": LABELS, "roas": LABELS, "models": ["Range", "Lookback", "Offline", "Currency", "Time zone"],
    "paths": ["Range", "Lookback", "Offline", "Currency", "Time zone"], "cohorts": ["Range", "Model", "Lookback", "Offline", "Currency", "Time zone"],
    "journey": ["Model", "Lookback", "Time zone"], "duplicates": ["Range", "Currency", "Time zone"], "sources": ["Range", "Currency", "Time zone"],
    "live": ["Time zone"], "quarantine": ["Time zone"], "match": ["Range", "Model", "Lookback", "Offline", "Currency", "Time zone"],
    "exports": ["Range", "Model", "Lookback", "Offline", "Currency", "Time zone"], "settings": ["Model", "Lookback", "Offline", "Currency", "Time zone"],
}


class Shapes(DemoPages):
    def test_no_name_of_the_flow_stands_on_another_or_beyond_its_step(self):
        for shape in ("light", "narrow"):
            self.browser.tell("context", SHAPES[shape])
            for dimension in ("channel", "campaign", "source_medium"):
                with self.subTest(shape=shape, dimension=dimension):
                    self.open("paths", f"dimension={dimension}")
                    boxes = self.run_script("""[...document.querySelectorAll('.sankey .value')].map((t) => {
                        const b = t.getBBox(), r = t.parentNode.querySelector('rect').getBBox(); return [t.textContent, r.x, b.x, b.x + b.width, b.y, b.y + b.height] })""")
                    nodes = self.run_script("document.querySelectorAll('.sankey .node').length")
                    self.assertEqual(len(boxes), nodes, "every node has its name")
                    width = self.run_script("+document.querySelector('.sankey').getAttribute('width')")
                    steps = sorted({round(box[1]) for box in boxes}) + [width]
                    for name, node, left, right, top, bottom in boxes:
                        self.assertLess(right, steps[steps.index(round(node)) + 1] + 1, f"{name} reaches the next step")
                        for other, its, _, _, y, _ in boxes:
                            if name != other and its == node and y >= top:
                                self.assertGreater(y + 3, bottom, f"{name} and {other}")

    def test_on_a_narrow_screen_the_page_is_named_in_view_and_what_is_cut_says_so(self):
        self.browser.tell("context", SHAPES["narrow"])
        for page in OBEYED:
            with self.subTest(page):
                self.open(page)
                self.assertTrue(self.run_script("""(() => { const a = document.querySelector('nav [aria-current]').getBoundingClientRect(), n = document.querySelector('nav').getBoundingClientRect();
                    return a.left >= n.left - 1 && a.right <= n.right + 1 })()"""), "the page's own entry is out of sight")
                self.assertEqual(self.run_script("""[...document.querySelectorAll('.scroll')].filter((s) => s.scrollWidth - s.clientWidth > 4
                    && !(s.classList.contains('cut') && s.previousElementSibling?.textContent.includes('More '))).map((s) => s.ariaLabel)"""), [])
        self.open("roas")
        self.press("More columns")
        self.until("document.querySelector('.scroll').scrollLeft > 100")
        self.press("More columns")
        self.until("[...document.querySelectorAll('.turns button')].some((b) => b.textContent.includes('Back'))")
        self.assertTrue(self.run_script("getComputedStyle(document.querySelector('.scroll tbody th')).position === 'sticky'"), "the name of the row stays")
        self.check_no_faults()

    def test_cohorts_of_all_time_and_long_pages_are_sound_in_both_themes(self):
        for shape, options in SHAPES.items():
            self.browser.tell("context", options)
            for page in ("cohorts", "cohorts?by=campaign", "paths?dimension=campaign"):
                with self.subTest(page=page, shape=shape):
                    self.browser.tell("goto", f"{self.hub.url}/#/{page}")
                    self.settle()
                    self.assertEqual(self.browser.tell("axe"), [])
                    self.check_no_faults()

    def test_a_box_to_tick_is_as_large_as_a_box_and_beside_nothing(self):
        for shape, options in SHAPES.items():
            with self.subTest(shape):
                self.browser.tell("context", options)
                self.open("settings")
                self.until("!!document.querySelector('[type=checkbox]')")
                box, button = self.run_script("""['[type=checkbox]', 'form.line .go, .line .go'].map((s) => { const b = document.querySelector(s).getBoundingClientRect(); return [b.left, b.top, b.width, b.height] })""")
                self.assertEqual(box[2:], [16, 16])
                self.assertTrue(box[0] + 16 <= button[0] or box[1] + 16 <= button[1], (box, button))
                self.run_script("document.querySelector('[type=checkbox]').click()")
                self.assertTrue(self.run_script("document.querySelector('[type=checkbox]').checked"))

    def test_a_page_shows_the_controls_that_it_obeys(self):
        for page, labels in OBEYED.items():
            with self.subTest(page):
                self.browser.tell("goto", "about:blank")
                self.browser.tell("goto", f"{self.hub.url}/#/{page}?range=30d")
                self.settle()
                self.assertEqual(self.texts(".bar .field > span"), labels)


if __name__ == "__main__":
    unittest.main()
