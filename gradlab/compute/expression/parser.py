"""From tokens to a tree, by Python's own rules of precedence; Python itself is never asked.

comparison = either [("<" | "<=" | ">" | ">=" | "==" | "!=") either]
either     = both {"|" both}
both       = sum {"&" sum}
sum        = product {("+" | "-") product}
product    = signed {("*" | "/") signed}
signed     = ("+" | "-") signed | power
power      = value ["**" signed]
value      = number | constant | tensor ["[" index "]"] | function "(" arguments ")" | "(" comparison ")"
"""

from collections.abc import Callable
from difflib import get_close_matches
from typing import NoReturn, TypeVar

from gradlab.compute.expression.operations import (
    COMPARISONS,
    CONSTANTS,
    FUNCTIONS,
    JOINERS,
    NEGATIVE,
    OPERATORS,
    OTHER_NAMES,
    TENSORS,
    Operation,
)
from gradlab.compute.expression.problems import ExpressionError
from gradlab.compute.expression.tokens import Token
from gradlab.compute.expression.tree import Call, Node, Number, Variable, call, is_condition, number, reject_comparison

NODES = 64
DEPTH = 16
INDEX = 7

_Read = TypeVar("_Read")

_KNOWN = (*TENSORS, *CONSTANTS, *FUNCTIONS)
_OTHER_SIGNS = {
    **dict.fromkeys(("//", "%", "@", "~", "<<", ">>"), "operator"),
    "^": "power",
    "=": "equals",
    ".": "attribute",
}


def tree_of(tokens: list[Token]) -> Node:
    """The formula as a tree; raises ExpressionError at the first thing that is wrong."""
    return _Parser(tokens).formula()


