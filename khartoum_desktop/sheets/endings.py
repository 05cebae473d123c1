"""How the names of files that can be read usually end: for file dialogs alone, since content tells what a file is."""

from typing import Final

ENDINGS: Final = (
    *("*.xlsx", "*.xlsm", "*.xls", "*.xlsb", "*.ods", "*.fods", "*.csv", "*.tsv", "*.txt", "*.docx", "*.docm"),
    *("*.xltx", "*.xltm"),
    *("*.htm", "*.html", "*.mht", "*.mhtml", "*.xml"),
)
