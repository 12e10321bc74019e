"""A clone goes on from what another machine built, and ends where a build from nothing does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from irrefutable.core.packing import pack
from irrefutable.results import Build, Settings
from irrefutable.store.errors import ForeignFileError
from irrefutable.store.ledger import Ledger
from irrefutable.store.manifest import is_of_manifest
from irrefutable.store.publish import Stage
from irrefutable.work import handover
from irrefutable.work.handover import KEY_VARIABLE
from irrefutable.work.knowledge import FACTS
from tests.cache_harms import Objects, emptied, flipped, flipped_indexes, shortened, without_packs
from tests.publications import have_parts
from tests.scenes import png_bytes, scene
from tests.site_builder import CASE, NOW, Files, build, edited, site, tree, write_files

pytestmark = [pytest.mark.xdist_group("handover"), pytest.mark.slow]

PICTURED = edited(
    CASE,
    (
        "sources:",
        "media:\n  - { id: sky, file: sky.png, kind: image, alt: Sky, licence: CC0-1.0 }\nsources:",
    ),
)
EMBARGOED = edited(CASE, ("status: published", "status: published\npublish_after: 2026-03-02T09:00:00Z"))
FILES: Files = {
    **site(cloud=PICTURED, bell=CASE, tower=EMBARGOED),
    "content/cases/cloud/sky.png": png_bytes(scene(1)),
}
LATER = NOW + dt.timedelta(minutes=1)
BELL = "content/cases/bell/case.md"


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Objects:
    """The site as a build without any cache makes it."""
    return from_nothing(tmp_path_factory.mktemp("clean"), FILES)


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Objects:
    """What one build leaves in an empty cache for other machines to go on from."""
    folder = tmp_path_factory.mktemp("handed")
    clone(folder / "archive", folder / "cache")
    return {path: content for path, content in tree(folder / "cache").items() if "/builds-" in path}


def from_nothing(root: Path, files: Files, now: dt.datetime = NOW) -> Objects:
    assert build(write_files(root, files), now=now).published
    return tree(root / "site")


def clone(root: Path, cache: Path, files: Files = FILES, **options: Any) -> Build:
    """Build a fresh clone, waiting as the command does until the times of its files tell of every edit."""
    return build(write_files(root, files), shared_cache=cache.as_uri(), patience_seconds=2, **options)


def changed(**texts: str) -> Files:
    return {**FILES, **{f"content/cases/{name}/case.md": text for name, text in texts.items()}}


# ------------------------------------------------------------------------------------------- as it should be


def test_clone_of_the_same_state_renders_nothing(handed: Objects, clean: Objects, tmp_path: Path) -> None:
    cache = write_files(tmp_path / "cache", handed)
    result = clone(tmp_path / "a", cache)
    assert (result.taken, result.rendered, result.remarks) == (len(clean) - 1, (), ())
    assert tree(tmp_path / "a" / "site") == clean
    assert result.published
    assert not result.published.written
    assert tree(cache) == handed, "nothing is added where nothing is new"
    assert (tmp_path / "a" / ".cache" / "originals.jsonl").stat().st_size > 0
    again = clone(tmp_path / "a", cache)
    assert (again.taken, again.published and again.published.written) == (0, ())


@pytest.mark.parametrize(
    ("files", "rendered"),
    [
        pytest.param(changed(bell=edited(CASE, ("was *clear*", "was dark"))), 6, id="an edited text"),
        pytest.param(changed(flood=CASE.replace("The cloud was painted", "A new one")), 40, id="a new case"),
        pytest.param({path: text for path, text in FILES.items() if path != BELL}, 40, id="a removed case"),
        pytest.param({**FILES, "content/cases/cloud/sky.png": png_bytes(scene(2))}, 40, id="another picture"),
        pytest.param({**FILES, "templates/notes.txt": ""}, 0, id="a file that decides nothing"),
        pytest.param(
            {**FILES, "content/entities/ada.yaml": "name: Ada Painter\nkind: person\n"}, 60, id="another name"
        ),
        pytest.param({**FILES, "assets/site.css": "body { margin: 0 }"}, 90, id="another style"),
    ],
)
def test_clone_of_another_state_makes_what_differs(
    files: Files, rendered: int, handed: Objects, tmp_path: Path
) -> None:
    """The next clone of that state goes on from there."""
    cache = write_files(tmp_path / "cache", handed)
    result = clone(tmp_path / "a", cache, files, now=LATER)
    assert result.published
    assert result.taken
    assert len(result.rendered) <= rendered
    assert tree(tmp_path / "a" / "site") == from_nothing(tmp_path / "plain", files)
    again = clone(tmp_path / "b", cache, files, now=LATER)
    assert again.taken
    assert again.rendered == ()
    assert tree(tmp_path / "b" / "site") == tree(tmp_path / "a" / "site")


def test_list_in_parts_is_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an edit, no more of it is handed on than the parts that are new."""
    have_parts(monkeypatch)
    cache = tmp_path / "cache"
    clone(tmp_path / "a", cache)
    whole = tree(tmp_path / "a" / "site")
    assert len([path for path in whole if path.startswith("data/manifest/")]) > 10
    assert clone(tmp_path / "b", cache).taken
    assert tree(tmp_path / "b" / "site") == whole
    files = changed(bell=edited(CASE, ("was *clear*", "was dark")))
    given: list[str] = []
    contents = handover._contents

    def watched(settings: Settings, path: str) -> bytes:
        given.append(path)
        return contents(settings, path)

    monkeypatch.setattr(handover, "_contents", watched)
    assert clone(tmp_path / "c", cache, files, now=LATER).taken
    after = tree(tmp_path / "c" / "site")
    assert {path for path in given if is_of_manifest(path)} == {
        path for path in after if is_of_manifest(path) and after[path] != whole.get(path)
    }
    again = clone(tmp_path / "d", cache, files, now=LATER)
    assert (again.taken > 0, again.rendered) == (True, ())
    assert tree(tmp_path / "d" / "site") == after


