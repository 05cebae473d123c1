"""What a file is by its bytes, never by its name; programs, scripts, macros and web pages are refused."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _
from khartoum_desktop.proposals.attachments import ole


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is kept: its media type, the endings of its names (the usual one first), its label."""

    media_type: str
    endings: tuple[str, ...]
    label: str
    icon: str


_WORD, _SHEET, _SLIDES = N_("Word document"), N_("Excel workbook"), N_("PowerPoint slides")
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_OPEN: Final = "application/vnd.oasis.opendocument."
PDF = FileKind("application/pdf", ("pdf",), N_("PDF document"), "file-pdf")
DOCX = FileKind(f"{_OFFICE}wordprocessingml.document", ("docx", "dotx"), _WORD, "file-text")
XLSX = FileKind(f"{_OFFICE}spreadsheetml.sheet", ("xlsx", "xltx"), _SHEET, "table")
XLSB = FileKind("application/vnd.ms-excel.sheet.binary.macroenabled.12", ("xlsb",), _SHEET, "table")
PPTX = FileKind(f"{_OFFICE}presentationml.presentation", ("pptx", "ppsx", "potx"), _SLIDES, "presentation-chart")
DOC = FileKind("application/msword", ("doc", "dot"), _WORD, "file-text")
XLS = FileKind("application/vnd.ms-excel", ("xls", "xlt"), _SHEET, "table")
PPT = FileKind("application/vnd.ms-powerpoint", ("ppt", "pps", "pot"), _SLIDES, "presentation-chart")
MSG = FileKind("application/vnd.ms-outlook", ("msg",), N_("Outlook message"), "envelope-simple")
ODT = FileKind(f"{_OPEN}text", ("odt", "ott"), N_("OpenDocument text"), "file-text")
ODS = FileKind(f"{_OPEN}spreadsheet", ("ods", "ots"), N_("OpenDocument spreadsheet"), "table")
ODP = FileKind(f"{_OPEN}presentation", ("odp", "otp"), N_("OpenDocument slides"), "presentation-chart")
PNG = FileKind("image/png", ("png",), N_("Picture (PNG)"), "image")
JPEG = FileKind("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), N_("Picture (JPEG)"), "image")
TIFF = FileKind("image/tiff", ("tif", "tiff"), N_("Picture (TIFF)"), "image")
RTF = FileKind("application/rtf", ("rtf",), N_("RTF document"), "file-text")
TEXT = FileKind("text/plain", ("txt", "text", "log", "md"), N_("Plain text"), "file-text")
CSV = FileKind("text/csv", ("csv", "tsv"), N_("CSV table"), "table")
ZIP = FileKind("application/zip", ("zip",), N_("Zip archive"), "archive-box")
KINDS: Final = (PDF, DOCX, XLSX, XLSB, PPTX, DOC, XLS, PPT, MSG, ODT, ODS, ODP, PNG, JPEG, TIFF, RTF, TEXT, CSV, ZIP)
BY_MEDIA_TYPE: Final[Mapping[str, FileKind]] = {kind.media_type: kind for kind in KINDS}
BY_ENDING: Final[Mapping[str, FileKind]] = {ending: kind for kind in KINDS for ending in kind.endings}

# endings by which a system would run a file, whatever is in it
_PROGRAM_ENDINGS: Final = (
    "ade adp apk app appimage application appref-ms appx bas bat bin chm class cmd com command cpl crt csh deb desktop "
    "dll dmg drv elf exe fon gadget hta img inf ins iso isp jar jnlp js jse ksh lnk mde mjs msc "
    "msh msi msix msp mst ocx php pif pkg pl prg ps1 ps1xml ps2 psc1 psd1 psm1 py pyc pyw pyz rb reg rpm run scf scr "
    "sct service settingcontent-ms sh shb shs so sys theme url vb vbe vbs vhd vhdx vxd website ws wsc wsf wsh "
    "xbap xll xnk zsh"
)
_MARKUP_ENDINGS: Final = "htm html xhtml xht shtml mht mhtml svg svgz xml xsl xslt"
PROGRAMS: Final = frozenset(_PROGRAM_ENDINGS.split())
_MARKUP: Final = frozenset(_MARKUP_ENDINGS.split())
_RUNS: Final = (
    b"MZ", b"\x7fELF", b"#!", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"\xbe\xba\xfe\xca", b"L\x00\x00\x00\x01\x14\x02\x00", b"dex\n", b"\x00asm", b"ITSF",
    b"\x1bLua",
)  # fmt: skip
_ZIPS: Final = (b"PK\x03\x04", b"PK\x05\x06")
_SIGNS: Final[tuple[tuple[bytes, FileKind], ...]] = (
    (b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"II*\x00", TIFF), (b"MM\x00*", TIFF),
    (b"{\\rtf", RTF),
)  # fmt: skip
_MAIN_PARTS: Final = ((b"wordprocessingml", DOCX), (b"spreadsheetml", XLSX), (b"presentationml", PPTX))
_STREAMS: Final = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS), ("PowerPoint Document", PPT),
                   ("__properties_version1.0", MSG))  # fmt: skip
