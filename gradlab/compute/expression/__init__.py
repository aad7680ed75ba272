"""A formula of one's own: text from a reader, read against an allow-list and computed with torch, never run as code."""

from gradlab.compute.expression.expression import Expression, parse
from gradlab.compute.expression.problems import PROBLEMS, ExpressionError
from gradlab.compute.expression.tokens import normalised

__all__ = ["PROBLEMS", "Expression", "ExpressionError", "normalised", "parse"]
