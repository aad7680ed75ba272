"""Where a learner is: the question, by its seed in the link, and whether its tangent is shown."""

from random import SystemRandom

from gradlab.ui.experiment.whole_state import leave_experiment, said_of, whole_state, with_hidden
from gradlab.ui.frame.expectations import OneOf, Range
from gradlab.ui.frame.session import session
from gradlab.ui.predict.question import Prediction

GUESS = "guess"
_SEED, _REVEAL = "predict", "reveal"
_LARGEST = 999_999
_FIRST = 1000  # a seed to begin with is easily said


def current_seed() -> int:
    """The question's number; 0 where nothing is to be predicted."""
    return session().declare(_SEED, Range(0, _LARGEST, whole=True), 0)


def is_revealed() -> bool:
    """Whether the tangent is shown."""
    return session().declare(_REVEAL, OneOf(("1",)), "") == "1"


def link_to(seed: int) -> dict[str, int]:
    """What a link to a question says: not what has been guessed, nor the answer."""
    return {_SEED: seed}


def begin() -> None:
    """Go to a question, any. Call it in a callback."""
    _go_to(SystemRandom().randint(1, _FIRST))


def go_on() -> None:
    """Show the tangent, or go to the next question. Call it in a callback."""
    if session().value(_REVEAL):
        _go_to(session().value(_SEED) % _LARGEST + 1)
    else:
        session().give({_REVEAL: "1"})


def leave_with(question: Prediction) -> None:
    """Go to Explore with what the question shows. Call it in a callback."""
    leave_experiment()
    _go_to(0)
    session().give(with_hidden(whole_state(said_of(question.experiment))))


def _go_to(seed: int) -> None:
    own = session()
    own.page.forget([name for name in own.page.values if name.startswith(_SEED)])
    own.give({_SEED: seed, _REVEAL: "", GUESS: 0.0})
