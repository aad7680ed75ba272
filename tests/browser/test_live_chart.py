"""Dragging the point, in a real browser: everything that moves, and that nothing is sent."""

import pytest

TANGENT = "['x1', 'y1', 'x2', 'y2'].map(name => document.querySelector('.gl-tangent').getAttribute(name)).join()"
# The source's program, and what it prints.
TUTORIAL = [
    "A = torch.tensor([5.0], requires_grad=True)",
    "loss = A*5",
    "loss.backward()",
    "A.grad  # tensor([5.])",
]


def test_the_page_opens_on_a_square_whose_gradient_prints_tensor_5(visit, server):
    visit.open(server)
    assert visit.text("grad") == "tensor([5.])"
    assert visit.text("loss") == "6.25"
    assert visit.text("program code").splitlines() == [
        "A = torch.tensor([2.5], requires_grad=True)",
        "loss = A**2",
        "loss.backward()",
        "A.grad  # tensor([5.])",
    ]


def test_dragging_the_slider_moves_everything_at_every_step_and_sends_nothing(visit, server):
    visit.open(server)
    x, y = visit.thumb("A0")
    sent = len(visit.sent)
    mouse = visit.page.mouse
    mouse.move(x, y)
    mouse.down()
    seen = []
    for step in range(1, 13):
        mouse.move(x - 24 * step, y)
        position = visit.row()["position"]
        assert float(visit.slider("A0").input_value()) == pytest.approx(position)
        assert visit.point()[0] == pytest.approx(visit.thumb("A0")[0], abs=1.5)  # the handle stands under the point
        seen.append((visit.page.evaluate(TANGENT), visit.text("grad"), visit.text("program code"), visit.point()))
        assert float(visit.text("slope").replace("−", "-")) == pytest.approx(2 * position)  # d(A²)/dA = 2A
    mouse.up()
    for part in zip(*seen, strict=True):
        assert len(set(part)) == len(seen)
    visit.page.wait_for_function("new URLSearchParams(location.search).has('A0')")
    assert float(visit.query()["A0"]) == pytest.approx(visit.row()["position"])
    assert len(visit.sent) == sent


def test_arrow_keys_turn_the_tangent_and_send_nothing(visit, server):
    visit.open(server)
    visit.slider("A0").focus()
    sent, before = len(visit.sent), visit.page.evaluate(TANGENT)
    visit.page.keyboard.press("ArrowLeft")
    assert visit.row()["position"] == 2.45
    assert visit.page.evaluate(TANGENT) != before
    assert len(visit.sent) == sent


def test_pressing_and_dragging_in_the_plot_moves_point_slider_and_address_and_sends_nothing(visit, server):
    visit.open(server)
    box = visit.page.locator(".gl-press").bounding_box()
    x, y = box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.4
    sent = len(visit.sent)
    mouse = visit.page.mouse
    mouse.move(x, y)
    mouse.down()
    assert visit.row()["position"] == -2.5  # a quarter of the way from -5 to 5
    mouse.move(x + box["width"] * 0.1, y)
    assert visit.row()["position"] == -1.5
    assert visit.thumb("A0")[0] == pytest.approx(visit.point()[0], abs=1.5)
    mouse.up()
    visit.page.wait_for_function("new URLSearchParams(location.search).get('A0') === '-1.5'")
    assert len(visit.sent) == sent
    visit.page.keyboard.press("ArrowRight")  # the slider has the focus now
    assert visit.row()["position"] == -1.45


def test_touching_another_element_brings_its_curve_at_the_values_moved_meanwhile(visit, server):
    visit.open(f"{server}/?loss=cross_entropy")
    visit.slider("input0").focus()
    visit.page.keyboard.press("End")
    visit.slider("input2").focus()
    visit.page.wait_for_function("document.querySelector('.gradlab').liveChart.row.name === 'input[2]'")
    assert "input[0] = 8.0" in visit.text("title")
    assert visit.query()["at"] == "input2"
    visit.page.keyboard.press("Home")
    assert visit.row()["position"] == -8


def test_the_curve_of_a_slider_under_the_mouse_comes_before_it_is_pressed(visit, server):
    visit.open(f"{server}/?loss=cross_entropy")
    visit.page.mouse.move(*visit.thumb("input1"))
    visit.page.wait_for_function("document.querySelector('.gradlab').liveChart.asking.ahead?.parts")
    assert visit.row()["name"] == "input[0]"
    shown = "document.querySelector('.gradlab').liveChart.row.name"
    visit.page.evaluate(f"document.addEventListener('pointerdown', () => {{ window.onPress = {shown}; }}, true)")
    visit.page.mouse.down()
    visit.page.mouse.up()
    assert visit.page.evaluate("onPress") == "input[1]"
    visit.page.wait_for_function("new URLSearchParams(location.search).get('at') === 'input1'")


