"""Gradient to step over the protocol: what a change of a setting sends, and what it leaves on the screen."""

from gradlab.ui.scaling.stage_controls import ALONE
from tests.protocol.visit import Visit, visit

EVERYTHING = (
    "/scaling?model=line&split=1-2-3&scaler=true&log2_S=4&autocast=float16&clip=norm&clip_at=30&optimizer=adam&v=1"
)
# Each as it is not by this link.
OTHERWISE = {
    "w": 2.0, "factor": 0.5, "operation": "linear", "over_samples": "sum", "division": "size", "autocast": "bfloat16",
    "weight_dtype": "bfloat16", "stale": 1, "unscale": "in_step", "growth_interval": 1, "clip_at": 2.0,
    "clip_each": "micro_batch", "learning_rate": 0.5, "weight_decay": 0.25, "eps": 0.001,
}  # fmt: skip
ONLY_FRAGMENTS = "FINISHED_FRAGMENT_RUN_SUCCESSFULLY"


def told(seen: Visit) -> list[str]:
    """All that the page says beside its widgets, the receipt and the address included."""
    texts = [element.markdown.body for element in seen.tab.screen.of("markdown")]
    components = [part.bidi_component for part in seen.tab.screen.of("bidi_component")]
    return [*texts, *(part.json for part in components if part.component_name != "gradlab_frame")]


def test_a_setting_that_changes_no_other_runs_only_what_tells_of_it(server):
    assert set(OTHERWISE) | {"x"} == set(ALONE)  # x belongs to another model
    with visit(server.address, EVERYTHING) as seen:
        keys, opened = seen.tab.screen.keys, seen.tab.messages_received
        for name, value in OTHERWISE.items():
            before = told(seen)
            answer = seen.does("set", f"scaling-{name}", value)

            assert seen.tab.runs[-1] == ONLY_FRAGMENTS, name
            assert answer.messages < opened / 3, name
            assert told(seen) != before, name
            assert seen.tab.screen.keys == keys, name
        with visit(server.address, f"/scaling?{seen.tab.query}") as again:
            assert told(again) == told(seen)
            assert again.tab.screen.keys == keys


def test_a_setting_that_changes_others_draws_the_settings_anew(server):
    with visit(server.address, "/scaling?preset=clip") as seen:
        seen.does("set", "scaling-clip", "off")

        assert "scaling-clip_at" not in seen.tab.screen.keys
        assert "scaling-w" in seen.tab.screen.keys


def test_a_notice_goes_with_the_next_change(server):
    with visit(server.address, "/scaling?learning_rate=-1") as seen:
        assert seen.tab.screen.of("alert")
        seen.does("set", "scaling-w", 2.0)

        assert not seen.tab.screen.of("alert")


def test_what_was_changed_alone_is_found_again_and_reset(server):
    with visit(server.address, "/scaling?preset=clip") as seen:
        seen.does("set", "scaling-clip_at", 3.0)
        assert seen.tab.parameters["clip_at"] == "3"
        seen.does("press", "scaling-reset")
        assert (seen.tab.value("scaling-clip_at"), "clip_at" in seen.tab.parameters) == (1.0, False)
