"""The lock: written, read back, and refused once it is stale."""

import pytest

from pipelines import packs
from pipelines.errors import PackError
from pipelines.packs import folder, forms
from pipelines.packs.folder import LOCK
from pipelines.settings import bundled_pack


@pytest.fixture
def inflected(harbour):
    harbour["pack.yaml"] = harbour["pack.yaml"].replace("[en]", "[en, ru, uk]")
    harbour["actors.yaml"] = harbour["actors.yaml"].replace(
        "aliases: {en: [Sudland]}", "aliases: {en: [Sudland], ru: [Судландия], uk: [Судландія]}"
    )
    return harbour


def test_a_pack_with_cases_needs_its_lock(inflected, write_pack):
    path = write_pack(inflected)
    with pytest.raises(PackError, match="not frozen") as caught:
        packs.load(path)
    assert "trucewatch pack forms --write" in caught.value.next_step
    assert packs.write_forms(path) == path.resolve() / LOCK
    pack = packs.load(path)
    assert {form.text for form in packs.forms_of(pack, "sudland")} == {
        *("Sudland", "Судландия", "Судландии", "Судландию", "Судландией"),
        *("Судландія", "Судландії", "Судландію", "Судландією", "Судландіє"),
    }


def test_a_stale_lock_is_refused(inflected, write_pack):
    path = write_pack(inflected)
    packs.write_forms(path)
    (path / "blockers.yaml").write_text("en: [Norrland Line]\n", encoding="utf-8")
    with pytest.raises(PackError, match="older"):
        packs.load(path)
    packs.write_forms(path)
    assert "Norrland Line" in {form.text for form in packs.load(path).forms}


def test_sources_may_change_without_a_new_lock(inflected, write_pack):
    path = write_pack(inflected)
    packs.write_forms(path)
    (path / "sources.yaml").write_text("[]\n", encoding="utf-8")
    assert packs.load(path).sources == ()


@pytest.mark.parametrize("damage", [lambda text: text[:-9], lambda text: text + "ru\tname\n", lambda _text: "\x00"])
def test_a_damaged_lock_is_refused(inflected, write_pack, damage):
    path = write_pack(inflected)
    lock = packs.write_forms(path)
    lock.write_text(damage(lock.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        packs.load(path)
    assert "trucewatch pack forms --write" in caught.value.next_step


def test_the_lock_is_sorted_and_reads_back(inflected, write_pack):
    path = write_pack(inflected)
    text = packs.write_forms(path).read_text(encoding="utf-8")
    sheets, problems = folder.check(folder.read(path))
    assert problems == []
    lines = list(forms.parse(text))
    assert lines == sorted(lines) == forms.generate(sheets)
    assert text == forms.render(sheets, lines)


def test_the_shipped_lock_is_what_the_files_generate(shipped_sheets):
    """Needs the dictionaries; proves that nobody edited the lock by hand and that the grammar did not drift."""
    pytest.importorskip("pymorphy3")
    lock = (bundled_pack() / LOCK).read_text(encoding="utf-8")
    assert forms.render(shipped_sheets, forms.generate(shipped_sheets)) == lock


@pytest.mark.parametrize(
    ("alias", "expected"),
    [("{form: Алёна, inflect: none}", {"Алёна", "Алена"}), ("{form: Орёл, stem: Орл}", {"Орёл", "Орел", "Орла"})],
)
def test_russian_yo_is_also_written_as_ye(inflected, write_pack, alias, expected):
    inflected["actors.yaml"] = inflected["actors.yaml"].replace("ru: [Судландия]", f"ru: [{alias}]")
    path = write_pack(inflected)
    packs.write_forms(path)
    assert expected <= {form.text for form in packs.load(path).forms}


def test_german_names_have_their_genitive(harbour, write_pack):
    harbour["pack.yaml"] = harbour["pack.yaml"].replace("[en]", "[en, de]")
    harbour["actors.yaml"] = harbour["actors.yaml"].replace("{en: [Sudland]}", "{de: [Sudland, Fels]}")
    pack = packs.load(write_pack(harbour))
    assert {form.text for form in packs.forms_of(pack, "sudland")} == {"Sudland", "Sudlands", "Fels"}


def test_a_person_without_a_name_in_a_latin_language_has_the_english_one(harbour, write_pack):
    harbour["pack.yaml"] = harbour["pack.yaml"].replace("[en]", "[en, tr, ru]")
    path = write_pack(harbour)
    packs.write_forms(path)
    found = [form for form in packs.forms_of(packs.load(path), "berg") if form.kind == "name"]
    assert {form.language for form in found} == {"en", "tr"}
    assert {form.text for form in found if form.language == "tr"} == {
        form.text for form in found if form.language == "en"
    }
