"""The reference pages in `docs/`, made from the code, so that they say what the code does.

`python -m irrefutable.documentation` writes them; with `--check` it only says which are stale. The
introduction of the content model is written by hand: it stands above the mark and is kept.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType, NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from markupsafe import Markup
from pydantic import BaseModel

from irrefutable.check.editorial import RELAXABLE
from irrefutable.core.diagnostics import Rule
from irrefutable.model.dictionary import Table, record_schema, record_tables, row_tables
from irrefutable.model.fields import Phrase
from irrefutable.model.schema import (
    DOCUMENTS,
    Document,
    anchor,
    default,
    docstring,
    docstrings,
    field_kind,
    models,
    schema,
    words_of,
)
from irrefutable.pipeline import all_rules
from irrefutable.plan import contexts
from irrefutable.render.templates import foreign, json_ld
from irrefutable.results import PACKAGE_FOLDER, theme_folder

DOCS_FOLDER = PACKAGE_FOLDER.parent / "docs"
MARK = "<!-- All below this line is made from the code by `python -m irrefutable.documentation`. -->"


def documents(written: Mapping[str, str]) -> Mapping[str, str]:
    """Return the text of each reference document by its path below `docs/`.

    Args:
        written: the texts that stand there now: a part written by hand is taken from them.
    """
    introduction, about_data = (
        written.get(name, "").partition(MARK)[0] for name in ("content-model.md", "data.md")
    )
    return {
        "content-model.md": f"{introduction}{MARK}\n\n{_content_model()}",
        "data.md": f"{about_data}{MARK}\n\n{_data()}",
        "diagnostics.md": _diagnostics(all_rules()),
        "templates.md": _templates(),
        **{f"schema/{document.name}.schema.json": _schema(document) for document in DOCUMENTS},
        "schema/record.schema.json": f"{json.dumps(record_schema(), ensure_ascii=False, indent=2)}\n",
    }


def stale(folder: Path) -> Mapping[str, str]:
    """Return the documents that are not as they should be, with the text they should have."""
    paths = sorted(path for pattern in ("*.md", "schema/*.json") for path in folder.glob(pattern))
    written = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    return {path: text for path, text in documents(written).items() if written.get(path) != text}


def main() -> None:
    """Write the documents, or say which are stale."""
    parser = argparse.ArgumentParser(prog="python -m irrefutable.documentation", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if any is stale")
    is_check = parser.parse_args().check
    found = stale(DOCS_FOLDER)
    for path, text in found.items():
        sys.stderr.write(f"docs/{path} {'is stale' if is_check else 'was written'}\n")
        if not is_check:
            target = DOCS_FOLDER / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    sys.exit(1 if is_check and found else 0)


def _schema(document: Document) -> str:
    return f"{json.dumps(schema(document), ensure_ascii=False, indent=2)}\n"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"
    yield ""


# ---------------------------------------------------------------------------------------- diagnostics

_ABOUT_DIAGNOSTICS = """\
# Diagnostics

What `irrefutable check` can say. An **error** keeps the site from being published; with a **warning** it is
published, and a reader may be worse off. A code is permanent: it is never renamed and never reused.

An archive may relax the rules that say so, with its reason, and readers are told on the methodology page:

```yaml
# content/site.yaml
policies:
  relax:
    - rule: one-pair-of-eyes
      reason: There is only one of us.
```

