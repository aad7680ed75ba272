"""The session is the home of the page's state: nothing a reader does is lost, whatever the browser has heard of."""

import pytest
from streamlit.testing.v1 import AppTest

from gradlab.text import LANGUAGES, words
from gradlab.ui.frame.expectations import OneOf, Range, SomeOf, written
from gradlab.ui.frame.page_session import PageSession, Parameter
from gradlab.ui.pages import PAGES
from tests.ui.visits import address, message, notices, open_page, seen, unfold, values


def held(app: AppTest):
    """What the browser holds: every widget's state, but no press of a button."""
    states = app._tree.get_widget_states()
    held = type(states)()
    held.widgets.extend(state for state in states.widgets if state.WhichOneof("value") != "trigger_value")
    return held


def act(app: AppTest, states, **said) -> AppTest:
    """Run the page as if a browser that holds these widget states had changed some of them, by key."""
    for state in states.widgets:
        for key, value in said.items():
            if state.id.endswith(f"-{key}"):
                field = state.WhichOneof("value")
                if field.endswith("array_value"):
                    getattr(state, field).data[:] = value
                else:
                    setattr(state, field, value)
    return seen(app._run(states))


FIRST = {
    "a chip": lambda app: app.button(key="chip-mse").click(),
    "another loss": lambda app: app.selectbox(key="loss").set_value("mse_loss"),
    "a step": lambda app: app.button(key="step-take").click(),
    "reset": lambda app: app.button(key="reset").click(),
    "a parameter": lambda app: app.slider(key="delta").set_value(2.0),
    "more elements": lambda app: app.number_input(key="elements").set_value(3),
}
SECOND = {
    "a view": ({"views": ["Step", "Slope"]}, {"show": ("slope", "step")}),
    "a precision": ({"dtype": "float64"}, {"dtype": "float64"}),
    "a reduction": ({"reduction": ["sum"]}, {"reduction": "sum"}),
}


@pytest.mark.parametrize(("said", "expected"), SECOND.values(), ids=SECOND)
@pytest.mark.parametrize("first", FIRST.values(), ids=FIRST)
def test_a_second_action_before_the_first_answer_came_keeps_both(first, said, expected):
    app = unfold(open_page(loss="huber_loss", elements="2", show="step", lang="en"))
    app.slider(key="delta").set_value(3.0).run()
    acted = first(app)
    behind = held(app)  # the browser still shows this page when its reader acts again
    after_first = dict(values(seen(acted.run())))
    shown = words("en")["views"]
    said = {key: [shown[v.lower()]["name"] for v in value] if key == "views" else value for key, value in said.items()}

    act(app, behind, **said)

    kept = after_first.keys() - {*expected, "views"}
    assert {name: values(app)[name] for name in kept} == {name: after_first[name] for name in kept}
    assert {name: values(app)[name] for name in expected} == expected
    assert message(app)["program"].count(values(app)["loss"])


def test_steps_pressed_faster_than_the_answers_come_are_all_taken():
    app = open_page(show="step")
    app.button(key="step-take").click()
    pressed = app._tree.get_widget_states()
    for _ in range(3):
        act(app, pressed)

    # A ← A − 0.1·2A, three times from 2.5
    assert values(app)["trail"].count("~") == 3
    assert values(app)["A0"] == pytest.approx(2.5 * 0.8**3)


def test_what_was_changed_back_after_the_answer_came_is_a_change():
    app = open_page(loss="square")
    app = seen(app.button(key="chip-mse").click().run())
    app = seen(app.selectbox(key="loss").set_value("square").run())

    assert values(app)["loss"] == "square"
    assert address(app) in ({}, {"elements": "3"})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("link", [{}, {"show": "slope.step"}, {"loss": "mse_loss", "elements": "3", "show": "map"}])
def test_after_the_language_is_switched_a_browser_with_the_old_labels_does_no_harm(language, link):
    (other,) = set(LANGUAGES) - {language}
    app = open_page(lang=language, **link)
    old = app._tree.get_widget_states()
    before = dict(values(app))
    app = seen(app.button_group(key="language").set_value(other).run())
    new = app._tree.get_widget_states()
    labels = {s.id: s for s in old.widgets if s.id.endswith(("-loss", "-views"))}
    for state in new.widgets:
        if state.id in labels:
            state.CopyFrom(labels[state.id])

    act(app, new)

    assert app.subheader[0].value == words(other)["explore"]["first_line"]
    assert {name: values(app)[name] for name in before} == before


