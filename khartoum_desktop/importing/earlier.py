"""What an import goes on with: a batch whose rows are taken up again, or come back corrected."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from khartoum_desktop.importing.model import Reason


@dataclass(frozen=True, slots=True)
class Earlier:
    """The batch (its id) that an import goes on with.

    `is_part`: its held rows are planned again as the same file. Else the file is another one, and `ids` gives the
    origin ids that its rows (sheet, number) had before. `repeated` are rows held since another row of their file, which
    may have gone in, is the same proposal: as long as they are one that we have, they are held.
    """

    batch: str
    is_part: bool = False
    ids: Mapping[tuple[str, int], str] = field(default_factory=dict)
    repeated: Mapping[tuple[str, int], Reason] = field(default_factory=dict)

    @property
    def is_again(self) -> bool:
        """Whether rows come that came in before; a filled form of ours has ids, and no such batch."""
        return bool(self.batch)
