"""Reading what is said about proposals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select

from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_COMMENT, _READING = TABLES["comment"], TABLES["reading"]
_HERE: Final = _COMMENT.c.removed.is_not(True)


@dataclass(frozen=True, slots=True)
class Comment:
    """Something said, or asked, about a proposal; `written` is ms since 1970 by its author's clock.

    `field` is the key of the field that is spoken of, or ""; `answers` the id of the comment it answers, or "".
    """

    id: str
    author: str
    delegation: str
    written: int
    text: str
    field: str
    answers: str
    question: bool
    settled: bool
    unread: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """How much is said about a proposal: comments in all, unread ones of others, open questions."""

    comments: int
    unread: int
    open_questions: int


def thread(work: Workspace, proposal: str) -> list[Comment]:
    """Return what is said about a proposal, oldest first, each answer right after what it answers."""
    me = work.person_name
    read = select(_READING.c.until).where(_READING.c.person == me, _READING.c.row == proposal)
    query = select(_COMMENT).where(_COMMENT.c.proposal == proposal, _HERE).order_by(_COMMENT.c.written, _COMMENT.c.id)
    with work.reading() as db:
        until = db.execute(read).scalar() or 0
        rows = db.execute(query).mappings().all()
    found = []
    for row in rows:
        own = f"{row['author']}@{row['delegation']}" == me
        found.append(
            Comment(
                id=row["id"],
                author=row["author"] or "",
                delegation=row["delegation"] or "",
                written=row["written"] or 0,
                text=row["text"] or "",
                field=row["field"] or "",
                answers=row["answers"] or "",
                question=bool(row["question"]),
                settled=bool(row["settled"]),
                unread=not own and (row["written"] or 0) > until,
                own=own,
            )
        )
    return _in_threads(found)


def _in_threads(comments: Sequence[Comment]) -> list[Comment]:
    """Put answers after what they answer; one whose question is gone stands by itself."""
    known = {one.id for one in comments}
    found: list[Comment] = []
    for one in comments:
        if one.answers not in known:
            found.append(one)
            found += [answer for answer in comments if answer.answers == one.id]
    return found


def talk(work: Workspace, proposals: Sequence[str]) -> dict[str, Talk]:
    """Return how much is said about each of these proposals (a page of the list): one query; none, no entry."""
    query = (
        select(
            _COMMENT.c.proposal,
            func.count(),
            func.count().filter(_is_unread(work)),
            func.count().filter(_is_open()),
        )
        .outerjoin(_READING, and_(_READING.c.row == _COMMENT.c.proposal, _READING.c.person == work.person_name))
        .where(_COMMENT.c.proposal.in_(proposals), _HERE)
        .group_by(_COMMENT.c.proposal)
    )
    with work.reading() as db:
        return {proposal: Talk(*numbers) for proposal, *numbers in db.execute(query)}


def unread_proposals(work: Workspace) -> ColumnElement[bool]:
    """Return the condition that something unread is said about a proposal."""
    return TABLES["proposal"].c.id.in_(
        select(_COMMENT.c.proposal)
        .outerjoin(_READING, and_(_READING.c.row == _COMMENT.c.proposal, _READING.c.person == work.person_name))
        .where(_HERE, _is_unread(work))
    )


def asked_proposals() -> ColumnElement[bool]:
    """Return the condition that a question about a proposal is open."""
    return TABLES["proposal"].c.id.in_(select(_COMMENT.c.proposal).where(_HERE, _is_open()))


def _is_unread(work: Workspace) -> ColumnElement[bool]:
    person = work.person
    name, delegation = (person.name, person.delegation) if person else ("", "")
    others = or_(_COMMENT.c.author != name, _COMMENT.c.delegation != delegation)
    return and_(others, _COMMENT.c.written > func.coalesce(_READING.c.until, 0))


def _is_open() -> ColumnElement[bool]:
    return and_(_COMMENT.c.question.is_(True), _COMMENT.c.settled.is_not(True))
