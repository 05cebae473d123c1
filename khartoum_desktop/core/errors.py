"""The two kinds of failure: what a person can mend (UserError), and everything else (a fault of ours)."""

from collections.abc import Callable


class UserError(Exception):
    """A refusal that the person can understand: one sentence that names the place, one that names the remedy.

    Both arguments are already in the person's language; `again` says the same in the language of another moment.
    """

    again: "Callable[[], UserError] | None" = None

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy

    @property
    def told(self) -> Callable[[], str]:
        """What says the refusal in the language of whoever reads it then, as far as that is known; it keeps no more."""
        again, words = self.again, str(self)
        return (lambda: str(again())) if again is not None else (lambda: words)

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".strip()
