"""One step in a real browser: the line is live while dragging, the button takes the step, and the trail stays."""

import pytest

CHART = "document.querySelector('.gradlab').liveChart"
ROW = f"{CHART}.row"
RANGE = "document.querySelector('.gl-plotly')._fullLayout.{}axis.range"


def line(visit) -> str:
    return visit.page.locator(".gl-step-lines").inner_text().strip()


def press(visit, name: str) -> None:
    """Press a button of the view, and wait until its answer is drawn."""
    before = visit.page.evaluate_handle(f"{CHART}.frame")
    visit.page.locator(".st-key-step-row").get_by_role("button", name=name).click()
    visit.page.wait_for_function(f"before => {CHART}.frame !== before", arg=before)
    visit.page.evaluate(f"{CHART}.plot.drawing")


def numbers_of_the_trail(visit) -> list[str]:
    return sorted(visit.page.locator(".gl-trail-number").all_text_contents())


def test_the_step_is_written_out_at_every_position_and_nothing_is_sent(visit, server):
    visit.open(f"{server}/?show=step")
    assert line(visit) == "A[0] ← 2.5 − 0.1 · 5 = 2"
    sent = len(visit.sent)
    x, y = visit.point()
    mouse = visit.page.mouse
    mouse.move(x, y)
    mouse.down()
    for step in range(1, 6):
        mouse.move(x - 70 * step, y)
        a = visit.row()["position"]
        _, _, after = line(visit).rpartition("= ")
        # A − 0.1 · 2A
        assert float(after.replace("−", "-")) == pytest.approx(0.8 * a, abs=1e-5)
        landing = float(visit.page.locator(".gl-landing").get_attribute("cx"))
        to = "pixel => document.querySelector('.gradlab').liveChart.plot.scale.toX(pixel)"
        assert visit.page.evaluate(to, landing) == pytest.approx(0.8 * a, abs=0.02)
    mouse.up()
    assert len(visit.sent) == sent


def test_a_negative_gradient_is_bracketed(visit, server):
    visit.open(f"{server}/?show=step&A0=-2")
    assert line(visit) == "A[0] ← −2 − 0.1 · (−4) = −1.6"


def test_a_step_moves_point_slider_and_address_and_leaves_a_trail(visit, server):
    visit.open(f"{server}/?show=step&A0=-2")
    press(visit, "One step")
    assert visit.row()["position"] == -1.6
    assert float(visit.slider("A0").input_value()) == pytest.approx(-1.6)
    visit.page.wait_for_function("new URLSearchParams(location.search).get('A0') === '-1.6'")
    assert visit.query()["trail"] == "-2.0~-1.6"
    assert numbers_of_the_trail(visit) == ["0", "1"]
    assert visit.page.locator(".gl-trail-line").count() == 1
    said = visit.page.locator(".gl-step-card [role=status]")
    assert said.inner_text() == "Steps taken: 1. The last one took the loss from 4 to 2.56."


def test_overshooting_widens_slider_and_axes_and_the_address_opens_the_same_again(visit, server):
    visit.open(f"{server}/?show=step&A0=3&learning_rate=1.1&dtype=float64")
    for _ in range(3):
        press(visit, "One step")
    visit.page.wait_for_function(f"{RANGE.format('x')}[1] >= 10")
    assert visit.row()["position"] == pytest.approx(-5.184)
    assert visit.slider("A0").get_attribute("max") == "10"
    assert visit.page.evaluate(RANGE.format("y"))[1] > 5.184**2
    visit.page.wait_for_function("Number(new URLSearchParams(location.search).get('A0')) < -5")
    line_before, trail = line(visit), numbers_of_the_trail(visit)
    assert trail == ["0", "1", "2", "3"]

    visit.page.reload()
    visit.drawn()
    assert (line(visit), numbers_of_the_trail(visit)) == (line_before, trail)


def test_undo_and_clear(visit, server):
    visit.open(f"{server}/?show=step")
    press(visit, "One step")
    press(visit, "One step")
    press(visit, "Undo step")
    assert visit.row()["position"] == 2
    assert visit.query()["trail"] == "2.5~2.0"
    press(visit, "Clear trail")
    assert numbers_of_the_trail(visit) == []
    assert visit.row()["position"] == 2
    assert "trail" not in visit.query()


def test_the_point_moved_by_hand_keeps_the_trail_and_the_next_step_starts_there(visit, server):
    visit.open(f"{server}/?show=step")
    press(visit, "One step")
    visit.slider("A0").focus()
    visit.page.keyboard.press("Home")
    assert numbers_of_the_trail(visit) == ["0", "1"]
    press(visit, "One step")
    assert visit.row()["position"] == -4
    assert visit.page.locator(".gl-trail-line").count() == 2  # none for the move by hand


def test_steps_are_taken_by_keyboard_alone(visit, server):
    visit.open(f"{server}/?show=step")
    visit.page.locator(".st-key-step-take button").focus()
    for place in (2, 1.6):
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_function(f"{ROW}.position === {place}")


def test_without_zero_grad_the_program_strikes_out_its_line_and_grad_adds_up(visit, server):
    visit.open(f"{server}/?show=step&loss=times_five&A0=2&zero_grad=false&learning_rate=0.01")
    assert visit.page.locator(".gl-step-program del").inner_text() == "A.grad = None"
    press(visit, "One step")
    press(visit, "One step")
    assert "is now the sum of 3 gradients: tensor([15.])" in visit.page.locator(".gl-step-card").inner_text()
    assert line(visit) == "A[0] ← 1.85 − 0.01 · 15 = 1.7"


def test_the_trail_is_seen_along_another_element_too(visit, server):
    visit.open(f"{server}/?show=step&loss=mse_loss&elements=2&learning_rate=0.5")
    press(visit, "One step")
    visit.slider("input1").focus()
    visit.page.wait_for_function(f"{ROW}.name === 'input[1]'")
    visit.page.wait_for_function("document.querySelectorAll('.gl-trail-point').length === 2")
    # input[1] = 1 and its target 1.5: 1 − 0.5·(−0.5).
    cells = visit.page.locator(".gl-trail-table tbody td").all_text_contents()
    assert (cells[1], cells[4]) == ("1", "1.25")


def test_on_a_projector_the_step_can_be_taken_and_read(visit, server):
    visit.page.set_viewport_size({"width": 1024, "height": 768})
    visit.open(f"{server}/?show=step&view=projector")
    button = visit.page.locator(".st-key-step-row").get_by_role("button", name="One step")
    for part in (button, visit.page.locator(".gl-step-lines")):
        box = part.bounding_box()
        assert box["y"] + box["height"] <= 768
    press(visit, "One step")
    assert visit.row()["position"] == 2


def test_on_a_phone_the_button_stands_under_the_slider(visit, server):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.open(f"{server}/?show=step")
    slider = visit.page.locator(".st-key-A0").bounding_box()
    row = visit.page.locator(".st-key-step-row").bounding_box()
    assert 0 <= row["y"] - (slider["y"] + slider["height"]) < 40
    assert row["x"] + row["width"] <= 390
    press(visit, "One step")
    assert visit.row()["position"] == 2


def test_closing_the_view_takes_everything_away(visit, server):
    visit.open(f"{server}/?show=step&A0=2&trail=2.5~2.0")
    assert {"step", "landing", "trail"} <= visit.marks()
    visit.page.locator(".st-key-views").get_by_role("button", name="One step").click()
    visit.page.locator(".gl-step-card").wait_for(state="detached")
    assert not visit.marks() & {"step", "landing", "trail"}