def test_a_curve_that_came_before_another_slider_moved_is_not_shown(visit, server):
    visit.open(f"{server}/?loss=cross_entropy")
    visit.slider("input0").focus()
    visit.page.mouse.move(*visit.thumb("input1"))
    visit.page.wait_for_function("document.querySelector('.gradlab').liveChart.asking.ahead?.parts")
    visit.page.keyboard.press("End")
    visit.page.mouse.down()
    visit.page.mouse.up()
    visit.page.wait_for_function("document.querySelector('.gradlab').liveChart.row.name === 'input[1]'")
    assert "input[0] = 8.0" in visit.text("title")


def test_a_bar_of_the_gradient_chooses_its_element(visit, server):
    visit.open(f"{server}/?loss=mse_loss&elements=3")
    visit.page.locator(".gl-bar").nth(1).click()
    visit.page.wait_for_function("document.querySelector('.gradlab').liveChart.row.name === 'input[1]'")
    assert visit.page.locator(".gl-bar").nth(1).get_attribute("aria-pressed") == "true"


def test_the_axes_and_the_zoom_hold_while_a_value_changes_and_a_ghost_stays(visit, server):
    visit.open(f"{server}/?loss=mse_loss&elements=2")
    for _ in range(2):
        visit.page.locator(".gl-zoom-in").click()
    visit.drawn()
    axes = "JSON.stringify(document.querySelector('.gl-plotly')._fullLayout.yaxis.range)"
    held = visit.page.evaluate(axes)
    node = visit.page.evaluate_handle("document.querySelector('.gl-plotly .main-svg')")
    visit.slider("target0").focus()
    visit.page.keyboard.press("PageDown")
    visit.page.wait_for_function("document.querySelector('.gl-plotly').data.some(trace => trace.meta === 'ghost')")
    assert visit.page.evaluate(axes) == held
    assert visit.page.evaluate("node => node.isConnected", node)
    visit.page.locator(".gl-refit").click()
    visit.page.wait_for_function(f"{axes} !== '{held}'")


def test_a_value_off_the_grid_is_shown_exactly_until_the_slider_moves(visit, server):
    visit.open(f"{server}/?A0=2.347")
    assert visit.row()["position"] == 2.347
    assert visit.text("program code").startswith("A = torch.tensor([2.347], requires_grad=True)")
    visit.slider("A0").focus()
    visit.page.keyboard.press("ArrowRight")
    assert visit.row()["position"] in (2.35, 2.4)


def test_a_typed_value_is_taken_exactly_in_full_width_digits_too(visit, server):
    visit.open(server)
    box = visit.page.locator(".gl-exact input")
    box.fill("−１．２３４５")
    box.press("Enter")
    visit.page.wait_for_function("document.querySelector('.gradlab').liveChart.row.position === -1.2345")
    visit.page.wait_for_function("new URLSearchParams(location.search).get('A0') === '-1.2345'")


def test_a_typed_text_that_is_no_number_is_refused_in_words_and_nothing_changes(visit, server):
    visit.open(server)
    box = visit.page.locator(".gl-exact input")
    box.fill("<b>1e999</b>")
    box.press("Enter")
    notice = visit.page.get_by_test_id("stAlert")
    notice.wait_for()
    assert ", got <b>1e999</b>." in notice.inner_text()
    assert visit.row()["position"] == 2.5
    assert box.input_value() == "2.5"


def test_nan_and_infinity_arrive_and_are_explained(visit, server):
    visit.open(f"{server}/?loss=sqrt&A0=0")
    assert visit.row()["slope"] == "Infinity"
    assert visit.text("grad") == "tensor([inf])"
    assert "there is no slope" in visit.text("said")
    assert "sqrt" in visit.text("said")
    assert "tangent" not in visit.marks()
    visit.slider("A0").focus()
    visit.page.keyboard.press("ArrowLeft")
    assert visit.row()["loss"] == "NaN"
    assert "sqrt(−0.05)" in visit.text("said")


def test_a_kink_shows_both_slopes_and_what_pytorch_returns(visit, server):
    visit.open(f"{server}/?loss=relu&A0=0")
    assert "0 on the left, +1 on the right. PyTorch returns 0." in visit.text("said")
    assert visit.marks() >= {"left", "right"}
    assert "tangent" not in visit.marks()


