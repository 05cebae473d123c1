"""Writing translations: the statuses follow, conflicts stay, one Undo takes a step back."""

from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.importing import operations as importing
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals import past
from khartoum_desktop.proposals import queries as reading
from khartoum_desktop.proposals.bulk import operations as bulk
from khartoum_desktop.proposals.bulk.paste import Pasting, parse_block
from khartoum_desktop.proposals.translation import operations, queries
from khartoum_desktop.proposals.translation.model import State
from khartoum_desktop.workspace import Workspace
from tests.proposals.seeing import state


@pytest.fixture
def ident(work: Workspace) -> str:
    values = {"title_en": "Border management", "summary_en": "For host communities", "lead_country": "EG"}
    return proposals.create(work, values)


def column(work: Workspace, ident: str, name: str) -> object:
    return reading.read(work, ident).columns[name]


def test_the_list_says_what_is_left(work: Workspace, ident: str) -> None:
    done = proposals.create(work, {"title_en": "Another", "lead_country": "SD", "confidentiality": "restricted"})
    operations.translate(work, done, "fr", {"title": "Un autre"})
    first, second = queries.entries(work, "fr")
    assert (first.id, first.state, first.missing) == (ident, State.MISSING, ("title", "summary"))
    assert (second.state, second.restricted, second.missing) == (State.DONE, True, ())
    assert queries.entries(work, "en") == []
    proposals.remove(work, [ident])
    assert [one.id for one in queries.entries(work, "ar")] == [done]


def test_a_translation_is_one_step_with_its_status(work: Workspace, ident: str) -> None:
    before = state(work)
    operations.translate(work, ident, "ar", {"title": "إدارة\u202e الحدود\x00", "summary": "للمجتمعات المضيفة"})
    assert column(work, ident, "title_ar") == "إدارة الحدود"
    assert column(work, ident, "translation_ar") == "translated"
    work.undo()
    assert column(work, ident, "translation_ar") == "missing"
    assert state(work) == before


def test_a_machines_translation_waits_until_it_is_checked(work: Workspace, ident: str) -> None:
    operations.translate(work, ident, "fr", {"title": "Gestion des frontières"}, checked=False)
    assert queries.read(work, ident, "fr").state is State.MISSING
    operations.translate(work, ident, "fr", {"summary": "Pour les communautés d’accueil"}, checked=False)
    assert queries.read(work, ident, "fr").state is State.UNCHECKED
    operations.mark_checked(work, ident, "fr")
    assert queries.read(work, ident, "fr").state is State.DONE
    with pytest.raises(UserError):
        operations.mark_checked(work, ident, "ar")
    with pytest.raises(UserError):
        operations.mark_checked(work, ident, "en")


def test_an_original_edited_in_the_form_makes_translations_unchecked(work: Workspace, ident: str) -> None:
    operations.translate(work, ident, "fr", {"title": "Gestion des frontières"})
    heads = reading.read(work, ident).heads
    after = proposals.set_value(work, ident, "title_en", "Integrated border management", heads)
    assert column(work, ident, "translation_fr") == "unchecked"
    assert after == reading.read(work, ident).heads
    work.undo()
    assert column(work, ident, "translation_fr") == "translated"


def test_a_stale_save_of_the_form_stays_a_conflict_beside_the_statuses(work: Workspace, ident: str) -> None:
    operations.translate(work, ident, "fr", {"title": "Gestion des frontières"})
    old = reading.read(work, ident).heads
    proposals.set_value(work, ident, "title_en", "One", old)
    after = proposals.set_value(work, ident, "title_en", "Two", old)
    conflict = reading.read(work, ident).conflicts
    assert [(one.field, {c.value for c in one.candidates}) for one in conflict] == [("title_en", {"One", "Two"})]
    proposals.set_value(work, ident, "title_en", "Three", after)
    conflict = reading.read(work, ident).conflicts
    assert [{c.value for c in one.candidates} for one in conflict] == [{"One", "Three"}]


def test_a_text_written_in_the_form_is_not_checked(work: Workspace, ident: str) -> None:
    proposals.set_value(work, ident, "title_ar", "إدارة الحدود")
    assert column(work, ident, "translation_ar") == "unchecked"
    proposals.set_group(work, ident, "summary", {"summary_en": "New words", "summary_fr": "Mots nouveaux"})
    assert column(work, ident, "translation_fr") == "unchecked"


