"""Reading rounds: one by its name, who is asked for what and how far they are, and what a bundle may hold."""

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.scoring.model import Given
from khartoum_desktop.scoring.queries import Round, answers, current_round, rounds
from khartoum_desktop.workspace import Workspace


def round_named(work: Workspace, name: str | None) -> Round:
    """Return a round by its name in any language or its id; without one that in hand. UserError when there is none."""
    current = current_round(work)
    wanted = fold_key(name or "")
    if not wanted:
        return current
    found = rounds(work)
    for one in found:
        if name == one.id or wanted in {fold_key(text) for text in (one.label.ar, one.label.en, one.label.fr) if text}:
            return one
    raise UserError(
        fill(_("There is no assessment round “{name}”."), name=name),
        fill(_("There are: {names}."), names=listed(one.label.text() for one in found)),
    )


def marks_for_bundle(work: Workspace, current: Round, assessor: str) -> tuple[Given, ...]:
    """Return the answers of a round that a bundle for an assessor (id) may hold: their own, all once it is closed.

    Whoever makes the bundle puts nothing into it that they do not see themselves.
    """
    own_only = current.independent and not current.closed
    return answers(work, current.id, assessor=assessor if own_only else None)