def test_a_link_is_read_once_and_what_it_says_later_is_not():
    app = open_page(loss="mse_loss", elements="2")
    app.query_params["elements"] = "3"
    app.query_params["show"] = "map"

    assert address(seen(app.run())) == {"loss": "mse_loss", "elements": "2"}


BAD = [
    ({"lang": "de"}, "lang = de"),
    ({"view": "Projector"}, "view = Projector"),
    ({"at": "foo"}, "at = foo"),
    ({"show": "map"}, "show = map"),
    ({"show": "slope.foo"}, "show = slope.foo"),
    ({"pin": "xyz"}, "pin = xyz"),
    ({"trail": "1~"}, "trail = 1~"),
    ({"held": "-1"}, "held = -1"),
    ({"reach": "3"}, "reach = 3"),
    ({"elements": "inf"}, "elements = inf"),
]


@pytest.mark.parametrize(("link", "named"), BAD, ids=[named for _, named in BAD])
def test_what_a_link_says_in_vain_is_noticed_and_is_gone_from_the_address(link, named):
    app = open_page(**link)

    (notice,) = notices(app)
    assert named in notice
    assert address(app) == ({"show": "slope"} if "slope" in named else {})


def test_a_value_that_a_link_says_twice_is_taken_once_and_said_so():
    app = open_page(A0=["1", "2"])

    (notice,) = notices(app)
    assert "A0" in notice
    assert values(app)["A0"] == 2.0


def test_no_widget_key_belongs_to_two_pages():
    def keys(app: AppTest) -> set[str]:
        return {state.id.split("-", 2)[-1] for state in app._tree.get_widget_states().widgets}

    app = open_page(show="step.secant.compare.map", loss="mse_loss", elements="2")
    explore = keys(app)
    others = {}
    for name, path in PAGES.items():
        if name != "explore":
            app.switch_page(str(path)).run()
            others[name] = keys(app)

    frame = set.intersection(explore, *others.values())
    assert frame == {"language", "projector", "seen"}
    pages = [explore, *others.values()]
    assert sum(len(page - frame) for page in pages) == len(set().union(*pages) - frame)


# One page of a session by itself.


def page_of(**given) -> tuple[PageSession, dict]:
    page, browser = PageSession(), {}
    for name, (expected, default) in given.items():
        page.declare(Parameter(name, expected, default, key=name), 1)
        page.show(name, (), browser)
    page.finish()
    return page, browser


def test_a_value_that_the_browser_has_not_had_is_kept_and_one_it_had_may_be_changed_back():
    page, browser = page_of(A0=(Range(-5, 5), 2.5))
    page.give({"A0": 2.0}, 2)

    assert page.hear(browser, seen=1) == set()  # it says 2.5, for it has not had the answer of run 2
    assert (page.values["A0"], browser["A0"]) == (2.0, 2.0)

    browser["A0"] = 2.5
    assert page.hear(browser, seen=2) == {"A0"}
    assert page.values["A0"] == 2.5


def test_a_change_made_before_the_answer_came_counts_where_it_is_one():
    page, browser = page_of(A0=(Range(-5, 5), 2.5))
    page.give({"A0": 2.0}, 2)
    browser["A0"] = -3.0

    assert page.hear(browser, seen=1) == {"A0"}
    assert page.values["A0"] == -3.0


@pytest.mark.parametrize("said", ["Functions", None, 7, [], {}, float("nan")])
def test_what_no_widget_can_say_changes_nothing(said):
    page, browser = page_of(loss=(OneOf(("square", "mse_loss")), "square"))
    browser["loss"] = said

    assert page.hear(browser, seen=1) == set()
    assert browser["loss"] == "square"


def test_a_value_beyond_a_new_range_makes_room_for_the_default():
    page, _ = page_of(A2=(Range(-5, 5), 1.0))
    page.give({"A2": -5.0}, 2)

    assert page.declare(Parameter("A2", Range(0.0, 5.0), 1.0, key="A2"), 3) == 1.0


@pytest.mark.parametrize(
    ("value", "text"),
    [(2.0, "2"), (0.1, "0.1"), (-1e-300, "-1e-300"), (True, "true"), (("a", "b"), "a.b"), ("x", "x"), (3, "3")],
)
def test_what_the_address_says_reads_back_as_the_value(value, text):
    kind = SomeOf(("a", "b")) if isinstance(value, tuple) else OneOf((value,))

    assert written(value) == text
    assert kind.read(text) == value
