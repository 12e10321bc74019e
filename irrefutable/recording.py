"""Writes beside each case what readers could see of it, from git's history. Refuses to rewrite a line.

A state counts if its case was published in it, and if its embargo was over before the next state took its
place. So drafts and embargoed words never reach the record, whatever became of them later. Nothing is read
that was read before: `.cache/history.json` says how far, and may be deleted.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from irrefutable.core.diagnostics import as_text
from irrefutable.load.characters import decoded
from irrefutable.load.discover import CASE_FILE
from irrefutable.load.documents import read_case, read_edition
from irrefutable.load.history import read_history, written
from irrefutable.load.repository import Commit, Repository, case_folders
from irrefutable.model.case import Case
from irrefutable.model.edition import Edition
from irrefutable.model.fields import Slug
from irrefutable.model.history import HISTORY_FILE, PublishedState, changes, whole_states, words_of
from irrefutable.model.vocabulary import Status

_CASES: Final = "content/cases"
_SLUG: Final[TypeAdapter[str]] = TypeAdapter(Slug)


class RecordingError(Exception):
    """A record cannot be continued; the message says why and what to do."""


@dataclass(slots=True)
class Recorded:
    """What was found in git that was not recorded yet."""

    states: dict[str, int] = field(default_factory=dict)
    """The number of new states by the ids of their cases."""
    unreadable: list[str] = field(default_factory=list)
    """Files, each with its commit, that could not be read and are in no record."""


class _State(NamedTuple):
    """A case's folder as a commit left it."""

    commit: str
    at: int
    words: Mapping[str, str] | None
    """None where readers could not see the case."""
    release_at: float | None


def record(root: Path, now: dt.datetime, *, writes: bool = True, is_from_the_start: bool = False) -> Recorded:
    """Add to the record of each case what git knows of its published states since the last time.

    Args:
        root: the folder with `content/`.
        now: the instant up to which embargoes have passed.
        writes: whether anything is written, or only said.
        is_from_the_start: whether all of git's history is read again.

    Raises:
        RepositoryError: git cannot tell.
        RecordingError: a record is damaged.
    """
    progress = root / ".cache" / "history.json"
    with Repository(root) as repository:
        walked = "" if is_from_the_start else _walked(progress, _sizes(root))
        if walked == repository.head:
            return Recorded()
        since = walked if walked and repository.has_ancestor(walked) else ""
        recording = _Recording(root, repository, now.timestamp())
        recording.take(repository.commits(_CASES, since))
        if writes:
            recording.write()
            upto = recording.read_upto(since)
            progress.parent.mkdir(exist_ok=True)
            progress.write_text(json.dumps({"walked": upto, "sizes": _sizes(root)}), encoding="utf-8")
        return recording.recorded


