"""A live page from disk, with the network off: moved by mouse and key it shows PyTorch's numbers, or says why not."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from gradlab import Experiment, live_page, unscaled_gradient
from gradlab.compute.training import PRESETS, run
from gradlab.ui.experiment.elements import sliders_in
from gradlab.ui.live_page.chart import Sheet, chart_page
from gradlab.ui.live_page.training import training_page
from gradlab.ui.training.payload import message
from tests.browser.conftest import Visit

TARGET = [3.0, 1.5, -2.25]
STARTS = [5.0, 1.0, -2.0]


def huber(*inputs: float, delta: float = 1.0) -> Experiment:
    return Experiment("huber_loss", {"input": list(inputs), "target": TARGET}, {"delta": delta}, dtype="float32")


def open_file(visit: Visit, path: Path) -> None:
    """Open it and wait until it is drawn; its Content-Security-Policy lets no string be evaluated again and again."""
    visit.page.goto(path.as_uri())
    visit.page.locator(".gl-loading.gl-hidden").wait_for(state="attached")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    path = tmp_path_factory.mktemp("live") / "lesson.html"
    live_page(huber(*STARTS), language="en", task="Make the slope <b>0</b>.").save(path)
    return path


@pytest.fixture
def file(browser, saved, request):
    """The file in a browser without a network; nothing is asked for, and nothing complained about."""
    context = browser.new_context(
        **({"viewport": {"width": 1440, "height": 900}} | getattr(request, "param", {})), offline=True
    )
    visit = Visit(context.new_page())
    asked = []
    visit.page.on("request", lambda one: asked.append(one.url))
    open_file(visit, saved)
    yield visit
    context.close()
    assert visit.complaints == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def assert_shows(file, experiment: Experiment, element: int) -> None:
    """What PyTorch gives for this experiment is on the screen."""
    expected = unscaled_gradient(experiment)
    row = file.row()
    assert row["name"] == f"input[{element}]"
    assert float(row["loss"]) == expected.loss
    assert float(row["slope"]) == expected.gradients["input"][element]
    assert file.text("grad") == expected.printed["input"]


def said(file) -> str:
    return file.page.locator(".lp-said").inner_text()


def stands(file) -> list[float]:
    texts = file.page.locator(".stSlider output").all_inner_texts()
    return [float(text.replace("−", "-")) for text in texts]


def test_it_is_moved_by_key_and_mouse_and_shows_what_pytorch_gives(file):
    assert file.page.locator(".lp-task").inner_text() == "Task: Make the slope <b>0</b>."
    assert_shows(file, huber(*STARTS), 0)

    file.slider("input0").focus()
    file.page.keyboard.press("ArrowLeft")
    assert_shows(file, huber(4.9, 1.0, -2.0), 0)

    x, y = file.point()
    file.page.mouse.move(x, y)
    file.page.mouse.down()
    file.page.mouse.move(x - 100, y, steps=4)
    file.page.mouse.up()
    value = stands(file)[0]
    assert value < 4.5
    assert_shows(file, huber(value, 1.0, -2.0), 0)

    box = file.slider("input1").bounding_box()
    file.page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + box["height"] / 2)
    file.page.mouse.down()
    file.page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2, steps=4)
    file.page.mouse.up()
    first, second, *_ = stands(file)
    assert (first, said(file).startswith("input[0] = 5.0 again")) == (5.0, True)
    assert second > 2
    assert_shows(file, huber(5.0, second, -2.0), 1)

    file.page.locator(".gl-bar").nth(2).click()
    assert stands(file) == [*STARTS, 1.0]
    assert_shows(file, huber(*STARTS), 2)


def test_a_parameter_is_moved_alone_and_what_is_not_known_is_said(file):
    file.slider("input0").focus()
    file.page.keyboard.press("ArrowRight")
    file.slider("delta").focus()
    file.page.keyboard.press("End")
    *_, delta = stands(file)
    assert stands(file) == [*STARTS, delta]
    assert delta > 1
    assert_shows(file, huber(*STARTS, delta=delta), 0)

    box = file.page.locator(".gl-exact input")
    box.fill("0.123")
    box.press("Enter")
    assert "input[0] = 0.123" in said(file)
    assert_shows(file, huber(*STARTS, delta=delta), 0)

    box.fill("−0.5")
    box.press("Enter")
    assert stands(file) == [-0.5, 1.0, -2.0, 1.0]
    assert_shows(file, huber(-0.5, 1.0, -2.0), 0)

    file.page.locator(".lp-reset").click()
    assert (stands(file), said(file)) == ([*STARTS, 1.0], "")
    assert_shows(file, huber(*STARTS), 0)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    """A worksheet with a corner between two positions of its second slider, and without its numbers."""
    l1 = Experiment("l1_loss", {"input": [5.0, 1.0], "target": [3.0, -2.25]}, dtype="float32")
    elements, folder = sliders_in(l1)[:2], tmp_path_factory.mktemp("sheet")
    for name, hidden in {"told": (), "untold": ("numbers", "views")}.items():
        text = chart_page(l1, elements, elements[1], language="en", sheet=Sheet("Where?", hidden, ()))
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


def test_a_corner_between_two_positions_is_gone_to_and_each_move_undone_and_the_slope_opens(file, sheet):
    open_file(file, sheet / "told.html")
    page, undo = file.page, file.page.locator(".lp-undo")
    expect(undo).to_be_disabled()
    file.slider("input1").focus()
    page.keyboard.press("ArrowRight")
    page.locator(".gl-kinks button").click()
    assert stands(file) == [5.0, -2.25]
    assert file.text("grad") == "tensor([0.5000, 0.0000])"  # by hand: sign(0) = 0, over two elements

    page.keyboard.press("Control+z")
    assert stands(file) == [5.0, 1.1]
    undo.click()
    assert stands(file) == STARTS[:2]
    expect(undo).to_be_disabled()

    page.locator(".lp-slope").click()
    expect(page.locator(".gl-slope-plot .scatterlayer .trace").first).to_be_attached()
    page.locator(".lp-slope").click()
    expect(page.locator(".gl-slope-plot")).to_have_count(0)


def test_the_numbers_that_a_worksheet_hides_are_nowhere_in_the_page(file, sheet):
    open_file(file, sheet / "untold.html")
    expect(file.page.locator(".gl-grad")).to_have_text("?")
    expect(file.page.locator(".lp-slope")).to_be_hidden()
    written = file.page.locator("main").evaluate("part => part.outerHTML")
    assert [told for told in ("0.5000", "+0.5", "rises by", "−0.5") if told in written] == []
    assert "2.625" in written  # the loss is the height of the curve


def test_a_training_is_moved_through_from_disk(browser, tmp_path):
    training = PRESETS["zero_grad_forgotten"].training
    record = run(training)
    text = training_page(message((training, record), None, "en", ""), record.steps, device="cpu", language="en")
    (tmp_path / "training.html").write_text(text, encoding="utf-8")
    context = browser.new_context(offline=True)
    visit = Visit(context.new_page())
    visit.page.goto((tmp_path / "training.html").as_uri())
    visit.page.locator(".gt-lanes .scatterlayer .trace").first.wait_for(state="attached")
    visit.slider("t_step").focus()
    for step in (1, 2):
        visit.page.keyboard.press("ArrowRight")
        assert visit.page.locator("output[for=t_step]").inner_text() == str(step)
        assert f"{step}" in visit.page.locator(".gt-step").inner_text()
    visit.page.locator(".gt-next").click()
    assert visit.slider("t_step").input_value() == "3"
    held = "Array.from(document.querySelector('.gradlab-training').liveTraining.run.numbers.gradients)"
    assert visit.page.evaluate(held) == record.gradients.ravel().tolist()
    context.close()
    assert visit.complaints == []


@pytest.mark.parametrize(
    "file", [{"viewport": {"width": 390, "height": 844}, "has_touch": True, "color_scheme": "dark"}], indirect=True
)
def test_on_a_phone_in_the_dark_the_number_the_chart_and_the_handle_are_on_the_first_screen(file):
    assert file.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for part in (file.page.locator(".gl-grad"), file.page.locator(".gl-plot"), file.slider("input0")):
        box = part.bounding_box()
        assert 0 <= box["y"] < box["y"] + box["height"] <= 844
    theme = "document.querySelector('.gradlab').dataset.theme"
    assert file.page.evaluate(theme) == "dark"
    file.page.emulate_media(color_scheme="light")
    file.page.locator(".gradlab[data-theme=light]").wait_for(state="attached")
    assert file.page.get_by_role("slider", name="input[2]").count() == 1