def test_two_people_at_one_text_both_stay(work: Workspace, ident: str) -> None:
    seen = queries.read(work, ident, "fr").heads
    operations.translate(work, ident, "fr", {"title": "Première"}, seen=seen)
    mine = operations.translate(work, ident, "fr", {"title": "Seconde"}, seen=seen)
    assert queries.read(work, ident, "fr").torn == ("title_fr",)
    operations.translate(work, ident, "fr", {"summary": "Texte"}, seen=mine)
    assert queries.read(work, ident, "fr").torn == ("title_fr",)


def test_different_texts_written_at_once_are_no_conflict(work: Workspace, ident: str) -> None:
    seen = queries.read(work, ident, "fr").heads
    operations.translate(work, ident, "fr", {"title": "Titre"}, seen=seen)
    operations.translate(work, ident, "fr", {"summary": "Résumé"}, seen=seen)
    assert reading.read(work, ident).conflicts == ()


@pytest.mark.parametrize("text", ["x" * 100_001, "\x00" * 3 + "y" * 1_000_000])
def test_a_text_that_cannot_be_stored_changes_nothing(work: Workspace, ident: str, text: str) -> None:
    before = work.store.digest()
    with pytest.raises(UserError):
        operations.translate(work, ident, "fr", {"title": text})
    assert work.store.digest() == before


def test_what_is_gone_is_refused(work: Workspace, ident: str) -> None:
    proposals.remove(work, [ident])
    with pytest.raises(UserError):
        operations.translate(work, ident, "fr", {"title": "Titre"})
    with pytest.raises(UserError):
        queries.read(work, ident, "fr")


def test_an_import_that_changes_an_original_makes_translations_unchecked(work: Workspace, tmp_path: Path) -> None:
    for title in ("Fair jobs", "Fairer jobs for all"):
        sheet = tmp_path / f"{len(title)}.csv"
        sheet.write_text(f"Reference,Project title,Country\nKP-2026-EG-A-01,{title},Egypt\n", encoding="utf-8")
    first = plan(work, tmp_path / "9.csv")
    (ident,) = importing.apply(work, first).proposals
    operations.translate(work, ident, "fr", {"title": "Emplois décents"})
    ref = reading.read(work, ident).ref
    (tmp_path / "19.csv").write_text(f"Reference,Project title,Country\n{ref},Fairer jobs for all,Egypt\n", "utf-8")
    second = importing.apply(work, plan(work, tmp_path / "19.csv"))
    assert second.changed == 1
    assert column(work, ident, "title_en") == "Fairer jobs for all"
    assert column(work, ident, "translation_fr") == "unchecked"


# --- texts that come another way --------------------------------------------------------------------------------------


def test_a_pasted_original_leaves_its_translation_unchecked_and_a_pasted_text_is_one(
    work: Workspace, ident: str
) -> None:
    operations.translate(work, ident, "fr", {"title": "Gestion des frontières"})
    assert column(work, ident, "translation_fr") == "translated"
    block = f"Reference\tTitle (English)\tTitle (Arabic)\n{column(work, ident, 'ref')}\tBorder posts\tمعابر"
    bulk.apply(work, bulk.plan_paste(work, Pasting(parse_block(block))))
    assert [column(work, ident, f"translation_{lang}") for lang in ("en", "fr", "ar")] == [
        "original",
        "unchecked",
        "unchecked",
    ]


def test_an_original_restored_from_history_leaves_its_translation_unchecked(work: Workspace, ident: str) -> None:
    proposals.set_value(work, ident, "title_en", "Border posts")
    operations.translate(work, ident, "fr", {"title": "Postes frontières"})
    (first,) = (one for event in past.events(work, ident) for one in event.written if one.text == "Border management")
    proposals.restore_field(work, ident, first)
    assert column(work, ident, "title_en") == "Border management"
    assert column(work, ident, "translation_fr") == "unchecked"


def test_an_original_chosen_of_two_leaves_its_translation_unchecked(work: Workspace, ident: str) -> None:
    heads = reading.read(work, ident).heads
    proposals.set_value(work, ident, "title_en", "Border posts", heads)
    proposals.set_value(work, ident, "title_en", "Frontier posts", heads)
    operations.translate(work, ident, "fr", {"title": "Postes frontières"})
    (conflict,) = (one for one in reading.read(work, ident).conflicts if one.field == "title_en")
    shown = column(work, ident, "title_en")
    other = next(one.value for one in conflict.candidates if one.value != shown)
    proposals.settle(work, str(column(work, ident, "ref")), conflict, other)
    assert (column(work, ident, "title_en"), column(work, ident, "translation_fr")) == (other, "unchecked")
