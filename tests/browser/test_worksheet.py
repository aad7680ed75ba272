"""A worksheet in a browser: what is hidden and locked stays so while the page is used, and after it is loaded anew."""

from playwright.sync_api import expect

TASK = "Where is the slope <b>0</b>?"
LINK = f"?loss=huber_loss&elements=2&input0=4.5&hide=numbers.reduction.loss&lock=input0&task={TASK}"


def check(visit) -> None:
    page = visit.page
    expect(page.locator(".st-key-task")).to_have_text(TASK)
    expect(page.locator(".gl-grad")).to_have_text("?")
    for hidden in (".st-key-loss", ".gl-said", ".gl-rise", ".st-key-at input"):
        expect(page.locator(hidden).first).to_be_hidden()
    for shown in (".gl-tangent", ".st-key-elements", ".gl-program"):
        expect(page.locator(shown).first).to_be_visible()
    assert visit.slider("input0").is_disabled()
    assert not visit.slider("input1").is_disabled()
    assert page.locator(".gl-exact input").is_disabled()
    assert "tensor([" not in visit.text("program code").split("backward()")[1]
    assert page.locator(".gl-formula-value").inner_text() == "input.grad[0] = ?"
    assert visit.row()["position"] == 4.5


def test_hidden_and_locked_stay_so_through_every_interaction_and_a_reload(visit, server):
    page = visit.open(f"{server}/{LINK}").page
    check(visit)

    box = page.locator(".gl-press").bounding_box()
    page.mouse.click(box["x"] + 40, box["y"] + 40)  # would move the point there
    check(visit)
    page.locator(".st-key-delta input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("new URLSearchParams(location.search).has('delta')")
    check(visit)

    page.reload()
    visit.drawn()
    check(visit)
