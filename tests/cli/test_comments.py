"""Comments by command."""

from pathlib import Path

from tests.test_cli import Run, refs


def test_comments_are_said_asked_and_shown(store: Path, run: Run) -> None:
    ref = refs(run)[0]
    assert run("comments", ref)[1]["comments"] == []
    assert run("comments", ref, "--say", "Ministry phoned.")[0] == 0
    code, answer = run("comments", ref, "--ask", "Who pays?", "--field", "budget_total")
    told = [(one["text"], one["question"], one["field"]) for one in answer["comments"]]
    assert (code, told) == (0, [("Ministry phoned.", False, None), ("Who pays?", True, "budget_total")])
    assert run("comments", ref, "--say", "x", "--field", "nothing")[0] == 2
    assert run("comments", ref, "--say", "x", "--ask", "y")[0] == 2
    assert len(run("comments", ref)[1]["comments"]) == 2
