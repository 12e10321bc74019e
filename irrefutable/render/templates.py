"""Pages from templates and contexts. A template sees its context, the interface's words and nothing else.

No clock, no random, no globals that read: the same context and templates give the same bytes.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any, Final, NamedTuple, Protocol

import jinja2
from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, TemplateNotFound, meta, nodes
from jinja2.bccache import Bucket
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from irrefutable.core.catalogues import Catalogue, catalogue
from irrefutable.core.diagnostics import Diagnostic, Rule, Severity
from irrefutable.core.digest import digest
from irrefutable.core.spans import Span
from irrefutable.core.text import did_you_mean, direction, may_be_in
from irrefutable.model.fields import Phrase


class TemplateError(Exception):
    """A template is broken or asks for what it may not have; the message says where and why."""


UNUSED_TEMPLATE = Rule(
    "unused-template",
    what="A file in the archive's own `templates` has the name of a template of the default theme, or is "
    "included by one that has.",
    why="Any other file is never read: pages go on to look as if it were not there.",
    example="templates/cases.html (the page of a case is made of case.html)",
    cure="Give it the name of the template it replaces, include it in one, or remove it. Templates lie "
    "in `templates` itself, never in a folder below it.",
    severity=Severity.WARNING,
)
RULES = (UNUSED_TEMPLATE,)


_RECURRING_HELD = 2048
"""As many as there are cards of cases in memory: each is in a dozen lists."""


class Kept(Protocol):
    """Where results are kept from one build to the next; whatever is missing is made again."""

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was put under a key, or None."""

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep a result."""


class Templates:
    """The templates of a site: its own first, the default theme's behind them.

    Compiling them takes longer than rendering a page, so what was compiled may be `kept`.
    """

    def __init__(self, folders: tuple[Path, ...], kept: Kept | None = None) -> None:
        self.folders = folders
        self._kept = kept
        self._sources = _Sources(folders)
        self._environments: dict[str, Environment] = {}
        self._closures: dict[str, str] = {}
        self._reach: dict[str, frozenset[str]] = {}
        self._digests: dict[str, str] = {}

    def __reduce__(self) -> tuple[Callable[[tuple[Path, ...]], Templates], tuple[tuple[Path, ...]]]:
        """Be made anew in another process, once for all that is sent to it."""
        return _once_in_a_process, (self._sources.folders,)

    def render(self, template: str, language: str, context: NamedTuple) -> bytes:
        """Render a page.

        Args:
            template: the template's name.
            language: BCP 47 tag; chooses the interface's words.
            context: the template sees its fields.

        Raises:
            TemplateError: the template cannot be read, or uses what its context does not have.
        """
        environment = self._environment(language)
        with _told(template):
            return environment.get_template(template).render(context._asdict()).encode()

    def closure(self, template: str, language: str) -> str:
        """Return the digest of a template, of all that it includes, and of the interface's words.

        Raises:
            TemplateError: a template cannot be read, or includes another by a computed name.
        """
        key = f"{language} {template}"
        if key not in self._closures:
            with _told(template):
                sources = {name: self._digest(name) for name in self._reached(template)}
            self._closures[key] = digest((sources, _words(language)))
        return self._closures[key]

    def check(self) -> Iterator[Diagnostic]:
        """Yield the files of the site's own folder, where it has one, that no page is made of."""
        own, *others = self._sources.folders
        known = {path.name for folder in others for path in folder.glob("*") if path.is_file()}
        used = set(known)
        for name in known:
            # What is wrong with a template is told when a page is made of it.
            with suppress(TemplateError, TemplateNotFound, jinja2.TemplateSyntaxError, OSError, ValueError):
                used |= self._reached(name)
        for path in sorted(own.rglob("*")) if others else ():
            name = path.relative_to(own).as_posix()
            is_note = name.upper().startswith("README") or any(
                part.startswith(".") for part in name.split("/")
            )
            if path.is_file() and name not in used and not is_note:
                at = Span(f"{own.name}/{name}", 1, 1)
                hint = did_you_mean(name.rpartition("/")[2], known)
                yield UNUSED_TEMPLATE.at(at, f'no page is made of "{name}"', hint)

    def _environment(self, language: str) -> Environment:
        if language not in self._environments:
            self._environments[language] = _environment(self._sources, language, self._kept)
        return self._environments[language]

    def _digest(self, name: str) -> str:
        if name not in self._digests:
            self._digests[name] = digest(self._sources.text(name))
        return self._digests[name]

    def _reached(self, template: str) -> frozenset[str]:
        if template not in self._reach:
            self._reach[template] = frozenset(self._found_from(template))
        return self._reach[template]

    def _found_from(self, template: str) -> set[str]:
        reached: set[str] = set()
        waiting = [template]
        while waiting:
            name = waiting.pop()
            if name in reached:
                continue
            reached.add(name)
            for referenced in self._references(name):
                if referenced is None:
                    raise TemplateError(f"{name} includes a template by a computed name; write the name out")
                if referenced in self._reach:
                    reached |= self._reach[referenced]
                else:
                    waiting.append(referenced)
        return reached

    def _references(self, name: str) -> tuple[str | None, ...]:
        """Return the templates that a template names; None for a computed name."""
        source = self._sources.text(name)
        if (name, source) not in _named:
            key = digest((source, jinja2.__version__))
            stored = self._kept.get("template names", key) if self._kept else None
            if stored is None:
                tree = self._environment("en").parse(source, name)
                found = tuple(meta.find_referenced_templates(tree))
                if self._kept:
                    self._kept.put("template names", key, json.dumps(found).encode())
            else:
                found = tuple(json.loads(stored))
            _named[name, source] = found
        return _named[name, source]


