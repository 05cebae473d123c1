"""What a new passphrase must be; one that opens a workspace already is not judged."""

from typing import Final

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number

LEAST: Final = 8  # characters, blanks at the ends not counted


def weakness(passphrase: str) -> str:
    """Say what is wrong with a new passphrase; “” when it will do."""
    if len(passphrase.strip()) >= LEAST:
        return ""
    return fill(_("The passphrase has fewer than {n} characters."), n=format_number(LEAST))
