"""Keeping a proposal as a template, and beginning a proposal with one."""

from collections.abc import Mapping

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, language
from khartoum_desktop.core.text import fold_key, one_line
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals.fields import FIELDS
from khartoum_desktop.proposals.model import FieldValue
from khartoum_desktop.proposals.queries import lists_of, read
from khartoum_desktop.proposals.templates.model import Template, begin, contents_of, is_kept
from khartoum_desktop.proposals.templates.queries import templates
from khartoum_desktop.storage.schema import Template as Row
from khartoum_desktop.workspace import Workspace

LONGEST_NAME = 80


def keep(work: Workspace, ident: str, name: str) -> str:
    """Keep what others may begin with of a proposal, under a name; return the template's id. UserError for the name."""
    name = one_line(name)
    if not name or len(name) > LONGEST_NAME:
        raise UserError(_("A template needs a short name."), _("Write up to 80 letters."))
    if any(fold_key(one.name) == fold_key(name) for one in templates(work)):
        raise UserError(fill(_("There is a template “{name}” already."), name=name), _("Choose another name."))
    detail = read(work, ident)
    contents = contents_of({field.key: detail.value(field.key) for field in FIELDS if is_kept(field)})
    with work.step(N_("Keep template “{name}”"), name=name) as step:
        return step.add(Row, {f"label_{language()}": name, "contents": contents})


def remove(work: Workspace, template: Template) -> None:
    """Take a template away; proposals that began with it stay as they are."""
    with work.step(N_("Delete template “{name}”"), name=template.name) as step:
        step.remove(Row, template.id)


def create_from(work: Workspace, template: Template, given: Mapping[str, FieldValue]) -> str:
    """Make a proposal that begins with a template; what is `given` by field key comes first. Return its id."""
    values, lines = begin(template.contents, lists_of(work))
    return proposals.create(work, {**values, **given}, lines)