def test_embargo_that_ended_meanwhile(handed: Objects, tmp_path: Path) -> None:
    later = NOW + dt.timedelta(days=2)
    cache = write_files(tmp_path / "cache", handed)
    assert clone(tmp_path / "a", cache, now=later).taken
    assert tree(tmp_path / "a" / "site") == from_nothing(tmp_path / "plain", FILES, later)


def test_edits_after_it_are_seen(handed: Objects, tmp_path: Path) -> None:
    """What the file system says of the files here is what the next builds here compare."""
    root = tmp_path / "a"
    clone(root, write_files(tmp_path / "cache", handed))
    files = changed(bell=edited(CASE, ("was *clear*", "was *black*")))
    assert build(write_files(root, files)).rendered
    assert tree(root / "site") == from_nothing(tmp_path / "plain", files)


def test_many_builds_of_clones_leave_few_indexes_to_read(
    handed: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("irrefutable.store.shared._INDEXES", 3)
    cache = write_files(tmp_path / "cache", handed)
    for number in range(4):
        files = changed(bell=edited(CASE, ("was *clear*", f"was *clear* {number}")))
        assert clone(tmp_path / f"{number}", cache, files, now=NOW + dt.timedelta(minutes=number)).taken
    assert any(path.endswith("-whole") for path in tree(cache) if "/builds-" in path)
    for path in tree(cache):
        if "/builds-" in path and "/indexes/" in path and not path.endswith("-whole"):
            (cache / path).unlink()
    assert clone(tmp_path / "last", cache, files).taken


# --------------------------------------------------------------------------------------- when it is not taken


def test_errors_leave_nothing_of_it(handed: Objects, clean: Objects, tmp_path: Path) -> None:
    """A state with errors is not published, and an older one neither."""
    cache = write_files(tmp_path / "cache", handed)
    result = clone(tmp_path / "a", cache, changed(bell=edited(CASE, ("[ada]", "[adam]"))))
    assert result.published is None
    assert tree(tmp_path / "a" / "site") == {}
    assert clone(tmp_path / "a", cache).published
    assert tree(tmp_path / "a" / "site") == clean


def test_other_libraries_make_their_own(
    handed: Objects, clean: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "_libraries", list)
    assert not clone(tmp_path / "a", write_files(tmp_path / "cache", handed)).taken
    assert tree(tmp_path / "a" / "site") == clean


def test_a_site_that_is_there_is_gone_on_from(handed: Objects, tmp_path: Path) -> None:
    root = tmp_path / "a"
    build(write_files(root, changed(bell=edited(CASE, ("was *clear*", "was dark")))))
    result = clone(root, write_files(tmp_path / "cache", handed))
    assert (result.taken, len(result.rendered) > 0) == (0, True)


def test_file_of_somebody_else_in_the_way(handed: Objects, tmp_path: Path) -> None:
    root = write_files(tmp_path / "a", {**FILES, "site/index.html": "mine"})
    with pytest.raises(ForeignFileError, match=r"index\.html"):
        clone(root, write_files(tmp_path / "cache", handed))
    assert tree(root / "site") == {"index.html": b"mine"}


def test_build_that_is_stopped_while_it_takes(
    handed: Objects, clean: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, written = Stage.write, []

    def stopped(self: Stage, *arguments: Any) -> None:
        written.append(arguments)
        if len(written) == 9:
            raise KeyboardInterrupt
        write(self, *arguments)

    cache = write_files(tmp_path / "cache", handed)
    with monkeypatch.context() as patch:
        patch.setattr(Stage, "write", stopped)
        with pytest.raises(KeyboardInterrupt):
            clone(tmp_path / "a", cache)
    assert tree(tmp_path / "a" / "site") == {}
    assert clone(tmp_path / "a", cache).taken
    assert tree(tmp_path / "a" / "site") == clean


def test_preview_takes_none(handed: Objects, tmp_path: Path) -> None:
    result = clone(tmp_path / "a", write_files(tmp_path / "cache", handed), is_preview=True)
    assert result.published
    assert result.taken == 0


# --------------------------------------------------------------------------------------------------- damage


@pytest.mark.parametrize("harm", [flipped, flipped_indexes, shortened, emptied, without_packs])
def test_what_is_damaged_is_made_again(
    harm: Callable[[Objects], Objects], handed: Objects, clean: Objects, tmp_path: Path
) -> None:
    """Nothing of it is published, and the next clone finds everything whole beside it."""
    cache = write_files(tmp_path / "cache", harm(handed))
    result = clone(tmp_path / "a", cache)
    assert result.taken == 0
    assert any("damaged" in remark for remark in result.remarks)
    assert tree(tmp_path / "a" / "site") == clean
    assert clone(tmp_path / "b", cache).taken
    assert tree(tmp_path / "b" / "site") == clean


def nonsense(entries: Iterator[tuple[str, str, bytes]]) -> Iterator[tuple[str, str, bytes]]:
    for kind, name, value in entries:
        yield kind, name, pack(("nonsense", 3)) if kind == FACTS else value


def shapeless(read: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    return lambda *arguments: iter([(name, 3) for name, _ in read(*arguments)])


def nameless(entries: Iterator[tuple[str, str, bytes]]) -> Iterator[Any]:
    yield from ((kind, value) for kind, _, value in entries)


@pytest.mark.parametrize("forged", [nonsense, nameless])
def test_what_is_forged_and_makes_no_sense_is_made_again(
    forged: Callable[[Any], Any], clean: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All digests are right; what they are of is not."""
    entries = Ledger.entries
    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "entries", lambda self: forged(entries(self)))
        if forged is nameless:
            patch.setattr(handover, "OF_THIS_MACHINE", frozenset())
            patch.setattr(handover, "_grouped", lambda items, *_: [[item] for item in items])
        clone(tmp_path / "forger", tmp_path / "cache")
    assert clone(tmp_path / "a", tmp_path / "cache", changed(bell=CASE.replace("clear", "dark"))).published
    assert tree(tmp_path / "a" / "site") == from_nothing(
        tmp_path / "plain", changed(bell=CASE.replace("clear", "dark"))
    )


def test_forged_record_is_none(clean: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is whole and signed by nobody, and says of a tree what nothing of ours would say."""
    with monkeypatch.context() as patch:
        patch.setattr(handover, "_read", shapeless(handover._read))
        clone(tmp_path / "forger", tmp_path / "cache")
    assert clone(tmp_path / "a", tmp_path / "cache").taken == 0
    assert tree(tmp_path / "a" / "site") == clean


@pytest.mark.parametrize(
    ("keys", "is_taken"),
    [
        pytest.param(("ours", "ours"), True, id="signed"),
        pytest.param(("", "ours"), False, id="not signed"),
        pytest.param(("theirs", "ours"), False, id="signed by others"),
        pytest.param(("ours", ""), True, id="nobody to check it"),
    ],
)
def test_signature(
    keys: tuple[str, str],
    is_taken: bool,
    clean: Objects,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given, asked = keys
    monkeypatch.setenv(KEY_VARIABLE, given)
    clone(tmp_path / "writer", tmp_path / "cache")
    monkeypatch.setenv(KEY_VARIABLE, asked)
    result = clone(tmp_path / "a", tmp_path / "cache")
    assert bool(result.taken) is is_taken
    assert [KEY_VARIABLE in remark for remark in result.remarks] == ([] if is_taken else [True])
    assert tree(tmp_path / "a" / "site") == clean


def test_signed_record_with_another_s_page(
    clean: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signature holds for every byte that the record names."""
    monkeypatch.setenv(KEY_VARIABLE, "ours")
    packed: list[bytes] = []
    plain: Callable[[bytes], bytes] = handover._packed

    def exchanged(value: bytes) -> bytes:
        packed.append(value)
        return plain(value.replace(b"The sky was", b"The sea was"))

    with monkeypatch.context() as patch:
        patch.setattr(handover, "_packed", exchanged)
        clone(tmp_path / "forger", tmp_path / "cache")
    assert any(b"The sky was" in value for value in packed)
    result = clone(tmp_path / "a", tmp_path / "cache")
    assert result.taken == 0
    assert tree(tmp_path / "a" / "site") == clean
