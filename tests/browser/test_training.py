"""Training in a real browser: the scrubber, the question, and the ways to the other pages and back."""

from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from gradlab.compute.gradient import unscaled_gradient
from gradlab.compute.training import PRESETS, at_step, run
from gradlab.text import words

WORDS = words("en")["training"]
LIVE = "document.querySelector('.gradlab-training').liveTraining"
DRAWN = f"""document.querySelector('.gradlab-training')?.liveTraining?.lanes?.plot.place
 && {LIVE}.plots.every(({{ plot }}) => plot.place || !plot.area.clientWidth)
 && !document.querySelector('[data-testid=stStatusWidget]')"""
STEP = "t_step"


def drawn(visit) -> None:
    visit.page.wait_for_function(DRAWN, timeout=60_000)  # the first visit of a server imports the optimizers


@pytest.fixture
def training(visit, server):
    """The page, opened by a link."""

    def opened(link: str = ""):
        visit.page.goto(f"{server}/training{link}")
        drawn(visit)
        return visit

    return opened


def text(visit, part: str) -> str:
    return visit.page.locator(f".gt-{part}").first.inner_text()


def shown(visit) -> int:
    return visit.page.evaluate(f"{LIVE}.step")


def numbers(visit) -> list[float]:
    """The numbers of the large line, such as w.grad = −17.75."""
    named = [part.split("=")[1] for part in text(visit, "gradient").split("   ")]
    return [float(number.replace("−", "-")) for number in named]


def until_shown(visit, step: int) -> None:
    visit.page.wait_for_function(f"{LIVE}.step === {step}")


def test_scrubbing_by_hand_key_and_button_shows_each_step_as_pytorch_computed_it_and_sends_nothing(training):
    visit = training()
    page, record = visit.page, run(PRESETS["line"].training)
    x, y = visit.thumb(STEP)
    sent, seen = len(visit.sent), set()
    page.mouse.move(x, y)
    page.mouse.down()
    for distance in range(20, 400, 40):
        page.mouse.move(x + distance, y)
        step = shown(visit)
        assert step == int(visit.slider(STEP).input_value())
        assert numbers(visit) == pytest.approx(record.gradients[step].tolist(), rel=1e-3)
        assert text(visit, "sentence").startswith(f"Step {step}:")
        seen.add(
            (step, page.locator(".gt-cursor").first.get_attribute("x1"), page.locator(".gt-fitted").get_attribute("y1"))
        )
    page.mouse.up()
    assert len(seen) >= 9
    assert {len({row[column] for row in seen}) for column in range(3)} == {len(seen)}

    page.keyboard.press("Home")
    until_shown(visit, 0)
    page.keyboard.press("ArrowRight")
    until_shown(visit, 1)
    page.get_by_role("button", name=WORDS["live"]["next"]).click()
    page.keyboard.press("Enter")  # the focus has stayed on the button
    until_shown(visit, 3)
    page.get_by_role("button", name=WORDS["live"]["back"]).click()
    until_shown(visit, 2)
    lane = page.locator(".gt-lanes").bounding_box()
    page.mouse.click(lane["x"] + lane["width"] / 2, lane["y"] + 60)
    page.wait_for_function(f"{LIVE}.step > 20")

    visit.slider(STEP).focus()
    page.keyboard.press("Space")
    page.wait_for_function(f"{LIVE}.scrubber.timer && {LIVE}.step > 32")
    page.keyboard.press("Space")
    paused = shown(visit)
    page.wait_for_function(f"new URLSearchParams(location.search).get('step') === '{paused}'")
    assert page.locator(".gt-play").get_attribute("aria-label") == WORDS["live"]["play"]
    assert len(visit.sent) == sent

    # What the server then draws anew leaves the step where it is, and Share's link says it.
    page.locator(".st-key-t_seed input").fill("1")
    page.keyboard.press("Enter")
    page.wait_for_function("new URLSearchParams(location.search).get('t_seed') === '1'")
    drawn(visit)
    assert shown(visit) == paused
    assert visit.query()["step"] == str(paused)
    page.locator(".st-key-share button").first.click()
    link = page.locator(".st-key-shared code").first.inner_text()
    assert parse_qs(urlsplit(link).query)["step"] == [str(paused)]
    with page.expect_download() as saved:
        page.get_by_role("button", name="SVG").click()
    svg = saved.value.path().read_text(encoding="utf-8")
    assert all(WORDS["lanes"][lane].split(" (")[0] in svg for lane in ("loss", "gradient", "given", "moved"))


