"""The page to ask on whether a picture has been checked. Without script it leads to the archive's lists."""

from __future__ import annotations

from irrefutable.model.lookup import LOOKUP_LIST
from irrefutable.model.output import Outline, PlannedPage, Turn
from irrefutable.model.vocabulary import Tone
from irrefutable.plan.chrome import CHECK_POLICY, FACETS, Surroundings, chrome
from irrefutable.plan.contexts.around import Link
from irrefutable.plan.contexts.pages import CheckPage
from irrefutable.plan.materials import Materials
from irrefutable.plan.wording import N_, wording

CHECK_SCRIPT = "js/picture-check.js"


def check_outline(materials: Materials, language: str) -> Outline:
    """Return what decides the bytes of the page: nothing of any case."""
    own = materials.routes.check(language)
    languages = materials.archive.site.value.languages
    versions = tuple((other, materials.routes.check(other).url) for other in languages)
    return Outline(("check",), language, own.path, own.url, versions, "check.html")


def check_page(materials: Materials, outline: Outline) -> PlannedPage:
    """Return the page."""
    routes, language = materials.routes, outline.language
    words = wording(language)
    title = words.say(N_("Has this picture been checked?"))
    surroundings = Surroundings(
        language=language,
        route=routes.check(language),
        title=title,
        description=words.say(N_("Compare a picture with those of this archive, on your own device.")),
        versions={other: routes.check(other) for other in materials.archive.site.value.languages},
        scripts=(CHECK_SCRIPT,),
        policy=CHECK_POLICY,
    )
    context = CheckPage(
        chrome=chrome(materials, surroundings),
        heading=title,
        stylesheet=materials.assets.get("pages/check.css", ""),
        index_url=routes.file(LOOKUP_LIST).url,
        cases_url=routes.file("cases/").url,
        tones=tuple(tone.value for tone in Tone),
        ways=(
            Link(words.say(N_("All cases")), routes.cases(language).url),
            *(Link(words.say(label), routes.facet(name, language).url) for name, label in FACETS.items()),
        ),
    )
    return PlannedPage(outline.path, outline.url, "check.html", language, context, Turn.INDEX)
