"""The two kinds of failure: what a person can mend (UserError), and everything else (a fault of ours)."""


class UserError(Exception):
    """A refusal that the person can understand: one sentence that names the place, one that names the remedy.

    Both arguments are already in the person's language.
    """

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".strip()
