"""What the translation desk writes: a translation, that one is checked, and the texts that a translator sent back."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, NAMES, _, fill
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.operations import columns_for
from khartoum_desktop.proposals.translation import queries
from khartoum_desktop.proposals.translation.keeping import write_columns
from khartoum_desktop.proposals.translation.model import TRANSLATED, original_of, status_translated, text_of
from khartoum_desktop.storage.schema import TABLES, Proposal
from khartoum_desktop.workspace import Workspace

_PROPOSAL: Final = TABLES["proposal"]


def translate(
    work: Workspace,
    ident: str,
    target: str,
    written: Mapping[str, str],
    *,
    checked: bool = True,
    seen: str | None = None,
) -> str:
    """Write translations (text by group: title, summary) into a language; return what the person has seen after it.

    `checked` False: a machine made them, or nobody has read them yet. `seen` as for `set_value`: when somebody else
    has written the same text since, both stay, as a conflict. UserError for a text that cannot be stored.
    """
    given = {f"{group}_{target}": text for group, text in written.items()}
    columns: dict[str, Any] = columns_for(given, lists_of(work))
    texts = {group: str(columns[f"{group}_{target}"] or "") for group in written}
    now = _there(work, ident)
    with work.step(N_("Translate {ref}: {language}"), ref=now.ref, language=NAMES[target]) as step:
        there = _in_step(step.db, ident)
        _refuse_last_title(there.columns, columns)
        statuses = status_translated(there.columns, target, texts, checked=checked)
        return write_columns(step, ident, columns, statuses, seen)


def mark_checked(work: Workspace, ident: str, target: str) -> None:
    """Say that the texts of a proposal in a language were read and are right."""
    now = _there(work, ident)
    if target == original_of(now.columns) or not any(text_of(now.columns, g, target) for g in ("title", "summary")):
        raise UserError(_("There is no translation to be checked."), _("Write it first."))
    with work.step(N_("Check the translation of {ref}: {language}"), ref=now.ref, language=NAMES[target]) as step:
        step.put(Proposal, ident, {f"translation_{target}": TRANSLATED})


def _there(work: Workspace, ident: str) -> queries.Texts:
    with work.reading() as db:
        return _in_step(db, ident)


def _in_step(db: Connection, ident: str) -> queries.Texts:
    """Return a proposal as it is now; UserError when it is gone."""
    found = queries.texts(db, [ident]).get(ident)
    if found is None:
        raise UserError(_("This proposal is no longer in the workspace."), _("Choose another one in the list."))
    return found


def _refuse_last_title(before: Mapping[str, Any], written: Mapping[str, Any]) -> None:
    after = {**before, **written}
    if not any(text_of(after, "title", lang) for lang in NAMES):
        raise UserError(
            fill(_("“{field}” cannot be empty."), field=_("Title")),
            _("A proposal keeps a title in one language and a submitting State."),
        )
