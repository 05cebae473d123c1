"""Reading the arguments: a parser that refuses in sentences, in the person's language."""

import argparse
from collections.abc import Sequence
from typing import Final, NoReturn

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, ngettext

# what argparse itself says, as far as our commands can bring it to say it: its own message ids
WORDS: Final = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("ignored explicit argument %r"),
    N_("not allowed with argument %s"),
)
_SEVERAL: Final = ("words", "files")  # of these argparse takes none that stand after an option
vars(argparse).update(_=_, ngettext=ngettext)  # it asks gettext for the environment's language, which is not ours


class Parser(argparse.ArgumentParser):
    """An argument parser that refuses like everything else here: by a UserError."""

    def error(self, message: str) -> NoReturn:
        usage = " ".join(self.format_usage().split())
        raise UserError(f"{message[:1].upper()}{message[1:]}.", usage)


def read(parser: Parser, arguments: Sequence[str]) -> argparse.Namespace:
    """Return what the arguments say; UserError, with the usage of the command, for everything they cannot say."""
    for argument in arguments:
        _refuse_garbled(argument)
    chosen, left = parser.parse_known_args(arguments)
    for several in _SEVERAL:
        if several in chosen and not any(word.startswith("-") for word in left):
            setattr(chosen, several, [*getattr(chosen, several), *left])
            left = []
    if left:
        asked: Parser = getattr(chosen, "parser", parser)
        asked.error(_("unrecognized arguments: %s") % " ".join(left))
    return chosen


def _refuse_garbled(argument: str) -> None:
    """Refuse bytes that are no text: they would be dropped from whatever is stored."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        shown = argument.encode(errors="replace").decode()
        raise UserError(
            fill(_("“{text}” is not written in UTF-8."), text=shown),
            _("Set the terminal to UTF-8 and type it again; rename a file whose name is written otherwise."),
        ) from None
