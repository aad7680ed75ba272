"""The client is a browser to the server: it sends what Chromium was seen to send for the same (streamlit 1.67)."""

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.protocol.learner import moves, touches
from tests.protocol.visit import visit


def sent(message: bytes):
    return BackMsg.FromString(message).rerun_script


def held(message: bytes) -> dict[str, object]:
    return {state.id.split("-", 2)[-1]: state for state in sent(message).widget_states.widgets}


def test_a_tab_holds_every_widget_of_the_page_and_tells_the_large_messages_it_keeps(server):
    with visit(server.address, "/?loss=mse_loss&elements=2") as seen:
        message = seen.tab.rerun()

        assert {"loss", "elements", "input0", "input1", "target0", "reduction", "seen"} <= set(held(message))
        assert held(message)["input1"].double_array_value.data == [1.0]  # its default in the catalogue
        assert held(message)["elements"].int_value == 2
        assert sent(message).query_string == "loss=mse_loss&elements=2"
        assert len(sent(message).cached_message_hashes) >= 1
        assert sent(message).page_script_hash


def test_what_the_tab_keeps_is_not_sent_again(server):
    with visit(server.address, "/?loss=mse_loss&elements=2") as seen:
        assert seen.answer(seen.tab.rerun()).bytes < seen.tab.bytes_received / 2


def test_a_style_that_has_not_changed_is_not_sent_again(server):
    with visit(server.address, "/?loss=mse_loss&elements=2") as seen:
        sent_again, receive = [], seen.tab.receive

        def noted(data: bytes) -> str:
            sent_again.append(ForwardMsg.FromString(data).delta.new_element.bidi_component.css_content)
            return receive(data)

        seen.tab.receive = noted
        seen.does("set", "reduction", "sum")
        assert sent_again
        assert max(map(len, sent_again)) < 1000


def test_the_address_follows_a_slider_that_sends_nothing(server):
    with visit(server.address) as seen:
        assert moves(seen, "A0", 1.5).messages == 0
        assert seen.tab.parameters["A0"] == "1.5"

        moves(seen, "A0", 2.5)  # its default, which the address leaves out
        assert "A0" not in seen.tab.parameters


def test_a_touch_is_answered_without_a_run_of_the_page(server):
    with visit(server.address, "/?loss=mse_loss&elements=2") as seen:
        touch = touches(seen, "input1")

        assert seen.tab.parameters["at"] == "input1"
        assert touch.messages == 0
        assert 0 < touch.bytes < 9000


def test_another_page_comes_by_its_link(server):
    with visit(server.address) as seen:
        seen.does("follow", "scaling")

        assert seen.tab.screen.field("scaling-learning_rate")
        assert seen.tab.screen.errors == []
        assert "A0" not in seen.tab.screen.keys


def test_a_second_action_is_sent_before_the_first_is_answered(server):
    with visit(server.address, "/?loss=mse_loss&elements=2") as seen:
        seen.answer(seen.tab.set("target0", 1.0), seen.tab.set("target1", 0.5))

        assert (seen.tab.value("target0"), seen.tab.value("target1")) == ([1.0], [0.5])
        assert seen.tab.screen.errors == []
