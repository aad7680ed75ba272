"""Where Plotly fails a stock chart takes over; any other error is logged, and the chart stays."""

CHART = "document.querySelector('.gradlab').liveChart"


def test_a_stock_chart_takes_over_where_the_plotly_bundle_cannot_be_loaded(changed, server):
    # A bundle that no longer sets window.Plotly, which is undocumented; Streamlit's own charts do not read it.
    changed.page.add_init_script("Object.defineProperty(window, 'Plotly', { get: () => undefined, set: () => {} })")
    changed.page.goto(server)
    changed.page.get_by_text("The live chart could not be loaded").wait_for()
    changed.page.locator(".stPlotlyChart .main-svg").first.wait_for()
    assert changed.text("grad") == "tensor([5.])"
    changed.slider("A0").focus()
    changed.page.keyboard.press("ArrowRight")
    assert changed.text("grad") == "tensor([5.1000])"
    changed.forgiven("Plotly could not be loaded")


def test_a_stock_chart_takes_over_where_plotly_cannot_draw(visit, server):
    visit.open(server)
    visit.page.evaluate("void (window.Plotly.react = () => Promise.reject(new Error('spent')))")
    visit.page.evaluate(f"{CHART}.plot.draw()")
    visit.page.get_by_text("The live chart could not be loaded").wait_for()
    visit.forgiven("Plotly could not draw a figure")


def test_an_error_that_is_not_of_plotly_is_logged_and_the_chart_stays(visit, server):
    visit.open(server)
    visit.page.evaluate(f"void ({CHART}.plot.dressed = () => {{ throw new Error('ours') }})")
    visit.page.evaluate(f"{CHART}.plot.draw()")
    visit.forgiven("Error: ours")
    assert visit.page.evaluate(f"{CHART}.root.dataset.unavailable ?? null") is None
    visit.slider("A0").focus()
    visit.page.keyboard.press("ArrowRight")
    assert visit.text("grad") == "tensor([5.1000])"
