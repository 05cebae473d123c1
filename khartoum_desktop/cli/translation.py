"""The command of the translation desk: what is missing, writing one text, the workbook for a translator and back."""

import argparse
from pathlib import Path
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, progress_bar, table
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill, language, listed
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.queries import by_ref
from khartoum_desktop.proposals.translation import operations, queries, returning, sheet
from khartoum_desktop.proposals.translation.model import TEXTS, State, language_name
from khartoum_desktop.proposals.translation.returning import Kind

_VERBS: Final = ("list", "set", "export", "import")
_OPTIONS: Final = {  # of which verb each option is
    "to": ("list", "export"),
    "target": ("export",),
    "refs": ("export",),
    "include": ("export",),
    "unchecked": ("set",),
    "dry_run": ("import",),
}
_REF_FIELD_TEXT: Final = 3


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=_VERBS, help=_("what to do"))
    parser.add_argument("words", nargs="*", metavar="WORD", help=_("set: REF FIELD TEXT; import: FILE"))
    parser.add_argument("--to", metavar="LANG|FILE", help=_("list: the language; export: the file to write"))
    parser.add_argument("--target", choices=LANGUAGES, help=_("export: the language to translate into"))
    parser.add_argument("--refs", nargs="+", metavar="REF", help=_("export: only these proposals"))
    parser.add_argument("--include", nargs="+", metavar="REF", help=_("export: restricted proposals that it may hold"))
    parser.add_argument("--unchecked", action="store_true", help=_("set: a machine made it, or nobody has read it"))
    parser.add_argument("--dry-run", action="store_true", help=_("say what would happen and write nothing"))


def _translate(context: Context) -> Answer:
    given = context.arguments
    for option, verbs in _OPTIONS.items():
        if getattr(given, option) and given.verb not in verbs:
            name = f"--{option.replace('_', '-')}"
            raise UserError(
                fill(_("“translate {verb}” takes no {option}."), verb=given.verb, option=name),
                _("Run khartoum-desktop translate --help."),
            )
    return {"list": _list, "set": _set, "export": _export, "import": _import}[given.verb](context)


def _words(context: Context, number: int) -> list[str]:
    """Return the words of a verb that wants this many; UserError for another number."""
    words: list[str] = context.arguments.words
    if len(words) != number:
        usage = {0: "", 1: "FILE", _REF_FIELD_TEXT: "REF FIELD TEXT"}[number]
        raise UserError(
            fill(_("“translate {verb}” is not written like this."), verb=context.arguments.verb),
            fill(_("Write it as: {usage}"), usage=f"translate {context.arguments.verb} {usage}".strip()),
        )
    return words


def _list(context: Context) -> Answer:
    _words(context, 0)
    work, target = context.work, _language(context.arguments.to or language())
    found = [one for one in queries.entries(work, target) if one.state is not State.DONE]
    texts: list[dict[str, Any]] = []
    for entry in found:
        shown = queries.read(work, entry.id, target)
        texts += [
            {"ref": entry.ref, "field": piece.key, "state": piece.state.value, "language": piece.source,
             "original": piece.original, "translation": piece.text or None}
            for piece in shown.pieces
            if piece.source and piece.state is not State.DONE
        ]  # fmt: skip
    words = {"missing": _("missing"), "unchecked": _("not checked")}
    rows = [[one["ref"], one["field"], words[one["state"]], " ".join(one["original"].split())] for one in texts]
    nothing = [fill(_("Everything is there in {language}."), language=language_name(target))]
    return Answer({"language": target, "texts": texts}, table(rows) or nothing)


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise UserError(
            fill(_("“{name}” is no language of the Process here."), name=code),
            fill(_("Use one of: {codes}."), codes=listed(LANGUAGES)),
        )
    return code


def _set(context: Context) -> Answer:
    work, (ref, key, text) = context.work, _words(context, _REF_FIELD_TEXT)
    if key not in TEXTS:
        raise UserError(
            fill(_("“{key}” is no text of the translation desk."), key=key),
            fill(_("Use one of: {codes}."), codes=listed(TEXTS)),
        )
    group, _line, target = key.rpartition("_")
    ident = by_ref(work, ref)
    operations.translate(work, ident, target, {group: text}, checked=not context.arguments.unchecked)
    shown = queries.read(work, ident, target)
    stored, status = shown.columns[key], shown.columns[f"translation_{target}"]
    data = {"ref": shown.ref, "field": key, "value": stored, "status": status}
    return Answer(data, [f"{_(BY_KEY[key].label)}: {stored or '–'}"])


def _export(context: Context) -> Answer:
    _words(context, 0)
    given, work = context.arguments, context.work
    if not given.to or not given.target:
        raise UserError(_("The file and the language are missing."), _("Give --to FILE and --target LANG."))
    ticked = [by_ref(work, ref) for ref in given.include or ()]
    wanted = None if given.refs is None else [by_ref(work, ref) for ref in given.refs]
    draft = sheet.draft(work, Path(given.to), given.target, wanted, ticked=ticked)
    cuts = [cut.cell for cut in draft.write().cuts]
    data = {"file": str(draft.path), "language": draft.target, "proposals": draft.proposals, "texts": draft.texts,
            "restricted_left_out": draft.restricted, "cut": cuts}  # fmt: skip
    lines = [fill(_("{file} was written."), file=draft.path)]
    lines += [sheet.left_out_sentence(draft.restricted)] if draft.restricted else []
    lines += [fill(_("Too long for a cell, cut: {cells}"), cells=listed(cuts))] if cuts else []
    return Answer(data, lines)


def _import(context: Context) -> Answer:
    work, (name,) = context.work, _words(context, 1)
    plan = returning.read_plan(work, Path(name), progress_bar(name))
    if not context.arguments.dry_run and plan.writes:
        returning.apply(work, plan)
    shown = [one for one in plan.changes if one.kind is not Kind.SAME or one.remark]
    data: dict[str, Any] = {"file": plan.returned.file, "language": plan.returned.target}
    data |= {kind.value: len(plan.of(kind)) for kind in Kind}
    data["rows"] = [
        {"ref": one.ref or None, "field": one.key, "cell": one.cell, "kind": one.kind.value, "old": one.old or None,
         "new": one.new or None, "checked": one.checked, "sentence": one.sentence, "remark": one.remark or None}
        for one in shown
    ]  # fmt: skip
    counts = fill(
        _("{file}: new {new}, changed {changed}, same {same}, refused {refused}"),
        **{key: data[key] for key in ("file", "new", "changed", "same", "refused")},
    )
    rows = [[one.ref or one.cell, one.key, one.kind.value, one.sentence or one.remark] for one in shown]
    return Answer(data, [counts, *table(rows)])


COMMANDS: Final[tuple[Command, ...]] = (
    Command("translate", N_("list, write, send out and take in translations"), _translate, _arguments, writes=True),
)