Made from the rules by `python -m irrefutable.documentation`.
"""


def _diagnostics(rules: Iterable[Rule]) -> str:
    rules = tuple(rules)
    lines = [_ABOUT_DIAGNOSTICS]
    lines += _table(
        ("code", "", "what is checked"),
        ((f"[`{rule.code}`](#{rule.code})", rule.severity.value, rule.what) for rule in rules),
    )
    for rule in rules:
        relaxable = " An archive may relax it." if rule in RELAXABLE else ""
        lines += [
            f"## {rule.code}\n",
            f"**{rule.severity.value.capitalize()}.** {rule.what}{relaxable}\n",
            f"*Why:* {rule.why}\n",
            "*For example:*\n",
            f"```text\n{rule.example}\n```\n",
            f"*Cure:* {rule.cure}\n",
        ]
    return "\n".join(lines)


# -------------------------------------------------------------------------------------- content model


def _content_model() -> str:
    lines: list[str] = []
    enums: dict[type[Enum], None] = {}
    told: set[type] = set()
    for document in DOCUMENTS:
        kinds = models(document.model)
        enums.update((kind, None) for kind in kinds if issubclass(kind, Enum))
        for kind in kinds:
            if issubclass(kind, BaseModel) and kind not in told:
                told.add(kind)
                lines += _model(kind, document)
    lines += ["## Closed lists\n", "A value of such a field is one of these words.\n"]
    for kind in sorted(enums, key=lambda kind: kind.__name__):
        lines += _choices(kind)
    return "\n".join(lines)


def _model(kind: type[BaseModel], document: Document) -> Iterator[str]:
    is_file = kind is document.model
    yield f"{'##' if is_file else '###'} {words_of(kind)}\n"
    yield f"{docstring(kind)}\n"
    if is_file:
        files = ", ".join(f"`{path}`" for path in document.files)
        yield f"Files: {files}. Schema: [{document.name}](schema/{document.name}.schema.json).\n"
    described = docstrings(kind)
    rows = []
    for name, info in kind.model_fields.items():
        named = is_file and name in document.named_by_file
        need = (
            "from the file's name"
            if named
            else "required"
            if info.is_required()
            else _left_out(default(info))
        )
        rows.append((f"`{info.alias or name}`", field_kind(info).words, need, described[name]))
    yield from _table(("field", "holds", "", "meaning"), rows)


def _left_out(value: Any) -> str:
    if value is None or value == []:
        return ""
    words = (
        ", ".join(str(item) for item in value) if isinstance(value, list) else json.dumps(value).strip('"')
    )
    return f"if left out: `{words}`"


def _choices(kind: type[Enum]) -> Iterator[str]:
    yield f"### {words_of(kind)}\n"
    yield f"{docstring(kind)}\n"
    described = docstrings(kind)
    for member in kind:
        meaning = f": {described[member.name]}" if member.name in described else ""
        yield f"- `{member.value}`{meaning}"
    yield ""


# ----------------------------------------------------------------------------------------------- data


def _data() -> str:
    lines: list[str] = []
    for table, heading in zip(row_tables(), ("Columns of cases", "Columns of claims"), strict=True):
        lines += [f"## {heading}\n", f"{table.meaning}\n", *_fields(table)]
    lines += ["## The record of a case\n", "Fields with an asterisk are always there.\n"]
    for table in record_tables():
        lines += [f"### {table.name}\n", f"{table.meaning}\n", *_fields(table)]
    return "\n".join(lines)


def _fields(table: Table) -> Iterator[str]:
    rows = (
        (
            f"`{field.name}`{'*' if field.is_required and table in record_tables() else ''}",
            f"[`{field.holds}`](#{field.table})" if field.table else f"`{field.holds}`",
            field.meaning,
        )
        for field in table.fields
    )
    yield from _table(("field", "holds", "meaning"), rows)


# ------------------------------------------------------------------------------------------ templates

_ABOUT_TEMPLATES = """\
# Templates

Every page is made from one Jinja template and one context: a documented value with the fields below. A
template sees the fields of its context, the interface's words, and nothing else: no clock, no random, no
globals that read a file. A name that is not there is an error, never an empty string.

To change how a page looks, put a template of the same name into your archive's `templates/`. It is taken
instead of the default theme's; all others stay. Templates are included, extended and imported by names that
are written out, so that a build knows which pages a change to one of them concerns.

