"""Evaluates the LaTeX that an entry shows, so that a test can compare what is shown with what is computed.

It reads the catalogue's own LaTeX and no other: fractions, powers, cases, Iverson brackets, sums over the classes,
norms, and definitions behind `, \\quad`. An index of a sum runs as far as the tensors under it.
"""

import re
from collections.abc import Callable
from functools import partial
from itertools import count
from operator import mul
from typing import Any

from mpmath import mp, mpf

TOKEN = re.compile(
    r"\\begin\{cases\}|\\end\{cases\}|\\text\{otherwise\}|\\operatorname\{sign\}|\\[lr](?:vert|Vert|floor)"
    r"|\\\\|\\[A-Za-z]+|\d+\.\d+|\d|[A-Za-z]|[-+()\[\]{}^_,&=<>]"
)
NOTHING = {r"\quad"}
VARIABLES = {r"\alpha", r"\beta", r"\gamma", r"\delta", r"\epsilon", r"\varepsilon", r"\tau"}
FUNCTIONS: dict[str, Callable] = {
    r"\ln": lambda x: mp.log(x) if x >= 0 else mp.nan,  # PyTorch's logarithm is a real number
    r"\sin": mp.sin,
    r"\cos": mp.cos,
    r"\tanh": mp.tanh,
    r"\cosh": mp.cosh,
    r"\sigma": lambda x: 1 / (1 + mp.exp(-x)),
    r"\Phi": mp.ncdf,
    r"\operatorname{sign}": mp.sign,
}
RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    r"\le": lambda a, b: a <= b,
    r"\ne": lambda a, b: a != b,
    r"\in": lambda a, b: a in b,
    r"\notin": lambda a, b: a not in b,
}
Env = dict[str, Any]
Part = Callable[[Env], Any]


def evaluate(latex: str, values: Env, definitions_of: str = "") -> list[Any]:
    """The value of what is shown, at these values of its symbols; several where it says that several are equal.

    It may use the definitions of another formula besides its own.
    """
    main, *definitions = latex.split(r", \quad ")
    env = dict(values)
    for definition in (*definitions_of.split(r", \quad ")[1:], *definitions):
        left, right = definition.split(" = ", 1)
        env[left[0]] = Definition(left[2:] or None, Reader(right).sides()[0], env)
    return [side(env) for side in Reader(main).sides()]


class Definition:
    """`p_c = …` for any index, or `u = …`."""

    def __init__(self, index: str | None, right: Part, env: Env) -> None:
        self.index, self.right, self.env = index, right, env

    def __call__(self, index: int | None = None) -> Any:
        return self.right(self.env if self.index is None else self.env | {self.index: index})


