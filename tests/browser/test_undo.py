"""Undo in a real browser: what only the browser knows and what the server knows, in one order."""

from tests.browser import test_view_map as on_map

CHART = "document.querySelector('.gradlab').liveChart"


def kept(visit) -> int:
    """How many changes can be undone."""
    return visit.page.evaluate(f"{CHART}.changes.list.length")


def undo(visit, by: str) -> None:
    if by == "button":
        visit.page.get_by_role("button", name="Undo").first.click()
    else:
        visit.page.keyboard.press(by)


def becomes(visit, text: str) -> None:
    """Wait until the program is this one."""
    visit.page.wait_for_function("text => document.querySelector('.gl-program code').innerText === text", arg=text)
    visit.drawn()


def drag(visit, key: str, *pixels: int) -> None:
    x, y = visit.thumb(key)
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    for distance in pixels:
        visit.page.mouse.move(x + distance, y)
    visit.page.mouse.up()


def test_a_drag_is_one_change_and_undoing_it_sends_nothing(visit, server):
    visit.open(server)
    button = visit.page.get_by_role("button", name="Undo")
    assert button.is_disabled()
    before, sent = visit.text("program code"), len(visit.sent)
    for by in ("button", "Control+z", "Meta+z"):
        drag(visit, "A0", -30, -60, -90)
        assert visit.text("program code") != before
        assert kept(visit) == 1
        assert button.is_enabled()

        undo(visit, by)
        becomes(visit, before)
        assert visit.slider("A0").input_value() == "2.5"
        visit.page.wait_for_function("!new URLSearchParams(location.search).has('A0')")
        assert kept(visit) == 0
        assert button.is_disabled()
    assert len(visit.sent) == sent


def test_pressing_in_the_plot_is_one_change(visit, server):
    visit.open(server)
    before = visit.text("program code")
    box = visit.page.locator(".gl-press").bounding_box()
    visit.page.mouse.move(box["x"] + 100, box["y"] + 50)
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + 150, box["y"] + 50)
    visit.page.mouse.up()
    assert kept(visit) == 1
    undo(visit, "Control+z")
    becomes(visit, before)


def test_arrow_keys_that_follow_each_other_are_one_change(visit, server):
    visit.open(server)
    before = visit.text("program code")
    visit.slider("A0").focus()
    for _ in range(4):
        visit.page.keyboard.press("ArrowLeft")
    assert kept(visit) == 1
    visit.page.evaluate(f"{CHART}.changes.movedAt -= 1000")  # a second later
    visit.page.keyboard.press("ArrowLeft")
    assert kept(visit) == 2
    undo(visit, "Control+z")
    undo(visit, "Control+z")
    becomes(visit, before)


def test_changes_of_all_kinds_are_undone_one_by_one_in_their_order(visit, server):
    visit.open(f"{server}/?loss=huber_loss&elements=2")
    programs = [visit.text("program code")]

    def changed(own_row: str) -> None:
        visit.page.locator(".gl-program code", has_text=own_row).wait_for()
        visit.drawn()
        programs.append(visit.text("program code"))

    drag(visit, "input0", -60)
    changed(f"torch.tensor([{float(visit.slider('input0').input_value())}")
    visit.slider("delta").focus()
    visit.page.keyboard.press("End")
    changed("delta=4.0")
    visit.page.wait_for_function(f"{CHART}.base.data.families.delta.value === '4.0'")
    visit.slider("input1").focus()
    visit.page.wait_for_function(f"{CHART}.row.name === 'input[1]'")
    visit.page.keyboard.press("Home")
    changed(", -10.0]")
    box = visit.page.locator(".gl-exact input")
    box.fill("1.2345")
    box.press("Enter")
    changed(", 1.2345]")
    visit.page.get_by_role("button", name="|A|, a corner").click()
    changed("abs")
    visit.slider("A0").focus()
    visit.page.keyboard.press("End")
    changed("[5.0]")
    visit.page.get_by_role("button", name="Reset").click()
    changed("huber_loss")

    assert kept(visit) == len(programs) - 1
    for before in reversed(programs[:-1]):
        undo(visit, "button")
        becomes(visit, before)
    assert kept(visit) == 0
    assert visit.page.get_by_role("button", name="Undo").is_disabled()


def test_a_value_off_the_grid_comes_back_exactly(visit, server):
    visit.open(f"{server}/?A0=2.347")
    before = visit.text("program code")
    visit.slider("A0").focus()
    visit.page.keyboard.press("ArrowRight")
    assert visit.text("program code") != before
    undo(visit, "Control+z")
    becomes(visit, before)
    assert kept(visit) == 0
    assert visit.query()["A0"] == "2.347"


def test_a_move_of_another_element_is_undone_with_its_own_curve(visit, server):
    visit.open(f"{server}/?loss=mse_loss&elements=2")
    before = visit.text("program code")
    visit.slider("input1").focus()
    visit.page.wait_for_function(f"{CHART}.row.name === 'input[1]'")
    visit.page.keyboard.press("End")
    visit.slider("input0").focus()
    visit.page.wait_for_function(f"{CHART}.row.name === 'input[0]'")
    undo(visit, "Control+z")
    visit.page.wait_for_function(f"{CHART}.row.name === 'input[1]'")
    becomes(visit, before)
    assert kept(visit) == 0


def test_text_that_is_being_typed_is_not_taken_for_the_page(visit, server):
    visit.open(server)
    drag(visit, "A0", -60)
    box = visit.page.locator(".gl-exact input")
    box.press("Control+z")
    assert kept(visit) == 1
    box.press("Escape")
    assert kept(visit) == 1


def test_an_opened_view_and_its_own_slider_are_undone(visit, server):
    visit.open(server)
    before = visit.text("program code")
    visit.page.get_by_role("button", name="Secant").click()
    visit.page.locator(".gl-secant-card").wait_for()
    visit.drawn()
    opened = visit.text("secant-card")
    visit.slider("h").focus()
    visit.page.keyboard.press("ArrowRight")
    assert visit.text("secant-card") != opened
    undo(visit, "Control+z")
    visit.page.wait_for_function("text => document.querySelector('.gl-secant-card').innerText === text", arg=opened)
    undo(visit, "Control+z")
    visit.page.locator(".gl-secant-card").wait_for(state="detached")
    becomes(visit, before)
    assert "show" not in visit.query()


def test_the_last_twenty_changes_are_kept(visit, server):
    visit.open(server)
    visit.slider("A0").focus()
    for _ in range(23):
        visit.page.keyboard.press("ArrowLeft")
        visit.page.evaluate(f"{CHART}.changes.movedAt -= 1000")
    assert kept(visit) == 20


def test_a_drag_on_the_map_is_undone_and_the_curve_stays_the_same_elements(server, visit):
    on_map.opened(visit, server + on_map.TWO)
    on_map.drag(visit, (5, 1), (-4, 5.5))
    visit.page.mouse.up()
    visit.page.wait_for_function("document.querySelector('.gl-title').textContent.includes('input[1] = 5.5')")
    visit.drawn()
    visit.page.keyboard.press("Control+z")
    visit.page.wait_for_function("document.querySelector('.gl-title').textContent.includes('input[1] = 1.0')")
    visit.drawn()

    assert visit.row() == {"position": 5, "loss": "2.125", "slope": "2", "name": "input[0]"}
