"""Commands about exchange rates: import, list, set, remove, and what is reported in."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, progress_bar, table
from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.money import exact_text
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.proposals.rates import operations, planning, queries
from khartoum_desktop.proposals.rates.model import EURO, Rate, Standing
from khartoum_desktop.proposals.rates.planning import STATUSES, Proposed, RatesPlan
from khartoum_desktop.proposals.rates.showing import amount_note, show_rate
from khartoum_desktop.proposals.showing import show_amount
from khartoum_desktop.workspace import Workspace

_WORDS: Final = {"import": ("FILE",), "list": (), "set": ("CUR", "RATE"), "remove": ("CUR",), "report": ("CUR",)}
_OPTIONS: Final = {
    "dated": frozenset({"import", "set", "remove", "report"}),
    "source": frozenset({"import", "set"}),
    "dry_run": frozenset({"import"}),
}


# --- the amount in euro of a proposal ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InEuro:
    """What an amount is worth in euro, and the rate, where one was needed."""

    thousandths: int
    rate: Rate | None
    note: str

    def json(self) -> dict[str, str]:
        """Return it as one object; numbers are exact text."""
        amount = {"amount": exact_text(self.thousandths), "currency": EURO}
        if self.rate is None:
            return amount
        return amount | {"rate": self.rate.per_euro, "date": self.rate.dated, "source": self.rate.source}

    def words(self) -> str:
        """Return it in words, with the rate."""
        return strip_isolates(self.note or show_amount(Amount(self.thousandths, EURO)))


def in_euro(now: Standing, total: object) -> InEuro | None:
    """Return what a total cost is worth in euro; None when it, its currency or its rate is not known."""
    if not isinstance(total, Amount):
        return None
    worth = now.in_euro(*total)
    if worth is None:
        return None
    return InEuro(worth, next(iter(now.used(total.currency or EURO, EURO)), None), amount_note(now, *total, EURO))


# --- the command ------------------------------------------------------------------------------------------------------


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=tuple(_WORDS), help=_("what to do with the exchange rates"))
    parser.add_argument(
        "words",
        nargs="*",
        default=[],
        metavar="FILE|CUR|RATE",
        help=_("a file, or a currency and its rate to the euro"),
    )
    parser.add_argument("--dated", metavar="DAY", help=_("the day of the rate, or of the rates that count"))
    parser.add_argument("--source", metavar="TEXT", help=_("who published the rate"))
    parser.add_argument("--dry-run", action="store_true", help=_("say what would happen and write nothing"))


def _rates(context: Context) -> Answer:
    given, work = context.arguments, context.work
    _refuse_misuse(given)
    day = None if given.dated is None else operations.read_day(given.dated)
    match given.verb:
        case "import":
            return _import(work, given, day)
        case "set":
            code, rate = given.words
            operations.set_rate(work, code, rate, day or queries.today(), given.source or "")
        case "remove":
            operations.remove_rates(work, given.words[0], _day_to_remove(work, given.words[0], day))
        case "report":
            operations.set_report(work, given.words[0], day)
    return _listed(work)


def _refuse_misuse(given: argparse.Namespace) -> None:
    wanted = _WORDS[given.verb]
    if len(given.words) != len(wanted):
        usage = " ".join(("rates", given.verb, *wanted))
        raise UserError(fill(_("The command is: {usage}"), usage=usage), _("Run khartoum-desktop rates --help."))
    for option, verbs in _OPTIONS.items():
        if getattr(given, option) not in {None, False} and given.verb not in verbs:
            shown = f"--{option.replace('_', '-')}"
            raise UserError(
                fill(_("“rates {verb}” takes no {option}."), verb=given.verb, option=shown),
                _("Run khartoum-desktop rates --help."),
            )


def _day_to_remove(work: Workspace, currency: str, day: str | None) -> str:
    """Return the day given, or that of the only rate there is: nothing is removed by guessing."""
    found = {rate.dated for rate in queries.rates(work, operations.read_currency(currency))}
    if day is None and len(found) > 1:
        sentence = fill(_("There are several rates of {currency}."), currency=currency.upper())
        raise UserError(sentence, _("Say which one with --dated."))
    return day or next(iter(found), queries.today())


def _import(work: Workspace, given: argparse.Namespace, day: str | None) -> Answer:
    path = Path(given.words[0])
    plan = planning.plan(work, path, dated=day, source=given.source, progress=progress_bar(path.name))
    if plan.wants_day:
        raise UserError(
            fill(_("{file} does not say of which day its rates are."), file=plan.file), _("Give it with --dated.")
        )
    written = [] if given.dry_run else plan.to_write
    if written:
        operations.apply(work, plan)
    return _import_answer(plan, len(written))


def _import_answer(plan: RatesPlan, written: int) -> Answer:
    counts: dict[str, int] = {status: plan.count(status) for status in STATUSES}
    rows = [
        {"row": one.row, "currency": one.currency, "rate": one.per_euro or None, "original": one.text,
         "date": one.dated or None, "source": one.source, "status": one.status,
         "reason": strip_isolates(one.reason) or None,
         "before": one.before or None}
        for one in plan.rows
    ]  # fmt: skip
    template = _("{file}: new {new}, changed {changed}, same {same}, refused {refused}")
    line = fill(template, file=plan.file, **{status: format_number(n) for status, n in counts.items()})
    told = [_row_words(one) for one in plan.rows if one.status != "same"]
    return Answer({"file": plan.file, **counts, "written": written, "rows": rows}, [line, *table(told)])


def _row_words(one: Proposed) -> list[str]:
    date = format_date(one.dated) if one.dated else "–"
    return [
        str(one.row),
        one.currency or "–",
        one.per_euro or one.text or "–",
        date,
        _(STATUSES[one.status]),
        one.reason,
    ]


def _listed(work: Workspace) -> Answer:
    now, used = queries.standing(work), queries.uses(work)
    rates = queries.rates(work)
    known = {rate.id for rate in rates}
    shown = [*rates, *(rate for rate in now.rates.values() if rate.id not in known)]
    data: dict[str, Any] = {
        "reporting_currency": now.reporting,
        "rate_date": now.chosen_day,
        "rates": [
            {"currency": one.currency, "rate": one.per_euro, "date": one.dated, "source": one.source or None,
             "counts": now.rates.get(one.currency) == one, "proposals": used.get(one.currency, 0)}
            for one in shown
        ],
        "without_rate": sorted(code for code in used if now.factor(code) is None),
    }  # fmt: skip
    head = [_("Currency"), _("Rate to the euro"), _("Date"), _("Source")]
    rows = [[one.currency, strip_isolates(show_rate(one)), format_date(one.dated), one.source] for one in shown]
    day = format_date(now.chosen_day) if now.chosen_day else _("always the latest")
    lines = [fill(_("Reporting currency: {currency}; rates of: {date}"), currency=now.reporting, date=day)]
    lines += table([head, *rows]) if rows else [_("There are no exchange rates yet.")]
    if data["without_rate"]:
        lines.append(fill(_("No exchange rate: {currencies}"), currencies=", ".join(data["without_rate"])))
    return Answer(data, lines)


COMMANDS: Final[tuple[Command, ...]] = (
    Command("rates", N_("import, list and set exchange rates"), _rates, _arguments, writes=True),
)
