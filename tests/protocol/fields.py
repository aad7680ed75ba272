"""What a browser holds of each kind of widget: its first value, what the server may set, and how the address writes it.

As in the scripts of the installed Streamlit (`useBasicWidgetState`, `WidgetStateManager`).
"""

from dataclasses import dataclass
from typing import Any

from streamlit.proto.Element_pb2 import Element
from streamlit.proto.NumberInput_pb2 import NumberInput
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.WidgetStates_pb2 import WidgetState

KINDS = ("slider", "number_input", "text_input", "checkbox", "selectbox", "radio", "button_group")
TRIGGERS = ("button", "download_button")


@dataclass(frozen=True)
class Field:
    """A widget as the server described it. kind: its name in the element; proto: the description."""

    kind: str
    proto: Any

    @property
    def id(self) -> str:
        """What the server knows it by."""
        return self.proto.id

    @property
    def key(self) -> str:
        """The key the page gave it, which stands behind a hash in its id; its label if it has none."""
        return key_of(self.id) or self.proto.label

    @property
    def slot(self) -> str:
        """The field of a WidgetState that carries its value."""
        if self.kind == "slider":
            return "string_array_value" if self.proto.type == Slider.SELECT_SLIDER else "double_array_value"
        if self.kind == "number_input":
            return "int_value" if self.proto.data_type == NumberInput.INT else "double_value"
        return {"checkbox": "bool_value", "button_group": "string_array_value"}.get(self.kind, "string_value")

    @property
    def options(self) -> list[str]:
        """What can be chosen, as it is written on screen and sent."""
        return [_label(option) for option in getattr(self.proto, "options", ())]

    @property
    def default(self) -> Any:
        """The value without a visitor's doing."""
        if self.kind == "button_group":
            return [self.options[index] for index in self.proto.default]
        if self.kind == "slider":
            given = list(self.proto.default)
            return [self.options[int(index)] for index in given] if self.slot == "string_array_value" else given
        if self.kind != "checkbox" and not self.proto.HasField("default"):
            return None
        return self.options[self.proto.default] if self.kind in ("selectbox", "radio") else self.proto.default

    @property
    def told(self) -> Any:
        """The value that the server sets."""
        if self.kind == "button_group":
            return list(self.proto.raw_values)
        if self.kind == "slider":
            return list(self.proto.raw_value if self.slot == "string_array_value" else self.proto.value)
        name = "raw_value" if self.kind in ("selectbox", "radio") else "value"
        return getattr(self.proto, name) if self.kind == "checkbox" or self.proto.HasField(name) else None

    def first(self) -> WidgetState:
        """What the browser holds when the widget appears."""
        return self.holding(self.told if self.proto.set_value else self.default)

    def holding(self, value: Any) -> WidgetState:
        """The widget with a value. Without one the browser knows the widget and sends no value."""
        state = WidgetState(id=self.id)
        if self.slot.endswith("_array_value"):
            array = getattr(state, self.slot)
            array.SetInParent()
            array.data.extend(value if isinstance(value, list | tuple) else [value])
        elif value is not None:
            setattr(state, self.slot, int(value) if self.slot == "int_value" else value)
        return state

    def value(self, state: WidgetState) -> Any:
        """The value that the browser holds."""
        if self.slot.endswith("_array_value"):
            return list(getattr(state, self.slot).data)
        return getattr(state, self.slot) if state.HasField(self.slot) else None

    def parameters(self, value: Any) -> list[str]:
        """What the address says of a value: nothing if it is the default."""
        if value == self.default:
            return []
        values = value if isinstance(value, list | tuple) else [value]
        return [_written(part) for part in values if part is not None]


def field_of(element: Element) -> Field | None:
    """The widget an element is, if a visitor can change it."""
    kind = element.WhichOneof("type")
    return Field(kind, getattr(element, kind)) if kind in (*KINDS, *TRIGGERS) else None


def key_of(widget_id: str) -> str:
    """The key at the end of an id, such as `delta` of `$$ID-0f…-delta`; empty for a widget without one."""
    key = widget_id.split("-", 2)[2] if widget_id.count("-") >= 2 else ""
    return "" if key == "None" else key


def _label(option: Any) -> str:
    if isinstance(option, str):
        return option
    return f"{option.content_icon} {option.content}".strip() if option.content_icon else option.content


def _written(value: Any) -> str:
    """As JavaScript's `String(value)`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)
    return str(value)
