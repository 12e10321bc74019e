"""Results of pure functions from earlier builds, in one SQLite file. Refuses to be relied upon.

Every entry carries the digest of its kind, key and value. Whatever is wrong with the file or an entry
is a miss: never an exception, never a wrong byte. Nothing on disk changes until something was put.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from irrefutable.core.digest import digest_bytes

_APPLICATION_ID = 0x49525246
_SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE entry (kind TEXT NOT NULL, key BLOB NOT NULL, digest TEXT NOT NULL, value BLOB NOT NULL);
CREATE UNIQUE INDEX entry_key ON entry (kind, key);
"""
_DAMAGE = frozenset((sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB))
"""A missing table is SQLITE_ERROR. All other codes (full, busy, read-only) say nothing about the file."""
_NEEDS_A_WRITER = frozenset((sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN))
"""A build that was killed while writing left a journal, which only a writer may roll back."""
_KEYS_AT_ONCE = 500
"""Half the number of parameters that every SQLite takes in one statement."""
_BUFFER_BYTES = 8 * 1024 * 1024
_LOCK_SECONDS = 2.0


class Drained(NamedTuple):
    """What a memo in another process was told and asked."""

    puts: tuple[tuple[str, bytes, bytes], ...] = ()
    """Kind, key and value."""
    asked: tuple[tuple[str, tuple[bytes, ...]], ...] = ()
    """Kind and keys."""


class Memo:
    """A store of bytes under a kind and a key. One thread at a time.

    `file` is made when something is first flushed; None keeps nothing beyond this object.
    `trouble` says why earlier results could not be read or new ones not kept; empty where all is well.
    """

    def __init__(self, file: Path | None) -> None:
        self.trouble = ""
        self.file = file
        self._reader: sqlite3.Connection | None = None
        self._is_readable = file is not None
        self._puts: dict[tuple[str, bytes], bytes] = {}
        self._keeps: dict[str, array[int]] = {}
        """The hashes of the keys to keep when it is written, by kind."""
        self._asked: dict[str, set[bytes]] = {}
        self._added: dict[str, set[bytes]] = {}
        self._all_asked: dict[str, array[int]] = {}
        """By kind, the hashes of keys that other memos were asked for, and this one until it heard of them.
        A whole build asks for millions, and a hash takes a tenth of the room of a key."""
        self._all_added: dict[str, array[int]] = {}
        self._buffered_bytes = 0
        self._has_written = False

    def __reduce__(self) -> tuple[type[Memo], tuple[Path | None]]:
        """Reach another process as the name of the file, to be opened there."""
        return Memo, (self.file,)

    def __enter__(self) -> Memo:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was put under a key, or None."""
        encoded = _encoded(key)
        self._asked.setdefault(kind, set()).add(encoded)
        value = self._puts.get((kind, encoded))
        if value is None:
            statement = "SELECT digest, value FROM entry WHERE kind = ? AND key = ?"
            for row in self._query(statement, kind, encoded):
                match row:
                    case str(digest), bytes(stored) if digest == _digest(kind, encoded, stored):
                        value = stored
        return value

    def get_many(self, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
        """Return what was put under each of many keys, without those that are missing."""
        found: dict[str, bytes] = {}
        wanted: dict[bytes, str] = {}
        asked = self._asked.setdefault(kind, set())
        for key in keys:
            encoded = _encoded(key)
            asked.add(encoded)
            value = self._puts.get((kind, encoded))
            if value is None:
                wanted[encoded] = key
            else:
                found[key] = value
        for row in self._rows(kind, wanted):
            match row:
                case bytes(encoded), str(digest), bytes(value) if encoded in wanted:
                    if digest == _digest(kind, encoded, value):
                        found[wanted[encoded]] = value
        return found

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep a result for later builds."""
        encoded = _encoded(key)
        self._asked.setdefault(kind, set()).add(encoded)
        self._added.setdefault(kind, set()).add(encoded)
        self._keep(kind, encoded, value)

    def adopt(self, kind: str, key: str, value: bytes) -> None:
        """Keep a result that was made elsewhere and nobody has asked for yet."""
        self._keep(kind, _encoded(key), value)

    def lacks(self, kind: str, keys: Iterable[str]) -> set[str]:
        """Return the keys under which there is nothing, without asking for any."""
        remaining = {_encoded(key): key for key in keys if (kind, _encoded(key)) not in self._puts}
        there = {row[0] for row in self._rows(kind, remaining)}
        return {key for encoded, key in remaining.items() if encoded not in there}

    def asked(self, kind: str) -> set[str]:
        """Return the keys of what is there that were asked for, or put, since the memo was opened."""
        return self._among(kind, self._asked, self._all_asked)

    def added(self, kind: str) -> set[str]:
        """Return the keys that were put since the memo was opened."""
        return self._among(kind, self._added, self._all_added)

    def _among(
        self, kind: str, latest: Mapping[str, Collection[bytes]], earlier: Mapping[str, array[int]]
    ) -> set[str]:
        keys = {key for its_kind, key in self._puts if its_kind == kind}
        keys.update(key for (key,) in self._query("SELECT key FROM entry WHERE kind = ?", kind))
        wanted = {*map(hash, latest.get(kind, ())), *earlier.get(kind, ())}
        return {_decoded(key) for key in keys if hash(key) in wanted}

    def _keep(self, kind: str, key: bytes, value: bytes) -> None:
        self._puts[kind, key] = value
        self._buffered_bytes += len(key) + len(value)
        if self._buffered_bytes > _BUFFER_BYTES:
            self.flush()

    def drain(self) -> Drained:
        """Return what was put and asked for since the last time, and keep none of it: another memo will."""
        puts = tuple((kind, key, value) for (kind, key), value in self._puts.items())
        asked = tuple((kind, tuple(keys)) for kind, keys in self._asked.items())
        self._puts.clear()
        self._asked.clear()
        self._added.clear()
        self._buffered_bytes = 0
        return Drained(puts, asked)

    def absorb(self, drained: Drained) -> None:
        """Put what another memo was told, and count as asked for what it was asked for."""
        for kind, key, value in drained.puts:
            self.put(kind, _decoded(key), value)
        for kind, keys in drained.asked:
            self._asked.setdefault(kind, set()).update(keys)
        for latest, every in ((self._asked, self._all_asked), (self._added, self._all_added)):
            for kind, some in latest.items():
                every.setdefault(kind, array("q")).extend(map(hash, some))
            latest.clear()

    def prune(self, kind: str, keep: Iterable[str]) -> None:
        """Forget the entries of a kind outside `keep`, once they are more than those inside.

        Until then they cost little and save work when an edit is taken back. Happens at the next flush,
        and only in a session that put something.
        """
        self._keeps[kind] = array("q", map(hash, map(_encoded, keep)))

    def prune_unasked(self, *kinds: str) -> None:
        """Prune each kind to what was asked for or put since the memo was opened."""
        for kind in kinds:
            earlier = self._all_asked.get(kind, array("q"))
            self._keeps[kind] = earlier + array("q", map(hash, self._asked.get(kind, ())))

    def flush(self) -> None:
        """Write what was put, in one transaction."""
        if self.file and (self._puts or (self._keeps and self._has_written)):
            self._write(self.file)
        if self.file:
            self._puts.clear()
            self._keeps.clear()
            self._buffered_bytes = 0

    def close(self) -> None:
        """Write what was put and let go of the file."""
        self.flush()
        self._close_reader()

    def _rows(self, kind: str, keys: Collection[bytes]) -> Iterator[tuple[object, ...]]:
        remaining = iter(keys)
        while chunk := list(islice(remaining, _KEYS_AT_ONCE)):
            marks = ",".join("?" * len(chunk))
            statement = f"SELECT key, digest, value FROM entry WHERE kind = ? AND key IN ({marks})"  # noqa: S608
            yield from self._query(statement, kind, *chunk)

    def _query(self, statement: str, *values: str | bytes) -> list[tuple[Any, ...]]:
        """Return what was asked for; nothing where the file cannot be read."""
        try:
            reader = self._open_reader()
            return reader.execute(statement, values).fetchall() if reader else []
        except (sqlite3.Error, OSError) as error:
            # Asking again for every key would wait for the same lock each time.
            self._is_readable = False
            self._close_reader()
            self.trouble = f"earlier results in {self.file} could not be read: {error}"
            return []

    def _open_reader(self) -> sqlite3.Connection | None:
        if self._reader or not self._is_readable or not self.file or not self.file.exists():
            return self._reader
        try:
            self._reader = _connect(self.file, "ro")
        except sqlite3.OperationalError as error:
            if _code(error) not in _NEEDS_A_WRITER:
                raise
            self._reader = _connect(self.file, "rw")
        return self._reader

    def _close_reader(self) -> None:
        if self._reader:
            self._reader.close()
            self._reader = None

    def _write(self, file: Path) -> None:
        self._close_reader()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._transact(file)
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                for leftover in (file, file.with_name(f"{file.name}-journal")):
                    leftover.unlink(missing_ok=True)
                self._transact(file)
        except (sqlite3.Error, OSError) as error:
            self.trouble = f"results could not be kept in {file}: {error}"
        else:
            self._has_written = self._is_readable = True

    def _transact(self, file: Path) -> None:
        with closing(_connect(file, "rwc")) as writer:
            writer.execute("BEGIN IMMEDIATE")
            writer.executemany(
                "INSERT OR REPLACE INTO entry (kind, key, digest, value) VALUES (?, ?, ?, ?)",
                ((kind, key, _digest(kind, key, value), value) for (kind, key), value in self._puts.items()),
            )
            for kind, keep in self._keeps.items():
                _forget(writer, kind, keep)
            writer.execute("COMMIT")


