"""What the last build that ended well knew, by name: one SQLite file for each output directory.

All of it belongs together, so all of it is written in one transaction, after the site was published; a build
that is killed leaves what was there before. Refuses to be relied upon: whatever is wrong with the file or an
entry is the same as no ledger at all, and the next build then looks at everything.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path
from types import TracebackType

from irrefutable.store.errors import OutputError

_APPLICATION_ID = 0x49525247
_SCHEMA_VERSION = 3
_PAGE_BYTES = 16 * 1024
"""Counting the entries reads every page; large ones take half the time."""
_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE entry (kind TEXT NOT NULL, name BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (kind, name))
    WITHOUT ROWID;
PRAGMA application_id = {_APPLICATION_ID};
PRAGMA user_version = {_SCHEMA_VERSION};
COMMIT;
"""
_DAMAGE = frozenset((sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB))
"""A missing table is SQLITE_ERROR. All other codes (full, busy, read-only) say nothing about the file."""
_DIGEST_BYTES = 12
_AFTER_ALL = b"\xff"
"""No name has such a byte."""
_NAMES_AT_ONCE = 500
_PAGE_CACHE_KIB = 4 * 1024
_LOCK_SECONDS = 2.0


class DamagedLedgerError(Exception):
    """The ledger says something that it was never told."""