@lru_cache(maxsize=256)
def _words(language: str) -> str:
    """Return the digest of the interface's words in a language."""
    words = catalogue(language)
    return digest((dict(words.texts), words.plural_rule))


@lru_cache(maxsize=1)
def _once_in_a_process(folders: tuple[Path, ...]) -> Templates:
    return Templates(folders)


class _Sources(BaseLoader):
    """Finds templates in folders, the first one first; names without a path only."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self._texts: dict[str, str] = {}

    def text(self, name: str) -> str:
        if name not in self._texts:
            for folder in self.folders:
                path = folder / name
                if "/" not in name and path.is_file():
                    self._texts[name] = path.read_text(encoding="utf-8")
                    break
            else:
                raise TemplateNotFound(name)
        return self._texts[name]

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
        text = self.text(template)
        return text, template, None


_codes: dict[tuple[str, str], CodeType] = {}
"""Compiled templates by their text: what the languages of a site, and the builds of a preview, share."""
_named: dict[tuple[str, str], tuple[str | None, ...]] = {}
"""The templates that a template names, by its own name and its text."""


class _Compiled(BytecodeCache):
    """Compiled templates, from this process or from an earlier build."""

    def __init__(self, kept: Kept | None) -> None:
        self._kept = kept

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = _codes.get((bucket.key, bucket.checksum))
        stored = self._kept.get("template", _name(bucket)) if self._kept and not bucket.code else None
        if stored:
            # Bytes of another version of Python or Jinja are passed over.
            bucket.bytecode_from_string(stored)
            self._remember(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._remember(bucket)
        if self._kept and bucket.code:
            self._kept.put("template", _name(bucket), bucket.bytecode_to_string())

    @staticmethod
    def _remember(bucket: Bucket) -> None:
        if bucket.code:
            _codes[bucket.key, bucket.checksum] = bucket.code


def _name(bucket: Bucket) -> str:
    return f"{jinja2.__version__} {bucket.key} {bucket.checksum}"


@contextmanager
def _told(template: str) -> Iterator[None]:
    """Turn what Jinja raises into words that name the template and the line."""
    try:
        yield
    except TemplateNotFound as error:
        raise TemplateError(f"{template} needs the template {error.name}, which is nowhere") from error
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(f"{error.name or template}:{error.lineno}: {error.message}") from error
    except (
        jinja2.TemplateError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        raise TemplateError(f"{_place(error.__traceback__, template)}: {error}") from error


def _place(trace: TracebackType | None, template: str) -> str:
    """Return template and line of the innermost template in a traceback; Jinja writes them into it."""
    place = template
    while trace:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


class _Context(Context):
    """Calls components, and what is ours, without asking each of them first what it wants to be told."""

    def call(self, called: Callable[..., object], /, *args: object, **named: object) -> object:
        """Call something that a template names."""
        if called.__class__ not in _TOLD_NOTHING:
            return super().call(called, *args, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        # Every template escapes, which is what a component would be told.
        return called(*args, **named)


class _Environment(Environment):
    """Gives all templates one mapping of what they see; none has one of its own to look through first."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template sees beside its context."""
        return super().make_globals(d) if d else self.globals


