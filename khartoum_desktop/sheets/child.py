"""The reading process: takes one request from its input, sends what it reads to its output, and may die doing so."""

import gc
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from khartoum_desktop.sheets.locking import is_locked, unlocked
from khartoum_desktop.sheets.messages import Done, Fault, Found, Message, Ready, Refusal, Refused, Request, Sender
from khartoum_desktop.sheets.sniffing import kind_of

_MOST_CPU_SECONDS: Final = 120  # ends the process even if its parent is gone


def main() -> None:
    """Answer the one request on standard input."""
    _die_quietly()
    gc.disable()  # one short life, many small values
    # not sys.stdin and sys.stdout: a windowed program on Windows has none, and nothing may print between the messages
    with open(0, "rb") as asked, open(1, "wb") as answers:
        send = Sender(answers)
        send(Ready())
        send(_last_message(asked.read(), send))


def _last_message(asked: bytes, send: Sender) -> Message:
    try:
        for message in _answers(msgspec.msgpack.decode(asked, type=Request)):
            send(message)
    except Refusal as refusal:
        return Refused(refusal.code, refusal.details)
    except MemoryError:
        return Refused("memory", {})
    except Exception:  # noqa: BLE001 - a fault of ours must reach the parent, which tells the person
        return Fault(traceback.format_exc())
    return Done()


def _answers(request: Request) -> Iterator[Message]:
    # the bytes are read once, so that the hash belongs to what was read even if the file changes meanwhile
    data = _bytes_of(Path(request.path), request.limits.file_bytes)
    digest = sha256(data).hexdigest()
    if is_locked(data):
        data = unlocked(data, request.password)
    kind = kind_of(data)
    if kind == "ods":
        from khartoum_desktop.sheets.locked_documents import opened

        data = opened(data, request.password, request.limits)
    match kind:
        case "text":
            from khartoum_desktop.sheets.delimited import read_text

            yield Found(digest, kind)
            yield from read_text(data, request)
        case "html":
            from khartoum_desktop.sheets.html_tables import read_html

            yield Found(digest, kind)
            yield from read_html(data, request)
        case "xlsx" | "xlsm":
            from khartoum_desktop.sheets.careful import read_carefully, read_twice

            read = read_carefully if request.careful else read_twice
            yield from read(data, kind, digest, request.limits)
        case "mht":
            from khartoum_desktop.sheets.html_tables import read_pages
            from khartoum_desktop.sheets.web_archives import pages_of

            yield Found(digest, kind)
            yield from read_pages(pages_of(data), request)
        case "docx":
            from khartoum_desktop.sheets.word_tables import read_word

            yield Found(digest, kind)
            yield from read_word(data, request.limits)
        case "xml":
            from khartoum_desktop.sheets.xml_tables import read_xml

            yield Found(digest, kind)
            yield from read_xml(data, request.limits)
        case "xls":
            from khartoum_desktop.sheets.old_excel import read_xls

            yield from read_xls(data, digest, request.limits)
        case _:
            from khartoum_desktop.sheets.engine import read_grids

            yield from read_grids(data, kind, digest, request.limits)


def _bytes_of(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except MemoryError:
        raise
    except OSError as error:
        raise Refusal("unreadable") from error
    if not data:
        raise Refusal("empty")
    if len(data) > most:
        raise Refusal("large", megabytes=most // (1024 * 1024))
    return data


def _die_quietly() -> None:
    """Leave no core dump, no error window, no endless run behind when the engine aborts."""
    if sys.platform == "win32":
        import ctypes

        # SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX
        ctypes.windll.kernel32.SetErrorMode(0x0001 | 0x0002 | 0x8000)
    else:
        import resource

        with suppress(ValueError, OSError):  # where the system already allows less
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_CPU, (_MOST_CPU_SECONDS, _MOST_CPU_SECONDS))


if __name__ == "__main__":
    main()
