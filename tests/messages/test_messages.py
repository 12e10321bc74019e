"""Every code has a small archive that provokes it, and the exact words an editor then reads.

A folder is laid over `base/`; `removed.txt` names what is deleted from the base first. The text of all
diagnostics, joined by blank lines, is `expected.txt`. A folder has the name of the code it provokes, or
says in its name what several codes do together. Codes that only a build can tell have tests of whole sites
instead.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from irrefutable.check import addresses, output
from irrefutable.core.diagnostics import Diagnostic, as_text
from irrefutable.pipeline import all_rules, check

HERE = Path(__file__).parent
BASE = HERE / "base"
CODES = tuple(rule.code for rule in all_rules())
OF_ADDRESSES = (addresses.ADDRESS_LOST, addresses.ADDRESS_BROKEN)
CODES_OF_BUILDS = {rule.code for rule in (*output.RULES, *OF_ADDRESSES)} - {"dead-link"}
FOLDERS = sorted(path.parent.name for path in HERE.glob("*/expected.txt"))
OF_SEVERAL = ("no-follow-ups", "several-at-once")


def found(root: Path) -> tuple[Diagnostic, ...]:
    """Return what an editor is told about the archive below a root."""
    return check(root).diagnostics


def laid_out(code: str, root: Path) -> None:
    """Copy the base with the changes of a code's folder."""
    overlay = HERE / code
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    removed = overlay / "removed.txt"
    for name in removed.read_text(encoding="utf-8").split() if removed.exists() else ():
        path = root / name
        assert path.exists(), f"{name} is not there to be removed"
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    notes = shutil.ignore_patterns("expected.txt", "removed.txt")
    shutil.copytree(overlay, root, symlinks=True, dirs_exist_ok=True, ignore=notes)


def test_the_base_has_no_problem(tmp_path: Path) -> None:
    """What a folder provokes is its own doing."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    assert [as_text(diagnostic) for diagnostic in found(tmp_path)] == []


def test_every_rule_has_its_folder() -> None:
    """A code whose words nobody has seen is not finished."""
    assert sorted({*CODES, *OF_SEVERAL} - CODES_OF_BUILDS) == FOLDERS


@pytest.mark.parametrize("name", FOLDERS)
def test_message_is_exactly_this(name: str, tmp_path: Path) -> None:
    """An editor reads these words; a change to them is seen in review."""
    laid_out(name, tmp_path)
    diagnostics = found(tmp_path)
    assert name in OF_SEVERAL or name in {diagnostic.code for diagnostic in diagnostics}
    text = "\n\n".join(as_text(diagnostic) for diagnostic in diagnostics)
    assert f"{text}\n" == (HERE / name / "expected.txt").read_text(encoding="utf-8")


def test_a_dozen_mistakes_are_told_together(tmp_path: Path) -> None:
    """One bad file hides no other, and all of it comes in the order of its places."""
    laid_out("several-at-once", tmp_path)
    diagnostics = found(tmp_path)
    assert len({diagnostic.code for diagnostic in diagnostics}) >= 12
    assert len({diagnostic.span.path for diagnostic in diagnostics}) >= 5
    assert [diagnostic.span for diagnostic in diagnostics] == sorted(d.span for d in diagnostics)


@pytest.mark.parametrize("code", CODES)
def test_rule_explains_itself(code: str) -> None:
    """The reference for editors is made from the rules, so each has all four parts, and one meaning."""
    (rule,) = (rule for rule in all_rules() if rule.code == code)
    assert all((rule.what, rule.why, rule.example, rule.cure))
