"""The command line: what each command does, says, and returns to the shell."""

from __future__ import annotations

import json
import pstats
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner

from irrefutable.cli import main
from irrefutable.corpus import Corpus, write_corpus
from tests.command_line import run
from tests.site_builder import CASE, edited, png, site, tree, write_files

ROOT = Path(__file__).parents[2]
BROKEN = edited(CASE, ("[ada]", "[adam]"))


def test_help_names_every_command() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    for command in ("build", "check", "clean", "explain", "media", "new", "serve", "verify"):
        assert f"\n  {command}" in result.stdout


def test_help_does_not_wait_for_the_phases() -> None:
    """Pydantic, Pillow and Babel take longer to import than a reader of --help has patience."""
    heavy = "{'irrefutable.pipeline', 'pydantic', 'PIL', 'babel', 'jinja2', 'tornado'}"
    code = f"import sys, irrefutable.cli; sys.exit(len({heavy} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def imported_by_build(root: Path) -> set[str]:
    """Return the modules that a build has imported when it ends, each by its whole name."""
    code = (
        "import sys\nfrom irrefutable.__main__ import run\n"
        "try:\n    run(['build', '--root', sys.argv[1], '--quiet'])\n"
        "finally:\n    print(*sys.modules)"
    )
    command = [sys.executable, "-c", code, str(root)]
    return set(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.slow
def test_a_build_imports_what_it_needs(tmp_path: Path) -> None:
    """In a large archive that was edited in one place, importing is most of the work."""
    write_corpus(tmp_path, Corpus(cases=3, is_plain=True))
    imported_by_build(tmp_path)
    for_pictures = {"PIL", "numpy", "cv2", "bidi", "arabic_reshaper", "irrefutable.work.pictures"}
    for_pictures |= {"irrefutable.model.media", "irrefutable.plan.drawings"}
    for_many = {"concurrent.futures.process", "multiprocessing", "irrefutable.work.sharing", "fsspec", "dask"}
    for_pages = {"irrefutable.pipeline", "irrefutable.store.publish", "pydantic", "yaml", "babel", "jinja2"}
    for_rare_texts = {"markdown", "nh3", "irrefutable.plan.versions", "difflib"}
    for_terminals = {"rich"}
    for_lists = {"irrefutable.plan.lists", "irrefutable.work.pages", "irrefutable.search"}
    for_lists |= {"irrefutable.plan.contexts.pages", "irrefutable.plan.contexts.browse"}
    for_tables = {"irrefutable.model.dictionary", "irrefutable.plan.data_pages"}
    for_mistakes = {"irrefutable.load.partial", "irrefutable.load.composing", "irrefutable.load.mending"}
    assert not imported_by_build(tmp_path) & (
        for_pictures | for_many | for_pages | for_terminals | for_rare_texts
    )
    case = next(tmp_path.glob("content/cases/*/case.*"))
    case.write_text(case.read_text(encoding="utf-8") + "\nOnce more.\n")
    imported = imported_by_build(tmp_path)
    assert for_pages <= imported
    assert not imported & (
        for_pictures | for_many | for_terminals | for_lists | for_tables | for_mistakes | for_rare_texts
    )
    assert not imported & {"babel.messages", "statistics", "importlib.metadata"}


def test_wrong_call_is_told_apart_from_wrong_content(archive: Path) -> None:
    assert CliRunner().invoke(main, ["built"]).exit_code == 2
    assert run(archive / "nowhere", "check").exit_code == 2
    assert run(archive, "check", "--format", "xml").exit_code == 2


@pytest.mark.parametrize("broken", ["irrefutable.cli", "irrefutable.pipeline"])
def test_interrupted_command_ends_without_a_word(broken: str, archive: Path) -> None:
    """Ctrl-C may come while a module is imported; 130 is what shells return for it."""
    code = (
        "import sys\nfrom irrefutable.__main__ import run\n"
        "class Interrupt:\n    def find_spec(self, name, *_):\n"
        f"        if name == '{broken}': raise KeyboardInterrupt\n"
        f"sys.meta_path.insert(0, Interrupt())\nrun(['check', '--root', {str(archive)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_command_that_is_interrupted_while_it_is_read_ends_without_a_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "parse_args", interrupt)
    result = CliRunner().invoke(main, ["check"])
    assert (result.exit_code, result.output) == (130, "")


# ----------------------------------------------------------------------------------------------- build


def test_build_says_what_it_did_on_standard_error(archive: Path) -> None:
    result = run(archive, "build")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.startswith("1 case, ")
    assert "files written" in result.stderr
    assert (archive / "site/cases/cloud/index.html").is_file()
    assert "nothing changed" in run(archive, "build").stderr


def test_one_file_is_one_file(archive: Path) -> None:
    """Words for people count as people do."""
    run(archive, "build")
    (archive / "site/index.html").unlink()
    assert ": 1 file written, 0 removed" in run(archive, "build").stderr


def test_quiet_build_says_nothing(archive: Path) -> None:
    assert run(archive, "build", "--quiet").output == ""


def test_build_writes_to_the_directory_that_is_named(archive: Path, tmp_path: Path) -> None:
    assert run(archive, "build", "--out", str(tmp_path / "elsewhere")).exit_code == 0
    assert (tmp_path / "elsewhere/index.html").is_file()
    assert not (archive / "site").exists()


def test_build_with_errors_leaves_the_site_and_says_so(archive: Path) -> None:
    run(archive, "build")
    before = tree(archive / "site")
    write_files(archive, site(cloud=BROKEN))
    result = run(archive, "build")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert 'content/cases/cloud/case.md:9:11: error[unknown-id] there is no entity "adam"' in result.stderr
    assert 'hint: did you mean "ada"?' in result.stderr
    assert result.stderr.endswith("1 error; the site is as it was\n")
    assert tree(archive / "site") == before


def test_build_with_a_warning_is_a_build(archive: Path) -> None:
    write_files(archive, {"content/cases/cloud/unused.png": png()})
    result = run(archive, "build")
    assert result.exit_code == 0
    assert "warning[unused-file]" in result.stderr
    assert (archive / "site/cases/cloud/index.html").is_file()


def test_foreign_file_in_the_way_is_named_and_stays(archive: Path) -> None:
    write_files(archive, {"site/index.html": "someone's own"})
    result = run(archive, "build")
    assert result.exit_code == 3
    assert result.stderr.startswith("error: ")
    assert "index.html" in result.stderr
    assert "Traceback" not in result.output
    assert tree(archive / "site") == {"index.html": b"someone's own"}


def test_foreign_file_out_of_the_way_is_named_and_stays(archive: Path) -> None:
    write_files(archive, {"site/notes.txt": "someone's own"})
    result = run(archive, "build")
    assert result.exit_code == 0
    assert "notes.txt is not ours; it was left alone" in result.stderr
    assert (archive / "site/notes.txt").read_text() == "someone's own"


def test_files_for_the_host_need_no_word(archive: Path) -> None:
    """A site on a host of pages has them for ever; a warning at every build is soon read by nobody."""
    write_files(archive, {f"site/{name}": "x" for name in ("CNAME", ".nojekyll", ".well-known/security.txt")})
    assert "not ours" not in run(archive, "build").stderr
    assert (archive / "site/CNAME").read_text() == "x"


@pytest.mark.parametrize("cut", [20, 2000])
def test_damaged_manifest_is_told_with_its_cure(cut: int, archive: Path) -> None:
    run(archive, "build")
    manifest = archive / "site/manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:-cut])
    before = tree(archive / "site")
    write_files(archive, site(cloud=edited(CASE, ("The sky was", "The air was"))))
    for command in ("build", "clean"):
        result = run(archive, command)
        assert result.exit_code == 3
        assert "bring manifest.json back from a copy of the site" in result.stderr
        assert tree(archive / "site") == before


@pytest.mark.parametrize(
    ("template", "words"),
    [
        (
            "{% extends 'base.html' %}{% block main %}\n{{ nothing }}{% endblock %}",
            "404.html:2: 'nothing' is undefined",
        ),
        ("{% block %}", "404.html:1: "),
        ("{% extends 'bass.html' %}", "bass.html"),
        ("{% include chrome.title %}", "computed name"),
    ],
)
def test_broken_template_is_told_in_plain_words(template: str, words: str, archive: Path) -> None:
    run(archive, "build")
    before = tree(archive / "site")
    write_files(archive, {"templates/404.html": template})
    result = run(archive, "build")
    assert result.exit_code == 3
    assert result.stderr.startswith("error: ")
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert tree(archive / "site") == before


def test_broken_asset_is_told_in_plain_words(archive: Path) -> None:
    write_files(archive, {"assets/js/own.js": 'import "./missing.js";'})
    result = run(archive, "build")
    assert result.exit_code == 3
    assert "missing.js" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.slow
def test_checkout_builds_with_one_word(archive: Path) -> None:
    """`python build.py` is `irrefutable build`; the shell gets the same exit codes."""
    command = [sys.executable, str(ROOT / "build.py"), "--root", str(archive)]
    done = subprocess.run(command, cwd=archive, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    write_files(archive, site(cloud=BROKEN))
    done = subprocess.run(command, cwd=archive, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "\x1b" not in done.stderr


# ----------------------------------------------------------------------------------------------- check


def test_check_of_a_sound_archive_prints_no_data(archive: Path) -> None:
    result = run(archive, "check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 case checked" in result.stderr


def test_check_prints_problems_as_text(archive: Path) -> None:
    write_files(archive, site(cloud=BROKEN))
    result = run(archive, "check")
    assert result.exit_code == 1
    assert result.stdout.startswith("content/cases/cloud/case.md:9:11: error[unknown-id]")
    assert not (archive / "site").exists()


def test_check_prints_problems_as_json(archive: Path) -> None:
    write_files(archive, site(cloud=BROKEN))
    result = run(archive, "check", "--format", "json")
    assert result.exit_code == 1
    (found,) = json.loads(result.stdout)
    assert found == {
        "path": "content/cases/cloud/case.md",
        "line": 9,
        "column": 11,
        "width": 4,
        "severity": "error",
        "code": "unknown-id",
        "message": 'there is no entity "adam"',
        "hint": 'did you mean "ada"?',
        "excerpt": "authors: [adam]",
    }


def test_check_of_a_sound_archive_prints_an_empty_list(archive: Path) -> None:
    result = run(archive, "check", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


def test_warning_alone_does_not_fail_the_check(archive: Path) -> None:
    long = edited(
        CASE, ("found: The cloud was painted into the picture.", f"found: It was. {'Really. ' * 40}")
    )
    write_files(archive, site(cloud=long))
    result = run(archive, "check", "--format", "json")
    assert [item["severity"] for item in json.loads(result.stdout)] == ["warning"]
    assert result.exit_code == 0


def test_folder_without_content_is_no_archive(tmp_path: Path) -> None:
    result = run(tmp_path, "check")
    assert result.exit_code == 1
    assert "error[missing-content]" in result.stdout


# --------------------------------------------------------------------------------------- clean, explain


def test_clean_removes_what_was_built_and_nothing_else(archive: Path) -> None:
    before = tree(archive)
    run(archive, "build")
    assert run(archive, "clean").exit_code == 0
    assert tree(archive) == before
    assert not (archive / "site").exists()
    assert run(archive, "clean").exit_code == 0


def test_clean_leaves_foreign_files(archive: Path) -> None:
    run(archive, "build")
    write_files(archive, {"site/cases/notes.txt": "someone's own"})
    result = run(archive, "clean")
    assert "site/cases/ is not ours; it was left alone" in result.stderr
    assert tree(archive / "site") == {"cases/notes.txt": b"someone's own"}


def test_profile_says_where_the_time_goes(archive: Path) -> None:
    file = archive.parent / "time.prof"
    for _ in ("cold", "nothing changed"):
        assert run(archive, "build", "--profile", str(file)).exit_code == 0
        assert "sight" in pstats.Stats(str(file)).get_stats_profile().func_profiles
        file.unlink()


def test_explain_names_the_part_that_changed(archive: Path) -> None:
    page = "cases/cloud/index.html"
    assert "it was never built here" in run(archive, "explain", page).stdout
    run(archive, "build")
    assert "nothing of its" in run(archive, "explain", page).stdout
    write_files(archive, site(cloud=edited(CASE, ("The sky was", "The air was"))))
    assert run(archive, "explain", page).stdout == f"{page} from case.html\nchanged: its files\n"
    assert run(archive, "explain", "/cases/cloud/").stdout == f"{page} from case.html\nchanged: its files\n"
    assert "nothing of its" in run(archive, "explain", "/cases/").stdout
    write_files(archive, {"templates/_words.html": (ROOT / "templates/_words.html").read_text() + "\n"})
    assert "changed: template" in run(archive, "explain", "/cases/").stdout
    run(archive, "build")
    assert "nothing of its" in run(archive, "explain", page).stdout


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/cases/cloud", "cases/cloud/index.html"),
        ("cases/cloud/", "cases/cloud/index.html"),
        ("https://facts.test/sub/cases/cloud/", "cases/cloud/index.html"),
        ("https://facts.test/sub/cases/cloud#report", "cases/cloud/index.html"),
        ("/sub/cases/cloud", "cases/cloud/index.html"),
        ("/", "index.html"),
        ("https://facts.test/sub", "index.html"),
        ("/feed.xml", "feed.xml"),
    ],
)
def test_explain_understands_an_address_as_it_is_copied(address: str, page: str, archive: Path) -> None:
    settings = edited(site()["content/site.yaml"], ("https://facts.test", "https://facts.test/sub/"))
    write_files(archive, {"content/site.yaml": settings})
    assert run(archive, "explain", address).stdout.startswith(f"{page} from ")


def test_explain_says_why_it_cannot(archive: Path, tmp_path: Path) -> None:
    result = run(tmp_path, "explain", "/cases/cloud/")
    assert result.exit_code == 2
    assert "there is no content/" in result.stderr
    write_files(archive, site(cloud=BROKEN))
    result = run(archive, "explain", "/cases/cloud/")
    assert result.exit_code == 1
    assert "the content has errors" in result.stderr


def test_explain_knows_only_what_is_planned(archive: Path) -> None:
    result = run(archive, "explain", "/cases/claud/")
    assert result.exit_code == 1
    assert "nothing is planned at /cases/claud/" in result.stderr


@pytest.mark.parametrize("out", ["", "content", "content/x", "templates", ".cache", "assets/css"])
def test_site_is_not_published_into_the_archive(out: str, archive: Path) -> None:
    before = tree(archive)
    result = CliRunner().invoke(main, ["build", "--root", str(archive), "--out", str(archive / out)])
    assert result.exit_code == 2
    assert "a folder of its own" in result.stderr
    assert tree(archive) == before


# ------------------------------------------------------------------------------------------------ cache


def test_cache_is_named_by_option_environment_or_site(archive: Path, tmp_path: Path) -> None:
    """The option comes before the environment, and that before the site's file."""
    text = (archive / "content/site.yaml").read_text()
    caches = [tmp_path / name for name in ("option", "environment", "site")]
    option, environment, own = (folder.as_uri() for folder in caches)
    (archive / "content/site.yaml").write_text(text.replace("search: false", f"search: false, cache: {own}"))
    for arguments, variables, filled in (
        (("--cache", ""), {"IRREFUTABLE_CACHE": environment}, ()),
        ((), {}, (caches[2],)),
        ((), {"IRREFUTABLE_CACHE": environment}, (caches[1], caches[2])),
        (("--cache", option), {"IRREFUTABLE_CACHE": environment}, caches),
    ):
        assert run(archive, "clean").exit_code == 0
        command = ["build", "--root", str(archive), *arguments]
        result = CliRunner().invoke(main, command, env={"IRREFUTABLE_CACHE": None, **variables})
        assert result.exit_code == 0, result.stderr
        assert {folder for folder in caches if folder.exists()} == set(filled)


@pytest.mark.parametrize("address", ["/mnt/cache", "s3://key:word@bucket", "S3//bucket"])
def test_wrong_address_of_a_cache_is_a_wrong_call(address: str, archive: Path) -> None:
    result = run(archive, "build", "--cache", address)
    assert result.exit_code == 2
    assert "word" not in result.stderr.replace("passwords", "")


def test_cache_that_cannot_be_reached_is_told_and_no_error(archive: Path) -> None:
    result = run(archive, "build", "--cache", "carrier-pigeon://desk")
    assert result.exit_code == 0
    assert "warning: the shared cache carrier-pigeon://desk could not be read: " in result.stderr
    assert "building without it" in result.stderr
