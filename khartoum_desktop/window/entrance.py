"""How the window gets at a workspace: the last one, another, a new one, the sample; and how a refusal is told."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from khartoum_desktop.core import settings
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.paths import data_folder
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.files import choose_file

if TYPE_CHECKING:
    from khartoum_desktop.core.progress import Progress
    from khartoum_desktop.toolkit.dialogs import Sitting
    from khartoum_desktop.workspace import Workspace

FillSample = Callable[["Workspace"], int]
ENDING: Final = ".khartoum"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the first-run page asked for. `presidency` is a shipped key or a member State's code."""

    sitting: "Sitting"
    presidency: str
    way: str  # import, write or sample
    passphrase: str | None = None
    path: Path | None = None


def free_path(name: str) -> Path:
    """Return a file in the folder of workspaces that does not exist yet."""
    folder = data_folder()
    path, number = folder / f"{name}{ENDING}", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}{ENDING}"
    return path


class Entrance(QObject):
    """Opens and makes workspaces in the background; `entered` gives the workspace and how it began ("" = opened)."""

    entered = Signal(object, str)
    refused = Signal(object)  # UserError or another exception

    def __init__(
        self, desk: Desk, window: QWidget, may_leave: Callable[[], bool], fill_sample: FillSample | None = None
    ) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._may_leave = may_leave  # the workspace that is open, with what is being typed there
        self._fill_sample = fill_sample

    @property
    def has_sample(self) -> bool:
        """Whether a sample round can be made."""
        return self._fill_sample is not None

    def choose(self) -> None:
        """Ask for a workspace file and open it."""
        filters = fill(_("Workspaces ({pattern})"), pattern=f"*{ENDING}")
        path = choose_file(self._window, _("Open a workspace"), filters, purpose="workspace", folder=data_folder())
        if path is not None:
            self.open(path)

    def open(self, path: Path, passphrase: str | None = None) -> None:
        """Open a workspace; a passphrase is asked for when the file needs one."""
        if not self._may_leave():
            return

        def work(_progress: "Progress") -> "Workspace":
            from khartoum_desktop.proposals.shipped import genesis
            from khartoum_desktop.workspace import Workspace

            return Workspace.open(path, passphrase, genesis=genesis())

        self._desk.tasks.start(
            work,
            lambda opened: self.entered.emit(opened, ""),
            lambda error: self._not_opened(path, error),
            label=_("Opening the workspace"),
            owner=self,
        )

    def _not_opened(self, path: Path, error: Exception) -> None:
        from khartoum_desktop.toolkit.dialogs import SecretDialog
        from khartoum_desktop.workspace import PassphraseNeededError, WrongPassphraseError

        if isinstance(error, PassphraseNeededError | WrongPassphraseError):
            sentence = str(error) if isinstance(error, WrongPassphraseError) else ""
            dialog = SecretDialog(fill(_("Passphrase of {name}"), name=path.stem), sentence, parent=self._window)
            if dialog.exec():
                self.open(path, dialog.secret)
                return
            error = UserError(fill(_("{name} was not opened."), name=path.name), _("It needs its passphrase."))
        elif isinstance(error, UserError) and not path.exists():
            settings.forget_workspace(path)
        self.refused.emit(error)

    def begin(self, beginning: Beginning) -> None:
        """Make a workspace as the first-run page was filled in."""
        if not self._may_leave():
            return
        sample = beginning.way == "sample"
        name = _("Sample round") if sample else _("Workspace")
        path = beginning.path or free_path(name)
        sitting, fill_sample = beginning.sitting, self._fill_sample

        def work(_progress: "Progress") -> "Workspace":
            from khartoum_desktop.proposals.priorities import enter_presidency
            from khartoum_desktop.proposals.shipped import genesis
            from khartoum_desktop.scoring.rounds.opening import open_first_round
            from khartoum_desktop.workspace import Person, Workspace

            person = Person(sitting.name, sitting.delegation, sitting.role)

            def fill_in(made: Workspace) -> None:
                made.sit_down(person)
                if sample and fill_sample is not None:
                    fill_sample(made)  # a round of a presidency of its own
                else:
                    enter_presidency(made, beginning.presidency)
                    open_first_round(made)

            return Workspace.create(path, person, beginning.passphrase, genesis=genesis(), fill=fill_in)

        self._desk.tasks.start(
            work,
            lambda made: self.entered.emit(made, beginning.way),
            self.refused.emit,
            label=_("Making the workspace"),
            owner=self,
        )