def _environment(sources: _Sources, language: str, kept: Kept | None = None) -> Environment:
    environment = _Environment(
        loader=sources,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
        bytecode_cache=_Compiled(kept),
        cache_size=-1,
    )
    environment.context_class = _Context
    words = catalogue(language)
    # Installed by jinja2.ext.i18n, which types cannot show.
    environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["_"] = _Shown(words)
    environment.globals["recurring"] = _Recurring()
    for name in ("range", "dict", "lipsum", "cycler", "joiner"):
        environment.globals.pop(name, None)
    # Components see them without a page's context, so each is set up once and not for every page.
    environment.globals.update(language=language, direction=direction(language))
    environment.filters.pop("random", None)
    environment.filters["json_ld"] = json_ld
    environment.filters["foreign"] = foreign
    return environment


class _Recurring:
    """Components of values that several pages show: of the latest, each was rendered once."""

    def __init__(self) -> None:
        self._latest: OrderedDict[object, tuple[Macro, object, str]] = OrderedDict()

    def __call__(self, component: Macro, value: object, /, *args: object, **named: object) -> str:
        key = id(component), id(value), args, tuple(named.items())
        found = self._latest.get(key)
        if found is None:
            # Held with what it is of, in whose place in memory nothing else can be meanwhile.
            found = self._latest[key] = component, value, component(value, *args, **named)
            if len(self._latest) > _RECURRING_HELD:
                self._latest.popitem(last=False)
        else:
            self._latest.move_to_end(key)
        return found[2]


class _Shown:
    """What `_` is in a template: as `gettext`, but each message is looked up once."""

    def __init__(self, words: Catalogue) -> None:
        self._words = words
        self._known: dict[str, Markup] = {}

    def __call__(self, message: str, /, **values: object) -> Markup:
        text = self._known.get(message)
        if text is None:
            # The interface's own words, and those of its translators.
            text = self._known[message] = Markup(self._words.gettext(message))  # noqa: S704
        return text % values if values or "%" in text else text


_TOLD_NOTHING: Final = frozenset((Macro, _Recurring, _Shown))
"""The classes of what wants to be told nothing of the page that it is called on."""


def json_ld(value: object) -> Markup:
    """Write a value as JSON that cannot leave its `<script>` element.

    The characters that could end the element or be read as markup are written as escapes (HTML standard,
    "Restrictions for contents of script elements").
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    escaped = text.translate({ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})
    return Markup(escaped)  # noqa: S704 - escaped on the line above


def foreign(phrase: Phrase, language: str) -> bool:
    """Whether words are in another language than the page, and must say so.

    A name that is given once, for all languages, passes for the first one; its letters may know better.
    """
    return phrase.language != language and may_be_in(phrase.text, phrase.language)


def undeclared(source: str) -> Iterator[str]:
    """Yield the names that a template takes from its context, for the test of the documentation."""
    environment = _environment(_Sources(()), "en")
    tree: nodes.Template = environment.parse(source)
    yield from sorted(meta.find_undeclared_variables(tree) - set(environment.globals))
