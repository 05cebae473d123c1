"""Saying, asking, answering and settling; one's own words may be corrected or taken away."""

from typing import Final

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import clean_text
from khartoum_desktop.proposals import queries as proposals
from khartoum_desktop.proposals.comments.queries import Comment as Said
from khartoum_desktop.proposals.comments.queries import thread
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.storage.schema import TABLES, Comment
from khartoum_desktop.workspace import Workspace

LONGEST: Final = 4000
_COMMENT: Final = TABLES["comment"]


def say(
    work: Workspace, proposal: str, text: str, *, question: bool = False, field: str = "", answers: str = ""
) -> str:
    """Say (or ask) something about a proposal, perhaps about one field or in answer to a comment; return its id.

    UserError for an empty or too long text, an unknown field, and a comment to answer that is not there.
    """
    words = _cleaned(text)
    if field and field not in BY_KEY:
        raise UserError(fill(_("There is no field “{key}”."), key=field), _("Use the keys of the field list."))
    there = {one.id: one for one in thread(work, proposal)}
    if answers and answers not in there:
        raise UserError(_("This comment is no longer there."), _("Say it anew."))
    first = there[answers].answers or answers if answers else ""
    ref = proposals.read(work, proposal).ref
    label = N_("Ask about {ref}") if question else N_("Comment on {ref}")
    with work.step(label, ref=ref) as step:
        values = {
            "proposal": proposal,
            "text": words,
            "question": question or None,
            "field": field or None,
            "answers": first or None,
            "author": work.person.name if work.person else None,
            "delegation": work.person.delegation if work.person else None,
            "written": step.at,
        }
        return step.add(Comment, values)


def change(work: Workspace, comment: Said, text: str) -> None:
    """Correct one's own words; UserError for somebody else's."""
    words = _cleaned(text)
    _refuse_others(work, comment)
    with work.step(N_("Change a comment")) as step:
        step.put(Comment, comment.id, {"text": words})


def remove(work: Workspace, comment: Said) -> None:
    """Take one's own words away; UserError for somebody else's. Answers to them stay."""
    _refuse_others(work, comment)
    with work.step(N_("Delete a comment")) as step:
        step.remove(Comment, comment.id)


def settle(work: Workspace, comment: Said, *, settled: bool = True) -> None:
    """Say that a question is answered, or open again; anybody may."""
    with work.step(N_("Settle a question") if settled else N_("Open a question again")) as step:
        step.put(Comment, comment.id, {"settled": settled})


def read_all(work: Workspace, proposal: str) -> None:
    """Note that all that is said about a proposal has been read; nothing is written when there was nothing new."""
    newest = max((one.written for one in thread(work, proposal) if one.unread), default=None)
    if newest is not None:
        work.mark_read(proposal, newest)


def _cleaned(text: str) -> str:
    words = clean_text(text)
    if not words:
        raise UserError(_("There is nothing to say yet."), _("Write a few words."))
    if len(words) > LONGEST:
        sentence = fill(_("A comment may have {n} characters at most."), n=format_number(LONGEST))
        raise UserError(sentence, _("Shorten it, or attach a file."))
    return words


def _refuse_others(work: Workspace, comment: Said) -> None:
    query = select(_COMMENT.c.author, _COMMENT.c.delegation).where(
        _COMMENT.c.id == comment.id, _COMMENT.c.removed.is_not(True)
    )
    with work.reading() as db:
        found = db.execute(query).first()
    if found is None:
        raise UserError(_("This comment is no longer there."), _("Say it anew."))
    if f"{found.author}@{found.delegation}" != work.person_name:
        raise UserError(fill(_("{name} wrote this."), name=found.author or ""), _("Answer it instead."))
