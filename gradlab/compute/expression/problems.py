"""What can be wrong with a formula. A page says it in the reader's language, by the name of the problem."""

from collections.abc import Mapping

# By the name of the problem: the message, with the details that come with it.
_MESSAGES: dict[str, str] = {
    "text": "expected a formula as text, got {got}",
    "empty": "expected a formula such as A**2, got nothing",
    "too_long": "expected at most {limit} characters, got {got}",
    "too_many_nodes": "expected at most {limit} numbers, names and operations, got more",
    "too_deep": "expected brackets at most {limit} deep, got more",
    "character": "expected letters, digits and operators, got {name}",
    "string": "expected no quotation marks, got {name}",
    "operator": "expected one of the operators + - * / **, got {name}",
    "power": "expected ** for a power, got {name}",
    "equals": "expected the formula alone (to compare, ==), got {name}",
    "attribute": "expected functions without anything before them, such as sum(A), got a dot",
    "missing_operator": "expected an operator such as * between two values, got {name}",
    "unexpected": "expected a number, a name or an opening bracket, got {name}",
    "unfinished": "expected more, got the end of the formula",
    "unclosed": "expected the bracket {name} to be closed, got the end of the formula",
    "unopened": "expected nothing more, got {name}",
    "unknown_name": "expected A, y, pi, e or a known function, got {name}",
    "misspelt_name": "expected {expected}, got {name}",
    "no_function": "expected a function before the bracket, got {name}",
    "no_arguments": "expected {name} with its arguments in brackets, such as {name}(A), got {name} alone",
    "arguments": "expected {expected} as the number of arguments of {name}, got {got}",
    "one_argument": "expected {expected} for two or more arguments, got {name}",
    "constant_argument": "expected a number as argument of {name}, got something that depends on a tensor",
    "small_argument": "expected at least {limit} as this argument of {name}, got {got}",
    "index": "expected an element of A or y from [0] to [{limit}], got another index",
    "indexed": "expected an index right behind A or y, as in log(A[3]), got {name} behind something else",
    "one_element": "expected something with several elements in {name}, such as A, got one number",
    "comparison_outside_where": "expected comparisons only as the first argument of where, got {name}",
    "chained_comparison": "expected one comparison, got a second one, {name}",
    "joined": "expected comparisons in brackets, as in (A > 0) {name} (A < 1), got {name} between other values",
    "condition": "expected a comparison with A or y as the first argument of {name}, got something else",
    "huge_number": "expected numbers up to {limit}, got {got}",
    "huge_power": "expected exponents from -{limit} to {limit}, got {got}",
    "no_value": "expected numbers that {name} has a value for, got others",
}

PROBLEMS: tuple[str, ...] = tuple(_MESSAGES)


class ExpressionError(ValueError):
    """A formula that cannot be used.

    problem: one of `PROBLEMS`. column: where in the normalised text, counted in characters from 1.
    details: what the problem's sentence names: `name`, `expected`, `got`, `limit`.
    """

    def __init__(self, problem: str, column: int, details: Mapping[str, str | int] | None = None) -> None:
        """All three are kept, so that the error survives pickling."""
        super().__init__(problem, column, details)
        self.problem = problem
        self.column = column
        self.details = dict(details or {})

    def __str__(self) -> str:
        return f"{_MESSAGES[self.problem].format(**self.details)} (column {self.column})"