class _Parser:
    """Reads the tokens of one formula, a method for each rule."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._nodes = 0
        self._depth = 0

    def formula(self) -> Node:
        """A comparison, to the end, that is a value after all."""
        if self._next.kind == "end":
            raise ExpressionError("empty", 1)
        node = self._comparison()
        if self._next.kind != "end":
            self._reject_after_a_value()
        if is_condition(node):
            reject_comparison(node)
        return node

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        """The next token; the end, again and again, once it is reached."""
        token = self._next
        self._at += token.kind != "end"
        return token

    def _take_sign(self, *signs: str) -> Token | None:
        """The next token where it is one of these signs."""
        return self._take() if self._next.kind == "sign" and self._next.text in signs else None

    def _count(self, token: Token) -> Token:
        """Called for each number, name and operation before what follows it is read, so that nothing grows too long."""
        self._nodes += 1
        if self._nodes > NODES:
            raise ExpressionError("too_many_nodes", token.column, {"limit": NODES})
        return token

    def _comparison(self) -> Node:
        node = self._either()
        while sign := self._take_sign(*COMPARISONS):
            node = self._infix(COMPARISONS, sign, node, self._either)
        return node

    def _either(self) -> Node:
        node = self._both()
        while sign := self._take_sign("|"):
            node = self._infix(JOINERS, sign, node, self._both)
        return node

    def _both(self) -> Node:
        node = self._sum()
        while sign := self._take_sign("&"):
            node = self._infix(JOINERS, sign, node, self._sum)
        return node

    def _sum(self) -> Node:
        node = self._product()
        while sign := self._take_sign("+", "-"):
            node = self._infix(OPERATORS, sign, node, self._product)
        return node

    def _product(self) -> Node:
        node = self._signed()
        while sign := self._take_sign("*", "/"):
            node = self._infix(OPERATORS, sign, node, self._signed)
        return node

    def _signed(self) -> Node:
        if not (sign := self._take_sign("+", "-")):
            return self._power()
        self._count(sign)
        operand = self._signed()
        return call(NEGATIVE, (operand,), sign.column) if sign.text == "-" else operand

    def _power(self) -> Node:
        node = self._value()
        if sign := self._take_sign("**"):
            return self._infix(OPERATORS, sign, node, self._signed)
        return node

    def _infix(self, operations: dict[str, Operation], sign: Token, left: Node, rest: Callable[[], Node]) -> Call:
        self._count(sign)
        return call(operations[sign.text], (left, rest()), sign.column)

    def _value(self) -> Node:
        token = self._take()
        if token.kind == "number":
            return number(self._count(token).text, token.column)
        if token.kind == "name":
            return self._named(token)
        if token.text == "(":
            return self._inside(token, self._comparison)
        if token.kind == "end":
            raise ExpressionError("unfinished", token.column)
        raise ExpressionError(_OTHER_SIGNS.get(token.text, "unexpected"), token.column, {"name": token.text})

    def _named(self, token: Token) -> Node:
        self._count(token)
        name, column = token.text, token.column
        if self._next.text in (".", "="):  # said before the name is looked at: torch.sin, loss = A
            self._reject_after_a_value()
        if name in FUNCTIONS:
            return self._call(token)
        if name not in _KNOWN:
            _reject_name(token)
        if self._next.text == "(":
            raise ExpressionError("no_function", column, {"name": name})
        if name in CONSTANTS:
            return Number(CONSTANTS[name], name, column)
        return Variable(name, self._index() if self._next.text == "[" else None, column)

    def _call(self, token: Token) -> Call:
        opening = self._take_sign("(")
        if opening is None:
            raise ExpressionError("no_arguments", token.column, {"name": token.text})
        return call(FUNCTIONS[token.text], self._inside(opening, self._arguments), token.column)

    def _arguments(self) -> tuple[Node, ...]:
        """The arguments up to the closing bracket; none where it follows at once."""
        if self._next.text == ")":
            return ()
        arguments = [self._comparison()]
        while self._take_sign(","):
            arguments.append(self._comparison())
        return tuple(arguments)

    def _inside(self, opening: Token, rule: Callable[[], _Read]) -> _Read:
        """What a rule reads between an opening bracket, already taken, and its closing one."""
        self._depth += 1
        if self._depth > DEPTH:
            raise ExpressionError("too_deep", opening.column, {"limit": DEPTH})
        read = rule()
        if self._next.kind == "end":
            raise ExpressionError("unclosed", opening.column, {"name": opening.text})
        if not self._take_sign(")"):
            self._reject_after_a_value()
        self._depth -= 1
        return read

    def _index(self) -> int:
        opening, index, closing = self._take(), self._take(), self._next
        if index.kind == "end" or closing.kind == "end":
            raise ExpressionError("unclosed", opening.column, {"name": opening.text})
        if not (index.text.isdecimal() and len(index.text) == 1 and int(index.text) <= INDEX and closing.text == "]"):
            raise ExpressionError("index", index.column, {"limit": INDEX})
        self._take()
        return int(index.text)

    def _reject_after_a_value(self) -> NoReturn:
        """Raise the error of a token that cannot follow a value."""
        token = self._next
        if token.text in OTHER_NAMES and OTHER_NAMES[token.text] in JOINERS:
            _reject_name(token)
        if token.kind in ("number", "name") or token.text == "(":
            raise ExpressionError("missing_operator", token.column, {"name": token.text})
        if token.text == "[":
            raise ExpressionError("indexed", token.column, {"name": token.text})
        raise ExpressionError(_OTHER_SIGNS.get(token.text, "unopened"), token.column, {"name": token.text})


def _reject_name(token: Token) -> NoReturn:
    """Raise the error of an unknown name, with the name it was probably meant to be."""
    lowered = {name.lower(): name for name in _KNOWN}
    close = get_close_matches(token.text.lower(), lowered, n=1, cutoff=0.75)
    meant = OTHER_NAMES.get(token.text) or (lowered[close[0]] if close else None)
    if meant:
        raise ExpressionError("misspelt_name", token.column, {"name": token.text, "expected": meant})
    raise ExpressionError("unknown_name", token.column, {"name": token.text})
