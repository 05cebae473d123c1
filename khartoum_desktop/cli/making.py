"""Commands that make proposals: from nothing, from a template, or as a copy; and templates themselves."""

import argparse
from typing import Final

from khartoum_desktop.cli.frame import Answer, Command, Context
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill, listed
from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.templates import operations as templates
from khartoum_desktop.proposals.templates.model import Template
from khartoum_desktop.proposals.templates.queries import templates as all_templates
from khartoum_desktop.proposals.values import parse_value


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    for lang in LANGUAGES:
        parser.add_argument(f"--title-{lang}", metavar="TEXT", help=_(BY_KEY[f"title_{lang}"].label))
    parser.add_argument("--country", metavar="CODE", help=_("who submits it; else the delegation of who does this"))
    parser.add_argument("--template", metavar="NAME", help=_("what it begins with: “templates” lists them"))


def _add(context: Context) -> Answer:
    given, work = context.arguments, context.work
    lists = queries.lists_of(work)
    texts = {f"title_{lang}": getattr(given, f"title_{lang}") for lang in LANGUAGES} | {"lead_country": given.country}
    values = {key: parse_value(BY_KEY[key], text, lists) for key, text in texts.items() if text}
    if given.template is None:
        ident = operations.create(work, values)
    else:
        ident = templates.create_from(work, _template(context, given.template), values)
    return _made(context, ident)


def _template(context: Context, name: str) -> Template:
    found = all_templates(context.work)
    for one in found:
        if name in (one.name, one.id):
            return one
    raise UserError(
        fill(_("There is no template “{name}”."), name=name),
        fill(_("There are: {names}."), names=listed(one.name for one in found)),
    )


def _made(context: Context, ident: str) -> Answer:
    detail = queries.read(context.work, ident)
    source = detail.named.get(str(detail.columns["copied_from"]))
    data = {"ref": detail.ref, "title": detail.title(), "copied_from": source}
    return Answer(data, [f"{detail.ref}  {detail.title()}"])


def _copy_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help=_("reference of the proposal"))


def _copy(context: Context) -> Answer:
    return _made(context, operations.duplicate(context.work, queries.by_ref(context.work, context.arguments.ref)))


def _templates_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--keep", nargs=2, metavar=("REF", "NAME"), help=_("keep a proposal as a template"))
    parser.add_argument("--remove", metavar="NAME", help=_("take a template away"))


def _templates(context: Context) -> Answer:
    given, work = context.arguments, context.work
    if given.keep:
        ref, name = given.keep
        templates.keep(work, queries.by_ref(work, ref), name)
    if given.remove is not None:
        templates.remove(work, _template(context, given.remove))
    found = all_templates(work)
    data = [{"name": one.name, "shipped": one.shipped, "contents": one.contents} for one in found]
    return Answer({"templates": data}, [one.name for one in found])


COMMANDS: Final[tuple[Command, ...]] = (
    Command("add", N_("make a proposal"), _add, _add_arguments, writes=True),
    Command("copy", N_("make a copy of a proposal"), _copy, _copy_arguments, writes=True),
    Command("templates", N_("list, keep or remove templates"), _templates, _templates_arguments, writes=True),
)