- Words that an editor wrote come as a [phrase](#phrase), because a page may have to show words that nobody
  has translated. The macro `phrase` of `_words.html` marks their language where it is not the page's.
- HTML that may be trusted comes as such and needs no `|safe`. All else is escaped.
- "or nothing" is `none`; a string that is not known is empty.

Made from `irrefutable/plan/contexts/` by `python -m irrefutable.documentation`.
"""
_FUNCTIONS = (
    (
        "`_(message, **values)`",
        "The message in the page's language, with `%(name)s` filled in from the values.",
    ),
    (
        "`ngettext(singular, plural, number)`",
        "The form of a message that goes with the number, which the message has as `%(num)s`.",
    ),
    (
        "`recurring(component, value, ...)`",
        (
            "What `component(value, ...)` is, kept for the next page that shows the same value: for lists. "
            "Only for a component that was imported without a context."
        ),
    ),
)
_GLOBALS = (
    (
        "`language`",
        "The page's language, as a BCP 47 tag. Components import no context, and have it nevertheless.",
    ),
    ("`direction`", "`ltr` or `rtl`, of that language."),
)
_FILTERS: tuple[tuple[str, Callable[..., object]], ...] = (
    ("`phrase|foreign(language)`", foreign),
    ("`value|json_ld`", json_ld),
)


def _templates() -> str:
    lines = [_ABOUT_TEMPLATES, "## Names, functions and filters\n"]
    filters = ((name, _first_sentence(function)) for name, function in _FILTERS)
    lines += _table(("name", "what it is or returns"), (*_GLOBALS, *_FUNCTIONS, *filters))
    lines += ["Jinja's own filters are there too, but for `random`.\n"]
    lines += ["## Components\n", "Files of macros that several pages import.\n"]
    lines += _table(("file", "what it shows"), ((f"`{name}`", about) for name, about in _partials()))
    lines += ["## Pages\n", "One context for each template.\n"]
    views = views_of(contexts)
    pages = {kind: name for kind in views if (name := template_of(kind))}
    for kind, name in pages.items():
        about = docstring(kind).partition(": ")[2]
        lines += [f"### {name}\n", f"{about[:1].upper()}{about[1:]}\n" if about else "", *_view(kind)]
    lines += ["## Views\n", "The values that pages are made of.\n"]
    for kind in sorted({*views, Phrase} - pages.keys(), key=words_of):
        lines += [f"### {words_of(kind)}\n", f"{docstring(kind)}\n", *_view(kind)]
    return "\n".join(lines)


def views_of(package: ModuleType) -> list[type]:
    """Return the types of a package that templates see, by their modules and names."""
    names = sorted(item.name for item in iter_modules(package.__path__))
    modules = [import_module(f"{package.__name__}.{name}") for name in names]
    return [
        kind
        for module in modules
        for _, kind in sorted(vars(module).items())
        if isinstance(kind, type) and issubclass(kind, tuple) and kind.__module__ == module.__name__
    ]


def template_of(kind: type) -> str:
    """Return the template that a context is for, as its docstring says; empty for a view within one."""
    match = re.match(r"`([^`/]+)`", docstring(kind))
    return "headers.txt" if match and match[1] == "_headers" else match[1] if match else ""


def _first_sentence(function: Callable[..., object]) -> str:
    return f"{(function.__doc__ or '').partition('.')[0]}."


def _partials() -> Iterator[tuple[str, str]]:
    for path in sorted((theme_folder() / "templates").glob("_*.html")):
        about = re.match(r"\{#\s*(.*?)\s*#\}", path.read_text(encoding="utf-8"), re.DOTALL)
        yield path.name, about[1] if about else ""


def _view(kind: type) -> Iterator[str]:
    described = docstrings(kind)
    hints = get_type_hints(kind)
    rows = ((f"`{name}`", _words_of_type(hint), described.get(name, "")) for name, hint in hints.items())
    yield from _table(("field", "holds", "meaning"), rows)


_PLAIN: Mapping[Any, str] = {
    str: "string",
    int: "whole number",
    float: "number",
    bool: "true or false",
    object: "JSON value",
    Markup: "trusted HTML",
}


def _words_of_type(hint: Any) -> str:
    parts = get_args(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint) is UnionType:
        return ", or ".join("nothing" if part is NoneType else _words_of_type(part) for part in parts)
    if get_origin(hint) is tuple and parts[-1] is Ellipsis:
        return f"list: {_words_of_type(parts[0])}"
    if get_origin(hint) is tuple:
        return f"pair: {' and '.join(_words_of_type(part) for part in parts)}"
    return f"[{words_of(hint)}](#{anchor(hint)})"


if __name__ == "__main__":
    main()
