"""What a row of a sheet can be."""

from enum import StrEnum


class Kind(StrEnum):
    """What a row of a sheet is."""

    TITLE = "title"
    HEADER = "header"
    TAGS = "tags"
    REPEATED = "repeated"
    SECTION = "section"
    PROPOSAL = "proposal"
    MORE = "more"
    TOTAL = "total"
    NOTE = "note"
    SIGNATURE = "signature"
    EMPTY = "empty"
    HIDDEN = "hidden"
    IGNORED = "ignored"
