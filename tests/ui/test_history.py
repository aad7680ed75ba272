"""Undo: every change the server hears of goes back to the whole state before it, the last 20 one by one."""

import json

import pytest

from tests.ui.visits import address, ask, message, open_page, over_languages, program, receive, seen, told, unfold

LINK = {"loss": "huber_loss", "elements": "2", "delta": "0.5"}


def undo(app):
    return seen(app.button(key="undo").click().run())


def counted(app) -> tuple[int, int]:
    sent = json.loads(told(app)["now"].texts)
    return sent["changes"], sent["kept"]


def state(app) -> tuple:
    """What the page is like: its program, and the address without what the message says of the active element."""
    own = {name: address(app).get(name) for name in ("show", "pin", "trail", "reach")}
    return program(app), own


CHANGES = {
    "parameter": lambda app: app.slider(key="delta").set_value(2.0),
    "target": lambda app: app.slider(key="target0").set_value(1.0),
    "loss": lambda app: app.selectbox(key="loss").set_value("l1_loss"),
    "elements": lambda app: app.number_input(key="elements").set_value(3),
    "reduction": lambda app: app.button_group(key="reduction").set_value("sum"),
    "dtype": lambda app: unfold(app).selectbox(key="dtype").set_value("float64"),
    "requires_grad": lambda app: unfold(app).toggle(key="requires_grad_target").set_value(True),
    "a tensor": lambda app: unfold(app).toggle(key="with_weight").set_value(True),
    "example": lambda app: app.button(key="chip-cross_entropy").click(),
    "opened view": lambda app: app.button_group(key="views").set_value(["slope"]),
    "pinned curve": lambda app: app.button_group(key="views").set_value(["pin"]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_undone_and_leaves_nothing_to_undo(change):
    app = open_page(**LINK)
    before = state(app)
    assert counted(app) == (0, 0)

    changed = seen(change(app).run())
    assert state(changed) != before
    assert counted(changed) == (1, 1)

    back = undo(changed)
    assert state(back) == before
    assert counted(back) == (1, 0)


def test_a_typed_value_is_undone():
    app = receive(open_page(**LINK), "typed", "-1.2345")
    assert "[-1.2345, " in program(app)
    assert "[5.0, " in program(undo(app))


def test_reset_is_a_change_like_any_other():
    app = open_page(**LINK)
    seen(app.slider(key="delta").set_value(2.0).run())
    changed = state(app)
    seen(app.button(key="reset").click().run())

    assert counted(app) == (2, 2)
    assert state(undo(app)) == changed


def test_changes_are_undone_the_last_one_first():
    app = open_page(**LINK)
    states = [state(app)]
    for name in ("parameter", "opened view", "reduction", "loss", "example"):
        seen(CHANGES[name](app).run())
        states.append(state(app))

    for before in reversed(states[:-1]):
        assert state(undo(app)) == before


def test_what_only_the_browser_moved_before_a_change_stays_where_it_was_moved_to():
    app = open_page(**LINK)
    app.slider(key="input0").set_value(4.0)  # nothing is sent for it: it comes with the next message
    seen(app.slider(key="delta").set_value(2.0).run())

    assert counted(app) == (1, 1)
    back = program(undo(app))
    assert "[4.0, 1.0]" in back
    assert "delta=0.5" in back


def test_a_move_that_only_the_browser_knows_is_no_change_of_the_servers():
    app = open_page(**LINK)
    app.slider(key="input0").set_value(4.0)

    assert counted(ask(app, "touched", "input1 1")) == (0, 0)
    assert counted(seen(app.run())) == (0, 0)


def test_showing_another_element_is_no_change_and_a_state_before_one_has_the_element_shown():
    app = ask(open_page(**LINK), "touched", "input1 1")
    assert counted(app) == (0, 0)

    seen(app.button(key="chip-square").click().run())
    assert message(undo(app))["active"] == "input1"


def test_a_widget_that_is_given_its_own_value_changes_nothing():
    app = open_page(**LINK)
    seen(app.slider(key="delta").set_value(0.5).run())

    assert counted(app) == (0, 0)


def test_the_last_twenty_changes_are_kept():
    app = open_page(**LINK)
    for index in range(23):
        seen(app.slider(key="delta").set_value(1.0 + index / 10).run())
    assert counted(app) == (23, 20)

    for _ in range(20):
        undo(app)
    assert counted(app) == (23, 0)
    assert "delta=1.2" in program(app)
    assert "delta=1.2" in program(undo(app))  # there is nothing more


def test_a_value_off_the_grid_is_put_back_exactly_and_that_is_no_change():
    app = receive(open_page(**LINK), "undone", "input0 2.347")

    assert "[2.347, 1.0]" in program(app)
    assert counted(app) == (0, 0)


@pytest.mark.parametrize(
    "asked", ["", "input0", "input0 nan", "input0 1e999", "input9 1", "delta 2", None, 3, ["input0 1"], {}]
)
def test_anything_else_put_back_changes_nothing(asked):
    app = open_page(**LINK)
    before = state(app)

    assert state(receive(app, "undone", asked)) == before


@over_languages
def test_undo_stands_beside_reset(language):
    app = open_page(lang=language, **LINK)
    keys = [button.key for button in app.button]

    assert keys.index("reset") == keys.index("undo") + 1
