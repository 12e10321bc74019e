"""The page to search on. Without script it leads to the lists of the archive, which have everything."""

from __future__ import annotations

from irrefutable.model.output import Outline, PlannedPage, Turn
from irrefutable.model.search import INDEX_FOLDER, INDEX_LIST
from irrefutable.model.vocabulary import Tone
from irrefutable.plan.chrome import FACETS, SEARCH_POLICY, Surroundings, chrome
from irrefutable.plan.contexts.around import Link
from irrefutable.plan.contexts.pages import FacetLegend, SearchPage
from irrefutable.plan.materials import Materials
from irrefutable.plan.search_records import FACETS as FILTERS
from irrefutable.plan.wording import N_, wording

SEARCH_SCRIPT = "js/case-search.js"

_LEGENDS = {
    "rating": N_("Rating"),
    "claimant": N_("Claimant"),
    "topic": N_("Topic"),
    "technique": N_("Technique"),
    "place": N_("Place"),
    "platform": N_("Platform"),
    "language": N_("Language"),
    "year": N_("Year of the claim"),
}


def search_outline(materials: Materials, language: str) -> Outline:
    """Return what decides the bytes of the page: nothing of any case."""
    routes = materials.routes
    own = routes.search(language)
    languages = materials.archive.site.value.languages
    versions = tuple((other, routes.search(other).url) for other in languages)
    return Outline(("search",), language, own.path, own.url, versions, "search.html")


def search_page(materials: Materials, outline: Outline) -> PlannedPage:
    """Return the page."""
    routes, language = materials.routes, outline.language
    words = wording(language)
    title = words.say(N_("Search"))
    surroundings = Surroundings(
        language=language,
        route=routes.search(language),
        title=title,
        description=words.say(N_("Search the texts of all cases.")),
        versions={other: routes.search(other) for other in materials.archive.site.value.languages},
        scripts=(SEARCH_SCRIPT,),
        policy=SEARCH_POLICY,
    )
    context = SearchPage(
        chrome=chrome(materials, surroundings),
        heading=title,
        stylesheet=materials.assets.get("pages/search.css", ""),
        base_url=f"{routes.base_path}/",
        index_url=routes.file(INDEX_LIST).url,
        engine_url=routes.file(f"{INDEX_FOLDER}/").url,
        filters=tuple(FacetLegend(name, words.say(_LEGENDS[name])) for name in FILTERS),
        tones=tuple(tone.value for tone in Tone),
        ways=(
            Link(words.say(N_("All cases")), routes.cases(language).url),
            *(Link(words.say(label), routes.facet(name, language).url) for name, label in FACETS.items()),
        ),
    )
    return PlannedPage(outline.path, outline.url, "search.html", language, context, Turn.INDEX)
