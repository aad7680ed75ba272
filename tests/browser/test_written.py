"""A number is written alike by the server and in the browser, to the last digit, ties included."""

import json
import random

from gradlab.text.written import written
from tests.browser.conftest import ROOT

CASES = [
    # Exactly between two: 2⁻¹¹ and its multiples have few digits in decimal, the last of them a 5.
    *((sign * k * 2.0**-11, 7) for k in (1, 3, 5, 7, 9, 11) for sign in (1, -1)),
    *((sign * k * 0.5, 1) for k in range(1, 20) for sign in (1, -1)),
    (0.125, 2), (0.375, 2), (2.5, 1), (1e-5, 3), (123456.5, 6), (0.0, 3), (9.9999995, 7), (1e9, 3), (65504.0, 4),
]  # fmt: skip


def test_a_number_is_written_alike_in_both_languages(browser):
    chance = random.Random(0)
    cases = CASES + [
        (chance.uniform(-1, 1) * 10.0 ** chance.randint(-12, 12), chance.randint(1, 9)) for _ in range(2000)
    ]
    cases += [(chance.randint(-4000, 4000) * 2.0 ** -chance.randint(1, 14), chance.randint(1, 7)) for _ in range(2000)]
    script = (ROOT / "gradlab/ui/browser/numbers.js").read_text(encoding="utf-8").replace("export ", "")
    page = browser.new_page()

    found = page.evaluate(f"(() => {{ {script}; return {json.dumps(cases)}.map((each) => written(...each)); }})()")

    page.close()
    assert found == [written(*case) for case in cases]