_MOST_OF_A_LIST: Final = 1 << 20
_BROKEN: Final = (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error)
_HEAD: Final = 4096
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def ending_of(name: str) -> str:
    """Return what follows the last dot of a name, in small letters, "" where there is none."""
    _stem, dot, ending = name.rstrip(". ").rpartition(".")
    return ending.strip().casefold() if dot else ""


def kind_of(name: str, data: bytes) -> FileKind:
    """Return the kind of a file; UserError for a program, script, macro, web page, or a kind that is not kept.

    The name decides only where no byte can: between a table and another text, and against endings that a system runs.
    """
    ending = ending_of(name)
    if ending in PROGRAMS or data.startswith(_RUNS):
        raise _program()
    found = next((kind for start, kind in _SIGNS if data.startswith(start)), None)
    if found is None and data.startswith(ole.START):
        found = _ole_kind(data)
    elif found is None and data.startswith(_ZIPS):
        found = _zip_kind(data)
    elif found is None:
        found = _text_kind(ending, data)
    if ending in _MARKUP:
        raise _markup()
    return found


def _ole_kind(data: bytes) -> FileKind:
    try:
        names = ole.names_in(data)
    except ValueError:
        raise _damaged() from None
    if "EncryptedPackage" in names:
        raise UserError(
            _("The file is protected with a password, so that nobody can check what is in it."),
            _("Save it without the password and attach that. The workspace itself can have a passphrase."),
        )
    capitals = {name.upper() for name in names}
    if any(name.startswith("_VBA_PROJECT") for name in capitals):
        raise _macros()
    for stream, kind in _STREAMS:
        if stream.upper() in capitals:
            return kind
    raise _unknown()


def _zip_kind(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = [one.lower().replace("\\", "/") for one in archive.namelist()]
            types, mime = _small(archive, "[Content_Types].xml"), _small(archive, "mimetype")
    except _BROKEN:
        raise _damaged() from None
    if any(name.endswith("vbaproject.bin") for name in names):
        raise _macros()
    if types:
        return _office_kind(types)
    if mime:
        return _open_kind(mime, names)
    endings = {ending_of(name.rstrip("/")) for name in names}
    if endings & PROGRAMS or "meta-inf/manifest.mf" in names:
        raise UserError(
            _("The archive holds a program or script."), _("Pack it again with the documents alone, or attach those.")
        )
    return ZIP


def _office_kind(types: bytes) -> FileKind:
    """Return the kind of an Office package by the type of its main part; binary workbooks all claim to have macros."""
    if b"ms-excel.sheet.binary.macroEnabled.main" in types:
        return XLSB
    if b"macroEnabled" in types:
        raise _macros()
    for part, kind in _MAIN_PARTS:
        if re.search(rb"officedocument\." + part + rb"\.[a-z.]+\.main\+xml", types):
            return kind
    raise _unknown()


def _open_kind(mime: bytes, names: Iterable[str]) -> FileKind:
    kind = BY_MEDIA_TYPE.get(mime.decode("latin-1").strip().removesuffix("-template"))
    if kind is None:
        raise _unknown()
    if any(name.startswith(("basic/", "scripts/")) for name in names):
        raise _macros()
    return kind


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return an entry that says what the package is, as far as such an entry goes; b"" if there is none."""
    if name not in archive.NameToInfo:
        return b""
    with archive.open(name) as part:
        return part.read(_MOST_OF_A_LIST)


def _text_kind(ending: str, data: bytes) -> FileKind:
    text = _decoded(data)
    if text is None:
        raise _unknown()
    head = text[:_HEAD].lstrip().lower()
    if head.startswith(("<", "mime-version:", "from: <saved by")):
        raise _markup()
    if head.startswith(("@echo", "rem ", "::")):
        raise _program()
    return CSV if ending in CSV.endings else TEXT


def _decoded(data: bytes) -> str | None:
    """Return the bytes as text, None where they are none; Windows' Arabic and French letters are letters too."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1256", "replace")
    return None if _CONTROLS.search(text) else text


def _program() -> UserError:
    return UserError(
        _("Programs and scripts are never attached."), _("Ask for the document itself, for example as PDF.")
    )


def _macros() -> UserError:
    return UserError(
        _("The document can run macros, which are programs."),
        _("Save it without macros (.docx, .xlsx, .pptx) or as PDF, and attach that."),
    )


def _markup() -> UserError:
    return UserError(
        _("Web pages, XML and SVG drawings can contain scripts and are not attached."),
        _("Print the page into a PDF, or save the drawing as PNG, and attach that."),
    )


def _damaged() -> UserError:
    return UserError(_("The file is damaged and cannot be read to its end."), _("Ask the sender for it once more."))


def _unknown() -> UserError:
    return UserError(
        _("This kind of file is not attached."),
        _("Attach PDF, Office or OpenDocument files, Outlook messages, pictures (PNG, JPEG, TIFF), text or zip."),
    )
