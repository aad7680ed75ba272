"""The address: it follows, it restores, and it is hostile until parsed."""

import pytest

from gradlab.text import LANGUAGES, words

FULL = "?loss=huber_loss&elements=3&delta=0.5&input0=-4.5&input1=2.25&target2=1.5&reduction=sum&dtype=float16&at=input1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_opens_in_the_same_state_in_every_language(visit, server, language):
    visit.open(f"{server}/{FULL}&lang={language}")
    assert visit.text("program code").splitlines() == [
        "input = torch.tensor([-4.5, 2.25, -2.0], dtype=torch.float16, requires_grad=True)",
        "target = torch.tensor([3.0, 1.5, 1.5], dtype=torch.float16)",
        'loss = F.huber_loss(input, target, delta=0.5, reduction="sum")',
        "loss.backward()",
        "input.grad  # tensor([-0.5000,  0.5000, -0.5000], dtype=torch.float16)",
    ]
    assert visit.row()["name"] == "input[1]"
    assert visit.page.get_by_text(words(language)["explore"]["first_line"]).is_visible()


@pytest.mark.parametrize(("locale", "language"), [("ja-JP", "ja"), ("en-GB", "en"), ("fr-FR", "en")])
def test_the_language_is_guessed_from_the_browser(browser, server, locale, language):
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(server)
    page.get_by_text(words(language)["explore"]["first_line"]).wait_for()
    context.close()


def test_changing_the_language_keeps_the_values_and_says_so_in_the_address(visit, server):
    visit.open(f"{server}/?loss=sin")
    visit.slider("A0").focus()
    visit.page.keyboard.press("ArrowRight")
    position = visit.row()["position"]
    visit.page.get_by_role("radio", name="日本語").click()
    visit.page.get_by_text(words("ja")["explore"]["first_line"]).wait_for()
    visit.drawn()
    assert visit.row()["position"] == position
    assert visit.query() == {"loss": "sin", "A0": str(position), "lang": "ja"}


def test_another_loss_keeps_the_values_it_can_take_and_the_address_says_them(visit, server):
    visit.open(f"{server}/?loss=mse_loss&elements=2&input0=-3.5")
    visit.page.locator(".st-key-loss input").fill("absolute err")
    visit.page.get_by_role("option", name="l1_loss — |x − y|").click()
    visit.page.locator(".gl-program code", has_text="l1_loss").wait_for()
    assert visit.text("program code").startswith("input = torch.tensor([-3.5, 1.0]")
    visit.page.reload()
    visit.drawn()
    assert visit.text("program code").startswith("input = torch.tensor([-3.5, 1.0]")


def test_a_bad_value_falls_back_with_a_notice_that_names_it(visit, server):
    visit.open(f"{server}/?A0=1e30&loss=<i>x</i>")
    notices = visit.page.get_by_test_id("stAlert").all_inner_texts()
    assert [named for named in ("A0 = 1e30", "loss = <i>x</i>") if not any(named in said for said in notices)] == []
    assert visit.text("grad") == "tensor([5.])"


def test_a_loss_that_opens_at_its_default_leaves_nothing_of_the_old_value_in_the_address(visit, server):
    visit.open(f"{server}/?loss=mse_loss&input0=-0.3")
    visit.page.get_by_role("button", name="Cross-entropy").click()
    visit.page.locator(".gl-program code", has_text="cross_entropy").wait_for()
    assert visit.row()["position"] == 2
    visit.page.wait_for_function("!new URLSearchParams(location.search).has('input0')")


def test_a_chip_leaves_an_address_that_opens_the_same_again(visit, server):
    visit.open(f"{server}/?A0=-3")
    visit.page.get_by_role("button", name="MSE, 3 elements").click()
    visit.page.locator(".gl-program code", has_text="mse_loss").wait_for()
    visit.drawn()
    shown = visit.text("program code")
    visit.page.reload()
    visit.drawn()
    assert visit.text("program code") == shown