def _encoded(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")


def _decoded(key: bytes) -> str:
    return key.decode("utf-8", "surrogatepass")


def _digest(kind: str, key: bytes, value: bytes) -> str:
    return digest_bytes(b"%s\0%d:%s%s" % (kind.encode(), len(key), key, value))


def _connect(file: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=_LOCK_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        if mode != "ro":
            # A power cut may damage the file; the digests find that.
            connection.execute("PRAGMA synchronous = OFF")
        if mode == "rwc" and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            connection.executescript(
                f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA application_id = {_APPLICATION_ID}; "
                f"PRAGMA user_version = {_SCHEMA_VERSION}; COMMIT;"
            )
        _check_identity(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_identity(connection: sqlite3.Connection) -> None:
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if (application_id, version) != (_APPLICATION_ID, _SCHEMA_VERSION):
        raise _NotOursError("the file is not a memo of this version")


class _NotOursError(sqlite3.DatabaseError):
    """The file is SQLite's, but not ours."""


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return isinstance(error, _NotOursError) or _code(error) in _DAMAGE


def _code(error: sqlite3.Error) -> int:
    # The low byte is the code that the extended ones refine; errors of the module itself have none.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _forget(writer: sqlite3.Connection, kind: str, keep: Iterable[int]) -> None:
    stored = [key for (key,) in writer.execute("SELECT key FROM entry WHERE kind = ?", (kind,))]
    kept = frozenset(keep)
    surplus = [key for key in stored if hash(key) not in kept]
    if len(surplus) > len(stored) - len(surplus):
        writer.executemany("DELETE FROM entry WHERE kind = ? AND key = ?", ((kind, key) for key in surplus))