def test_a_symptom_hides_its_future_until_it_is_guessed_then_plays_and_says_whether_it_was_so(training):
    visit = training()
    page = visit.page
    name = WORDS["preset"]["rate_too_large"]["name"]
    page.locator(".st-key-t_presets").get_by_text(name).click()
    page.wait_for_selector("[data-waiting]")
    drawn(visit)
    hidden = "getComputedStyle(document.querySelector('.gt-lanes .ytick')).visibility"
    assert page.evaluate(hidden) == "hidden"
    visit.slider(STEP).focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"document.querySelector('.st-key-{STEP} input').value === '0'")
    assert shown(visit) == 0

    speed = page.locator(".gt-speed")
    speed.click()
    speed.click()
    page.get_by_role("button", name=WORDS["guesses"]["diverges"]).click()
    page.wait_for_function(f"{LIVE}.step > 0")
    look = WORDS["preset"]["rate_too_large"]["look"]
    assert text(visit, "look") == look
    assert page.evaluate(hidden) == "visible"
    page.wait_for_function(f"{LIVE}.step === {LIVE}.last")
    assert page.locator(".gt-question p").first.inner_text().startswith("✓")
    departure = run(PRESETS["rate_too_large"].training).departure
    assert f"step {departure.step}" in text(visit, "fate")
    assert departure.operation in text(visit, "fate")

    page.keyboard.press("Control+z")
    page.wait_for_function("!new URLSearchParams(location.search).has('preset')")


def test_explore_brings_its_experiment_and_a_steps_gradient_leads_back_to_its_tangent(training, server):
    visit = training("?step=3")  # a page that was left somewhere else
    page = visit.page
    page.goto(f"{server}/?loss=square&elements=1&A0=1.5")
    visit.drawn()
    page.locator(".st-key-train button").first.click()
    page.wait_for_url("**/training?**")
    drawn(visit)
    assert page.evaluate(f"{LIVE}.run.columns") == ["A"]
    visit.slider(STEP).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    until_shown(visit, 2)
    (gradient,) = numbers(visit)
    page.locator(".gt-gradient").click()
    visit.drawn()
    assert urlsplit(page.url).path == "/"
    assert float(visit.row()["slope"]) == pytest.approx(gradient, rel=1e-3)


@pytest.mark.parametrize("name", ["line", "clipped_too_early"])
def test_the_link_of_a_step_says_the_state_whose_gradient_it_shows(training, name):
    visit = training(f"?preset={name}&step=5")
    link = parse_qs(urlsplit(visit.page.locator(".gt-gradient").get_attribute("href")).query)
    preset = PRESETS[name].training
    record = run(preset)
    if name == "line":
        there = at_step(preset, record, 5)
        assert [float(link[key][0]) for key in ("w0", "b0")] == record.values[5].tolist()
        gradients = unscaled_gradient(there).gradients
        assert numbers(visit) == pytest.approx([float(gradients[tensor][0]) for tensor in ("w", "b")], rel=1e-3)
    else:
        assert float(link["x"][0]) == pytest.approx(record.gradients[5][0], rel=1e-6)
        assert (link["unscale"], link["optimizer"]) == (["in_step"], [preset.optimizer])
        assert float(link["learning_rate"][0]) == record.learning_rates[5]
        assert float(link["log2_S"][0]) == np.log2(record.scales[5])


SIZES = {"desktop": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}
WIDER = "document.documentElement.scrollWidth - innerWidth"
OVERLAPPING = """[...document.querySelectorAll('.gt-lanes .annotation-text')].some((title) => {
  const box = title.getBoundingClientRect();
  return [...document.querySelectorAll('.gt-lanes .annotation-text')].some((other) => {
    const its = other.getBoundingClientRect();
    return other !== title && box.bottom > its.top + 1 && its.bottom > box.top + 1;
  });
})"""


@pytest.mark.parametrize(
    "link", ["?preset=vanishing&step=20", "?view=projector&lang=ja&preset=zero_grad_forgotten&step=9"]
)
def test_at_every_size_the_scrubber_is_in_sight_and_nothing_is_wider_than_the_screen(training, link):
    visit = training(link)
    page = visit.page
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(
            f"{LIVE}.lanes.plot.area._fullLayout.width === document.querySelector('.gt-lanes').clientWidth"
        )
        assert page.evaluate(WIDER) <= 0
        assert not page.evaluate(OVERLAPPING)
        thumb = visit.thumb(STEP)
        assert 0 < thumb[1] < height
        for part in (".gt-play", ".gt-gradient", ".gt-sentence"):
            box = page.locator(part).first.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        assert page.locator(".gt-picture:visible").count() == (1 if width < 768 else 3 if "vanishing" in link else 2)