def _walked(progress: Path, sizes: Mapping[str, int]) -> str:
    """Return the commit up to which everything is recorded; none where a record is gone or was cut."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        known = json.loads(progress.read_text(encoding="utf-8"))
        if all(sizes.get(case_id, -1) >= size for case_id, size in known["sizes"].items()):
            return str(known["walked"])
    return ""


def _sizes(root: Path) -> dict[str, int]:
    """Return the size of each record in bytes, by the id of its case."""
    records = (root / _CASES).glob(f"*/{HISTORY_FILE}")
    return {path.parent.name: path.stat().st_size for path in records}


class _Recording:
    """The states of some commits on their way into the records."""

    def __init__(self, root: Path, repository: Repository, now_at: float) -> None:
        self.recorded = Recorded()
        self._pending: set[str] = set()
        """Commits of which a state waits for the end of its embargo."""
        self._root = root
        self._repository = repository
        self._now_at = now_at
        self._new: dict[str, tuple[PublishedState, ...]] = {}
        self._read: dict[tuple[str, str, str], Case | Edition | None] = {}
        self._commits: list[str] = []

    def take(self, commits: Sequence[Commit]) -> None:
        """Find what of commits is not recorded yet."""
        touched: dict[str, list[Commit]] = {}
        for commit in commits:
            self._commits.append(commit.id)
            folders = {
                folder for folder, name in case_folders(commit.paths, _CASES) if CASE_FILE.fullmatch(name)
            }
            for folder in sorted(filter(_is_slug, folders)):
                touched.setdefault(folder, []).append(commit)
        for folder in sorted(touched):
            case = self._case(self._repository.head, folder)[0]
            # One whose folder is gone is told where it went, by the case that was it before.
            if case and self._is_there(folder):
                former = [name for name in case.former_slugs if name in touched and not self._is_there(name)]
                self._take_case(folder, {name: touched[name] for name in (folder, *former)})

    def write(self) -> None:
        """Write the records that grew."""
        for case_id, states in self._new.items():
            path = self._path(case_id)
            before = path.read_bytes() if path.exists() else b""
            if before and not before.endswith(b"\n"):
                before += b"\n"
            path.write_bytes(before + written(states).encode())

    def read_upto(self, since: str) -> str:
        """Return the commit after which the next recording begins: one that waits is looked at again."""
        number = next((place for place, item in enumerate(self._commits) if item in self._pending), None)
        if number is None:
            return self._repository.head
        return self._commits[number - 1] if number else since

    def _take_case(self, case_id: str, touched: Mapping[str, Sequence[Commit]]) -> None:
        order = {commit: place for place, commit in enumerate(self._commits)}
        pairs = [(order[commit.id], folder, commit) for folder, found in touched.items() for commit in found]
        # In the commit of a move the new folder comes last: it is what readers saw then.
        pairs.sort(key=lambda pair: (pair[0], pair[1] == case_id))
        states = [self._state(folder, commit) for _, folder, commit in pairs]
        seen = list(self._seen(states))
        earlier = self._earlier(case_id)
        words = next(reversed([*whole_states(earlier)]), {})
        fresh = []
        for state in _after(seen, earlier, words):
            assert state.words is not None  # noqa: S101 - it was seen
            if changed := changes(words, state.words):
                moment = dt.datetime.fromtimestamp(state.at, dt.UTC)
                fresh.append(PublishedState(f"{moment:%Y-%m-%dT%H:%M:%SZ}", state.commit, changed))
                words = dict(state.words)
        if fresh:
            self._new[case_id] = tuple(fresh)
            self.recorded.states[case_id] = len(fresh)

    def _seen(self, states: Sequence[_State]) -> Iterator[_State]:
        """Yield the states that readers could see."""
        for place, state in enumerate(states):
            if state.words is None:
                continue
            is_last = place + 1 == len(states)
            until = self._now_at if is_last else states[place + 1].at
            if state.release_at is None or state.release_at < until:
                yield state
            elif is_last:
                self._pending.add(state.commit)

    def _state(self, folder: str, commit: Commit) -> _State:
        case, editions = self._case(commit.id, folder)
        release = case.publish_after.start if case and case.publish_after else None
        release_at = None
        if release:
            moment = release.time or dt.datetime.combine(release.first, dt.time(), tzinfo=dt.UTC)
            release_at = moment.timestamp()
        is_seen = case is not None and case.status is Status.PUBLISHED
        words = words_of(case, editions) if case and is_seen else None
        return _State(commit.id, commit.at, words, release_at)

    def _case(self, commit: str, folder: str) -> tuple[Case | None, dict[str, Edition]]:
        """Return a case and its editions as a commit has them; None where it cannot be read."""
        case: Case | None = None
        editions: dict[str, Edition] = {}
        for name, file in sorted(self._repository.files(commit, f"{_CASES}/{folder}").items()):
            match = CASE_FILE.fullmatch(name)
            if not match:
                continue
            read = self._document(commit, folder, name, match["language"] or "", file)
            if read is None:
                # A site with an error in it was never built.
                return None, {}
            if isinstance(read, Case):
                case = read
            else:
                editions[read.language] = read
        return case, editions

    def _document(
        self, commit: str, folder: str, name: str, language: str, file: str
    ) -> Case | Edition | None:
        key = (folder, name, file)
        if key not in self._read:
            path = f"{_CASES}/{folder}/{name}"
            source, _ = decoded(path, self._repository.content(file))
            read: Case | Edition | None = None
            if source:
                bound = read_edition(source, language) if language else read_case(source, folder)
                read = bound.located.value if bound.located else None
            self._read[key] = read
            if read is None:
                self.recorded.unreadable.append(f"{path} in {commit[:12]}")
        return self._read[key]

    def _earlier(self, case_id: str) -> tuple[PublishedState, ...]:
        path = self._path(case_id)
        if not path.exists():
            return ()
        states, found = read_history(path.relative_to(self._root).as_posix(), path.read_bytes())
        if found:
            raise RecordingError("\n".join(map(as_text, found)))
        return states

    def _is_there(self, case_id: str) -> bool:
        return self._path(case_id).parent.is_dir()

    def _path(self, case_id: str) -> Path:
        return self._root / _CASES / case_id / HISTORY_FILE


def _after(
    seen: Sequence[_State], earlier: Sequence[PublishedState], words: Mapping[str, str]
) -> Sequence[_State]:
    """Return the states that came after the last one that is recorded.

    Where the history was written anew, that is the last one with the same words; where there is none either,
    only the latest state is taken: of those between nobody can tell whether readers saw them.
    """
    if not earlier:
        return seen
    last = earlier[-1].commit
    places = [place for place, state in enumerate(seen) if state.commit == last]
    places = places or [place for place, state in enumerate(seen) if state.words == words]
    return seen[places[-1] + 1 :] if places else seen[-1:]


def _is_slug(name: str) -> bool:
    try:
        _SLUG.validate_python(name)
    except ValidationError:
        return False
    return True
