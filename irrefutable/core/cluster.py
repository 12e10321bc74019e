"""Work spread over a Dask cluster, with results in the order of the items. Refuses to know what the work is.

The only module that knows Dask. Its workers share no files with this machine: all that they need travels with
the work, and all that they make comes back. When a worker ends, others do again what it was at.
"""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from irrefutable.core.workers import AHEAD, WorkersError, run_on

Item = TypeVar("Item")
Result = TypeVar("Result")

SCHEME: Final = "dask://"
_CONNECT_SECONDS: Final = 8
_PATIENCE_SECONDS: Final = 15.0
"""How long a scheduler may be out of reach, or without any worker."""


def run_on_cluster(
    work: Callable[[Item], Result], items: Iterable[Item], *, address: str
) -> Iterator[Result]:
    """Yield the result for each item, in their order.

    Args:
        work: a function of the top level of a module that the workers can import.
        items: what to work on.
        address: of the scheduler, `dask://HOST:PORT`.

    Raises:
        WorkersError: Dask is not installed, nobody answers, or all workers are gone.
    """
    with _connected(address) as client:
        # Without looking for work that was sent before: comparing pictures takes longer than sending them.
        executor = client.get_executor(pure=False)
        ahead = AHEAD * sum(client.nthreads().values())
        watch = _Watch(client, address)
        try:
            yield from run_on(executor, work, items, ahead=ahead, watch=watch.look)
        except WorkersError:
            raise
        except Exception as error:
            raise _in_words(error, address) or error from error


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        # Most builds run here.
        import dask  # noqa: PLC0415
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        message = f'{address} needs a library that is not installed; pip install "irrefutable[dask]"'
        raise WorkersError(message) from error
    # Whatever goes wrong is said once, in our words.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    # Pictures are large on purpose.
    settings = dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"})
    with settings, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            client: Any = Client(  # type: ignore[no-untyped-call]
                f"tcp://{address.removeprefix(SCHEME)}", timeout=_CONNECT_SECONDS, set_as_default=False
            )
        except (OSError, ValueError, TypeError) as error:
            message = f"no Dask scheduler answers at {address}; start one, or correct --executor"
            raise WorkersError(message) from error
        try:
            try:
                client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
            except TimeoutError as error:
                message = f"the Dask scheduler at {address} has no workers; start some with `dask worker`"
                raise WorkersError(message) from error
            yield client
        finally:
            client.close(timeout=_CONNECT_SECONDS)


class _Watch:
    """Looks whether a result can still come."""

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address
        self._bad_since: float | None = None

    def look(self) -> None:
        trouble = self._trouble()
        if not trouble:
            self._bad_since = None
            return
        self._bad_since = self._bad_since or time.monotonic()
        if time.monotonic() - self._bad_since > _PATIENCE_SECONDS:
            raise WorkersError(trouble)

    def _trouble(self) -> str:
        if self._client.status != "running":
            return _gone(self._address)
        try:
            workers = self._client.nthreads()
        # A connection breaks in many ways.
        except Exception:
            return _gone(self._address)
        return "" if workers else f"all workers of the Dask scheduler at {self._address} are gone"


def _gone(address: str) -> str:
    return f"the Dask scheduler at {address} is gone; start it and build again, or leave --executor out"


def _in_words(error: Exception, address: str) -> WorkersError | None:
    """Return what Dask's own errors mean; None for those of the work itself."""
    from concurrent.futures import CancelledError  # noqa: PLC0415

    from distributed import KilledWorker  # noqa: PLC0415

    if isinstance(error, CancelledError | OSError):
        return WorkersError(_gone(address))
    if isinstance(error, KilledWorker):
        return WorkersError(
            f"worker after worker of {address} ended over the same picture; has each enough memory?"
        )
    if isinstance(error, ImportError | AttributeError) or "deserializ" in str(error):
        said = " ".join(str(error.__cause__ or error).split())
        return WorkersError(
            f"a worker of {address} cannot do the work: {said}; install there what is installed here"
        )
    return None
