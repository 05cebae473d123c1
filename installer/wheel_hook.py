"""Build hook of the wheel: compile the translations and put them inside the package."""

from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTranslations(BuildHookInterface[Any]):
    """Adds `khartoum_desktop/translations/<language>/LC_MESSAGES/khartoum.mo` to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue; an editable install reads the checkout's own."""
        if version == "editable":
            return
        top = Path(self.root)
        for source in sorted((top / "translations").glob("*/LC_MESSAGES/khartoum.po")):
            compiled = source.with_suffix(".mo")
            out = BytesIO()
            with source.open("rb") as file:
                write_mo(out, read_po(file, locale=source.parts[-3]))
            compiled.write_bytes(out.getvalue())
            inside = compiled.relative_to(top)
            build_data["force_include"][str(compiled)] = f"khartoum_desktop/{inside.as_posix()}"
