"""A formula of the reader's own on the page: typed or in a link, kept while it cannot be used, never executed."""

import pytest

from gradlab.text import words
from tests.ui.visits import message, notices, open_page, over_languages, program, read, seen


def own(**link):
    return open_page(loss="expression", **link)


def test_a_formula_is_drawn_written_out_and_put_into_the_program():
    app = seen(own().text_input(key="expression").set_value("A**3").run())
    assert "loss = A**3" in program(app)
    assert program(app).endswith("A.grad  # tensor([18.7500])")  # 3 · 2.5²
    assert [latex.value.strip("$\n ") for latex in app.latex] == [
        r"\text{loss} = A^{3}",
        r"\frac{\partial\,\text{loss}}{\partial\,\text{A}} = 3\,A^{2}",
    ]


def test_a_formula_travels_in_the_link():
    assert "loss = torch.sin(3*A)" in program(own(expression="sin(3*A)"))


def test_full_width_input_is_understood():
    assert "loss = A**2" in program(own(expression="Ａ＊＊２"))


def test_a_formula_with_a_target_brings_one():
    app = own(expression="(A - y)**2")
    assert "y = torch.tensor([1.0])" in program(app)
    assert app.slider(key="y0").value == 1.0


def test_a_formula_gets_as_many_elements_as_it_speaks_of():
    app = seen(own().text_input(key="expression").set_value("A[0]*A[2]").run())
    assert [element["key"] for element in message(app)["elements"]] == ["A0", "A1", "A2"]
    assert app.session_state["elements"] == 3


def test_a_link_whose_formula_speaks_of_more_elements_than_there_are_opens_with_enough():
    app = own(expression="A[0]*A[4]", elements="2")
    assert len(message(app)["elements"]) == 5


@over_languages
def test_a_formula_that_cannot_be_used_stays_in_its_field_and_the_page_keeps_the_last_one(language):
    app = seen(own(lang=language).text_input(key="expression").set_value("A**3").run())
    app = seen(app.text_input(key="expression").set_value("A^3").run())
    assert app.text_input(key="expression").value == "A^3"
    assert "loss = A**3" in program(app)
    sentence = words(language)["formula_error"]["power"].format(column=2, name="^")
    kept = words(language)["explore"]["formula_kept"].format(formula="A**3")
    assert read(app.error[0].value) == sentence + words(language)["sentence"]["between"] + kept


@pytest.mark.parametrize(
    "text",
    ["__import__('os')", "A.grad", "lambda: A", "9**9**9", "", "((((", "x" * 300, "[A][0]", "<b>", "A if A else A"],
)
def test_a_hostile_formula_in_a_link_is_refused_in_one_line(text):
    app = own(expression=text)
    (error,) = app.error
    assert "\n" not in error.value
    assert read(error.value).startswith("Column ")
    assert notices(app) == []
    assert "loss = A**2 + torch.sin(3*A)" in program(app)