def test_the_sentence_is_announced_once_after_the_last_movement(visit, server):
    visit.open(server)
    visit.page.wait_for_function("document.querySelector('.gl-announced').textContent !== ''")
    visit.page.evaluate(
        "window.announced = []; const region = document.querySelector('.gl-announced');"
        "new MutationObserver(() => window.announced.push(region.textContent)).observe(region, { childList: true })"
    )
    visit.slider("A0").focus()
    for _ in range(5):
        visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_function("window.announced.length > 0")
    assert visit.page.evaluate("window.announced") == [visit.text("said")]


def test_chips_open_their_examples_the_tutorial_exactly_and_reset_goes_back_to_the_link(visit, server):
    visit.open(f"{server}/?loss=huber_loss&delta=2&input0=4")
    opened = visit.text("program code")
    for chip, name in [("5·A, the tutorial", "A*5"), ("√A, an edge", "sqrt"), ("MSE, 3 elements", "mse_loss")]:
        visit.page.get_by_role("button", name=chip).click()
        visit.page.locator(".gl-program code", has_text=name).wait_for()
        if name == "A*5":
            assert visit.text("program code").splitlines() == TUTORIAL
            assert (visit.text("grad"), visit.text("loss")) == ("tensor([5.])", "25")
    visit.page.get_by_role("button", name="Reset").click()
    visit.page.locator(".gl-program code", has_text="huber_loss").wait_for()
    visit.page.wait_for_function("text => document.querySelector('.gl-program code').innerText === text", arg=opened)


def test_the_same_scale_makes_a_unit_as_long_on_both_axes(visit, server):
    visit.open(server)
    visit.page.locator(".gl-same-scale").click()
    visit.page.wait_for_function("document.querySelector('.gl-same-scale').getAttribute('aria-pressed') === 'true'")
    across, up = visit.page.evaluate(
        "(({ xaxis, yaxis }) => [xaxis._length / (xaxis.range[1] - xaxis.range[0]),"
        " yaxis._length / (yaxis.range[1] - yaxis.range[0])])(document.querySelector('.gl-plotly')._fullLayout)"
    )
    assert across == pytest.approx(up)


def test_a_button_goes_to_a_kink_and_nothing_is_sent_and_the_check_is_open_as_long_as_the_curve_has_one(visit, server):
    visit.open(f"{server}/?loss=abs")
    assert visit.page.locator(".gl-check").is_visible()
    sent = len(visit.sent)
    visit.page.get_by_role("button", name="Go to the corner at A[0] = 0").click()
    assert visit.row()["position"] == 0
    assert visit.text("agree") == "Left: −1. Right: +1. PyTorch returns 0."  # |A|, any calculus textbook
    assert visit.marks() >= {"left", "right"}
    assert float(visit.query()["A0"]) == 0
    assert len(visit.sent) == sent
    visit.page.locator(".st-key-chip-square button").click()
    visit.page.locator(".gl-check").wait_for(state="hidden")


def test_a_kink_between_two_positions_of_the_slider_is_gone_to_exactly(visit, server):
    visit.open(f"{server}/?loss=l1_loss&target0=0.123")
    visit.page.get_by_role("button", name="Go to the corner at input[0] = 0.123").click()
    visit.page.wait_for_function("document.querySelector('.gradlab').liveChart.row.position === 0.123")
    assert visit.page.locator(".gl-check").is_visible()


def test_a_gradient_that_belongs_to_no_loss_is_called_that(visit, server):
    visit.open(f"{server}/?loss=log&A0=-1")  # log(-1) is nan, and PyTorch's gradient is 1/A all the same
    assert "PyTorch returns −1, though the loss is not finite" in visit.page.locator(".gl-agree").text_content()


def test_a_drawing_that_is_cut_off_by_a_new_chart_is_no_failure(visit, server):
    # Streamlit may put the component there anew while Plotly is drawing; Plotly then fails on the purged plot.
    visit.open(server)
    unavailable = visit.page.evaluate("""async () => {
      const { liveChart: chart } = document.querySelector('.gradlab'), { react } = window.Plotly;
      const drawn = await new Promise((begun) => {
        window.Plotly.react = () => new Promise((_, fail) => {
          window.Plotly.react = react;
          begun({ drawing, fail });
        });
        const drawing = chart.plot.draw();
      });
      chart.dispose();
      drawn.fail(new TypeError("purged"));
      await drawn.drawing;
      return chart.root.dataset.unavailable ?? null;
    }""")

    assert unavailable is None