class Reader:
    """A recursive-descent parser; each method reads one kind of part and returns how to evaluate it."""

    def __init__(self, latex: str) -> None:
        written = re.sub(r"(?<!\\)\\,", " ", latex)
        self.tokens = TOKEN.findall(written)
        assert "".join(self.tokens) == re.sub(r"\s", "", written), f"cannot read all of {latex}"
        self.tokens = [token for token in self.tokens if token not in NOTHING]

    @property
    def next(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def take(self, expected: str | None = None) -> str:
        token = self.tokens.pop(0)
        assert expected in (None, token), f"expected {expected}, got {token}"
        return token

    def took(self, *wanted: str) -> bool:
        return self.next in wanted and bool(self.take())

    def sides(self) -> list[Part]:
        """The sides of an equation; of an expression, itself."""
        sides = [self.sum()]
        while self.took("="):
            sides.append(self.sum())
        assert not self.tokens, f"left over: {self.tokens}"
        return sides

    def relation(self) -> Part:
        left = self.sum()
        if self.next not in RELATIONS:
            return left
        relation, right = RELATIONS[self.take()], self.sum()
        return lambda env: relation(left(env), right(env))

    def sum(self) -> Part:
        sign = -1 if self.took("-") else 1
        terms = [(sign, self.product())]
        while self.next in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            terms.append((sign, self.product()))

        if terms == [(1, terms[0][1])]:
            return terms[0][1]
        return lambda env: _each(_total, *(_each(partial(mul, sign), term(env)) for sign, term in terms))

    def product(self) -> Part:
        factors = [self.power()]
        while self.starts_factor():
            factors.append(self.power())
        return lambda env: mp.fprod(factor(env) for factor in factors) if len(factors) > 1 else factors[0](env)

    def starts_factor(self) -> bool:
        opening = {"(", "[", r"\lvert", r"\lVert", r"\lfloor", r"\frac", r"\tfrac", r"\sqrt", r"\max", r"\min"}
        opening |= {r"\sum", r"\pi", r"\begin{cases}", *VARIABLES, *FUNCTIONS}
        return self.next in opening or re.fullmatch(r"[A-Za-z]|\d.*", self.next) is not None

    def power(self) -> Part:
        base = self.base()
        if not self.took("^"):
            return base
        exponent = self.argument()
        return lambda env: mp.power(base(env), exponent(env))

    def argument(self) -> Part:
        """What a command takes: a group in braces, or the one sign that follows."""
        if self.took("{"):
            return self.until(self.sum, "}")
        digit = self.next.isdigit()
        return self.constant(self.take()) if digit else self.base()

    def base(self) -> Part:
        token = self.take()
        readers = {
            "(": lambda: self.until(self.sum, ")"),
            "[": self.bracket,
            r"\lvert": lambda: self.of(abs, self.until(self.sum, r"\rvert")),
            r"\lfloor": lambda: self.of(mp.floor, self.until(self.sum, r"\rfloor")),
            r"\lVert": self.norm,
            r"\frac": self.fraction,
            r"\tfrac": self.fraction,
            r"\sqrt": lambda: self.of(mp.sqrt, self.argument()),
            r"\max": lambda: self.extreme(max),
            r"\min": lambda: self.extreme(min),
            r"\sum": self.summation,
            r"\begin{cases}": self.cases,
            r"\pi": lambda: lambda env: mp.pi,
        }
        if token in readers:
            return readers[token]()
        if token in FUNCTIONS:
            return self.function(FUNCTIONS[token])
        return self.number(token) if token[0].isdigit() else self.symbol(token)

    def until(self, read: Callable[[], Part], closing: str) -> Part:
        part = read()
        self.take(closing)
        return part

    def of(self, function: Callable, part: Part) -> Part:
        return lambda env: function(part(env))

    def bracket(self) -> Part:
        """`[c = y]` is 1 or 0; `[y + 1]` groups."""
        part = self.until(self.relation, "]")
        return lambda env: mpf(value) if isinstance(value := part(env), bool) else value

    def norm(self) -> Part:
        vector = self.until(self.sum, r"\rVert")
        self.take("_")
        degree = self.argument()
        return lambda env: mp.norm(mp.matrix(vector(env)), degree(env))

    def fraction(self) -> Part:
        above, below = self.argument(), self.argument()
        return lambda env: above(env) / below(env)

    def extreme(self, function: Callable) -> Part:
        self.take("(")
        first = self.until(self.sum, ",")
        second = self.until(self.sum, ")")
        return lambda env: function(first(env), second(env))

    def function(self, function: Callable) -> Part:
        exponent = self.argument() if self.took("^") else None
        part = self.base()
        return lambda env: function(part(env)) ** (exponent(env) if exponent else 1)

    def number(self, first: str) -> Part:
        digits = first
        while "." not in digits and self.next.isdigit():
            digits += self.take()
        return self.constant(digits)

    def constant(self, digits: str) -> Part:
        return lambda env: mpf(digits)

    def symbol(self, name: str) -> Part:
        if name == "e" and self.next == "^":
            return lambda env: mp.e
        if not self.took("_"):
            return lambda env: _known(env, name)
        indices = self.indices()
        plain = f"{name}_{indices[0]}"

        def indexed(env: Env) -> Any:
            if plain in env:
                return env[plain]
            value = _known(env, name) if not isinstance(env[name], Definition) else env[name]
            for index in indices:
                place = int(_known(env, index))
                value = value(place) if isinstance(value, Definition) else value[place]
            return value

        return indexed

    def indices(self) -> list[str]:
        if not self.took("{"):
            return [self.take()]
        indices = []
        while not self.took("}"):
            indices.append(self.take())
        return indices

    def summation(self) -> Part:
        self.take("_")
        if self.took("{"):
            index, relation, other = self.take(), self.take(), self.take()
            self.take("}")
        else:
            index, relation, other = self.take(), None, None
        body = self.product()

        def add(env: Env) -> Any:
            total = mpf(0)
            for place in sorted(env[other]) if relation == r"\in" else count():
                inside = env | {index: place}
                try:
                    value = body(inside)
                except IndexError:
                    if place == 0:  # another index has run too far
                        raise
                    break
                if relation is None or RELATIONS[relation](place, env[other]):
                    total += value
            return total

        return add

    def cases(self) -> Part:
        rows = []
        while not self.took(r"\end{cases}"):
            value = self.until(self.sum, "&")
            condition = (lambda env: True) if self.took(r"\text{otherwise}") else self.relation()
            rows.append((value, condition))
            self.took(r"\\")

        def choose(env: Env) -> Any:
            return next((value(env) for value, condition in rows if condition(env)), mp.nan)

        return choose


def _known(env: Env, name: str) -> Any:
    value = env[name]
    return value() if isinstance(value, Definition) else value


def _each(function: Callable, *values: Any) -> Any:
    """The function of numbers; of vectors, element by element."""
    lengths = [len(value) for value in values if isinstance(value, list)]
    if not lengths:
        return function(*values)
    return [function(*(v[i] if isinstance(v, list) else v for v in values)) for i in range(lengths[0])]


def _total(*numbers: Any) -> Any:
    return sum(numbers)