class Ledger:
    """A mapping of kinds and names to bytes. Use it as a context manager; what is not committed is not kept.

    `file` is made when something is first written; None keeps nothing beyond this object. `is_durable` says
    whether it must survive a power cut, whole and as it was after one commit: where pages of two of them came
    together, every digest would be right and what they say of each other wrong.
    """

    def __init__(self, file: Path | None, *, is_durable: bool = False) -> None:
        self.file = file
        self.is_durable = is_durable
        self._connection: sqlite3.Connection | None = None
        self._is_writing = False
        self._version: tuple[int, ...] = ()
        self._size: int | None = None
        """The number of entries, once somebody asked: counting them reads every page of the file."""

    def __reduce__(self) -> tuple[Callable[[Path | None], Ledger], tuple[Path | None]]:
        """Reach another process as the name of the file, to be opened there."""
        return partial(Ledger, is_durable=self.is_durable), (self.file,)

    def __enter__(self) -> Ledger:
        if self.file and self.file.exists():
            try:
                self._connection = self._connect("rw")
            except sqlite3.Error:
                self.forget()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    @property
    def is_as_left(self) -> bool:
        """Whether the file is still there, and nobody else has written to it since it was opened."""
        try:
            return self._connection is not None and self._version == self._seen(self._connection)
        except (sqlite3.Error, OSError):
            return False

    def get(self, kind: str, name: str) -> bytes | None:
        """Return what was written under a name, or None.

        Raises:
            DamagedLedgerError: it is not what was written.
        """
        return self.get_many(kind, (name,)).get(name)

    def get_many(self, kind: str, names: Iterable[str]) -> dict[str, bytes]:
        """Return what was written under each of many names, without those that are missing.

        Raises:
            DamagedLedgerError: one is not what was written.
        """
        remaining = iter(names)
        found: dict[str, bytes] = {}
        while self._connection and (chunk := list(islice(remaining, _NAMES_AT_ONCE))):
            marks = ",".join("?" * len(chunk))
            statement = f"SELECT name, value FROM entry WHERE kind = ? AND name IN ({marks})"  # noqa: S608
            found.update(self._rows(statement, kind, *map(_encoded, chunk)))
        return found

    def items(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Yield every name of a kind with what was written, in the order of the names.

        Raises:
            DamagedLedgerError: one is not what was written.
        """
        yield from self._rows("SELECT name, value FROM entry WHERE kind = ? ORDER BY name", kind)

    def entries(self) -> Iterator[tuple[str, str, bytes]]:
        """Yield kind, name and value of every entry, in the order of kinds and names.

        Raises:
            DamagedLedgerError: one is not what was written.
        """
        try:
            found = (
                self._connection.execute("SELECT DISTINCT kind FROM entry ORDER BY kind")
                if self._connection
                else ()
            )
            kinds = [kind for (kind,) in found]
        except sqlite3.Error as error:
            raise DamagedLedgerError(str(error)) from error
        for kind in kinds:
            for name, value in self.items(kind):
                yield kind, name, value

    def names(self, kind: str, prefix: str) -> Iterator[str]:
        """Yield every name of a kind that begins with a prefix.

        Raises:
            DamagedLedgerError: the ledger cannot be read.
        """
        start = _encoded(prefix)
        statement = "SELECT name, value FROM entry WHERE kind = ? AND name >= ? AND name < ? ORDER BY name"
        yield from (name for name, _ in self._rows(statement, kind, start, start + _AFTER_ALL))

    def names_around(self, kind: str, prefix: str, name: str, *, later: bool) -> Iterator[str]:
        """Yield the names of a kind that begin with a prefix, from a name on: the nearest first.

        Args:
            kind: of the entries.
            prefix: what they begin with.
            name: where to begin; it is left out.
            later: whether to go up in their order, or down.

        Raises:
            DamagedLedgerError: the ledger cannot be read.
        """
        start, own = _encoded(prefix), _encoded(name)
        statement = "SELECT name, value FROM entry WHERE kind = ? AND name > ? AND name < ? ORDER BY name"
        rows = (
            self._rows(statement, kind, own, start + _AFTER_ALL)
            if later
            else self._rows(f"{statement} DESC", kind, start, own)
        )
        yield from (found for found, _ in rows)

    def size(self) -> int:
        """Return the number of entries.

        Raises:
            DamagedLedgerError: the ledger cannot be read.
        """
        if self._size is None:
            try:
                row = self._connection and self._connection.execute("SELECT count(*) FROM entry").fetchone()
            except sqlite3.Error as error:
                raise DamagedLedgerError(str(error)) from error
            self._size = row[0] if row else 0
        return self._size

    def begin(self) -> bool:
        """Begin to write; return whether that is possible.

        Raises:
            DamagedLedgerError: only with another file.
        """
        try:
            self._writer()
        except sqlite3.Error as error:
            if _is_damage(error):
                raise DamagedLedgerError(str(error)) from error
            return False
        except OSError:
            return False
        return True

    def put(self, kind: str, name: str, value: bytes) -> None:
        """Write under a name, when the ledger is committed.

        Raises:
            OutputError: there is no room for it.
            DamagedLedgerError: the ledger cannot be written.
        """
        encoded = _encoded(name)
        content = _digest(kind, encoded, value) + value
        statement = "INSERT OR IGNORE INTO entry (kind, name, value) VALUES (?, ?, ?)"
        if self._write(statement, (kind, encoded, content)):
            self._grow(1)
        else:
            self._write("UPDATE entry SET value = ? WHERE kind = ? AND name = ?", (content, kind, encoded))

    def remove(self, kind: str, name: str) -> None:
        """Remove a name, when the ledger is committed."""
        self._grow(-self._write("DELETE FROM entry WHERE kind = ? AND name = ?", (kind, _encoded(name))))

    def clear(self) -> None:
        """Remove everything, when the ledger is committed."""
        self._write("DELETE FROM entry", ())
        self._size = 0

    def commit(self) -> None:
        """Keep what was written since the last time; where that is refused, keep nothing at all."""
        if self._is_writing and self._connection:
            try:
                self._connection.execute("COMMIT")
            except sqlite3.Error:
                self.forget()
            self._is_writing = False

    def roll_back(self) -> None:
        """Keep nothing of what was written since the last commit."""
        if self._is_writing and self._connection:
            self._is_writing = False
            self._size = None
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error:
                self._close()

    def forget(self) -> None:
        """Begin anew, without anything."""
        self._close()
        if self.file:
            for suffix in ("", "-journal", "-wal", "-shm"):
                with suppress(OSError):
                    self.file.with_name(f"{self.file.name}{suffix}").unlink()

    def _grow(self, entries: int) -> None:
        if self._size is not None:
            self._size += entries

    def _write(self, statement: str, values: tuple[str | bytes, ...]) -> int:
        """Return how many entries were written or removed."""
        try:
            return self._writer().execute(statement, values).rowcount
        except sqlite3.Error as error:
            # What was begun to be written in is read-only by a damaged word of its own alone.
            if _is_damage(error) or (self._is_writing and _code(error) == sqlite3.SQLITE_READONLY):
                raise DamagedLedgerError(str(error)) from error
            raise OutputError(self.file or Path(), OSError(None, str(error))) from error

    def _rows(self, statement: str, kind: str, *names: bytes) -> Iterator[tuple[str, bytes]]:
        if self._connection is None:
            return
        try:
            for name, value in self._connection.execute(statement, (kind, *names)):
                content = value[_DIGEST_BYTES:]
                if value[:_DIGEST_BYTES] != _digest(kind, name, content):
                    raise DamagedLedgerError(f"{kind} {name}")
                yield name.decode("utf-8", "surrogatepass"), content
        except (sqlite3.Error, TypeError, AttributeError) as error:
            raise DamagedLedgerError(str(error)) from error

    def _writer(self) -> sqlite3.Connection:
        if self._connection is None:
            if self.file:
                self.file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = self._connect("rwc")
        if not self._is_writing:
            self._connection.execute("BEGIN IMMEDIATE")
            self._is_writing = True
        return self._connection

    def _connect(self, mode: str) -> sqlite3.Connection:
        address = f"{self.file.absolute().as_uri()}?mode={mode}" if self.file else ":memory:"
        connection = sqlite3.connect(address, uri=True, timeout=_LOCK_SECONDS, isolation_level=None)
        try:
            connection.execute(f"PRAGMA synchronous = {'NORMAL' if self.is_durable else 'OFF'}")
            if mode == "rwc":
                connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
                # Other processes read what the last build left while this one writes.
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(_SCHEMA)
            _check_identity(connection)
            connection.execute(f"PRAGMA cache_size = -{_PAGE_CACHE_KIB}")
            self._version = self._seen(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _seen(self, connection: sqlite3.Connection) -> tuple[int, ...]:
        """Return what tells of another file in the place of ours, and of what others wrote into it."""
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        status = self.file.stat() if self.file else None
        return (version, status.st_dev, status.st_ino) if status else (version,)

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None
            self._is_writing = False
        self._size = None


def _check_identity(connection: sqlite3.Connection) -> None:
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if (application_id, version) != (_APPLICATION_ID, _SCHEMA_VERSION):
        raise sqlite3.DatabaseError("the file is no ledger of this version")


def _is_damage(error: sqlite3.Error) -> bool:
    return _code(error) in _DAMAGE


def _code(error: sqlite3.Error) -> int:
    # The low byte is the code that the extended ones refine; errors of the module itself have none.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _encoded(name: str) -> bytes:
    return name.encode("utf-8", "surrogatepass")


def _digest(kind: str, name: bytes, value: bytes) -> bytes:
    state = hashlib.blake2b(b"%s\0%d:%s" % (kind.encode(), len(name), name), digest_size=_DIGEST_BYTES)
    state.update(value)
    return state.digest()
