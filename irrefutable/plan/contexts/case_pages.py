"""The pages of a case: what each is given to render."""

from typing import NamedTuple

from irrefutable.model.fields import Phrase
from irrefutable.plan.contexts.around import Alternate, Chrome, Link
from irrefutable.plan.contexts.case import CaseView, CorrectionView
from irrefutable.plan.contexts.views import ComparisonView, RatingView


class ReferenceView(NamedTuple):
    """A case for reference managers, in one form."""

    name: str
    """The form: BibTeX, RIS or CSL-JSON."""
    url: str
    """An address that holds the same in itself, for a download."""
    file_name: str
    """What the file is called that is made by it."""
    text: str
    """What it says."""


class CasePage(NamedTuple):
    """`case.html`: a case, or an edition of it."""

    chrome: Chrome
    """What surrounds the page."""
    case: CaseView
    """The case."""
    structured_data: tuple[object, ...]
    """ClaimReview, MediaReview and their kin as JSON-LD objects, for the `json_ld` filter."""
    record_url: str
    """The case in all its languages as JSON."""
    linked_data_url: str
    """The reviews in all its languages as JSON-LD."""
    iiif_url: str
    """Its pictures for IIIF viewers; empty where there are none to show."""
    oembed_url: str
    """The whole address of what other sites are told of the comparison that leads the page; or empty."""
    offline_url: str
    """A copy for reading without a network; empty where the site has none."""
    references: tuple[ReferenceView, ...]
    """The case for reference managers."""


class EmbedPage(NamedTuple):
    """`embed.html`: one comparison of a case, for a frame on another site."""

    chrome: Chrome
    """What surrounds the page; its canonical address is the case's."""
    case: Link
    """The case: its title and its address."""
    title: Phrase
    """The title of the case."""
    verdict: RatingView | None
    """The verdict on the first claim of the case."""
    view: ComparisonView
    """The comparison, its words without pointers to sources, which are in the case."""
    oembed_url: str
    """The whole address of what other sites are told of it."""


class EmbedGonePage(NamedTuple):
    """`embed-gone.html`: what stands in a frame on another site where a comparison stood."""

    chrome: Chrome
    """What surrounds the page; its canonical address is the case's."""
    case: Link
    """The case, or its tombstone: its title and its address."""
    title: Phrase
    """The title of the case."""
    is_retracted: bool
    """Whether the whole case was retracted; else only this comparison was taken out."""


class EditionGonePage(NamedTuple):
    """`edition-gone.html`: what stands where a case stood in a language that it is no longer kept in."""

    chrome: Chrome
    """What surrounds the page."""
    title: Phrase
    """The title of the case, in its own language."""
    editions: tuple[Alternate, ...]
    """The case in the languages it can be read in."""


class TombstonePage(NamedTuple):
    """`tombstone.html`: what stands at the address of a retracted case."""

    chrome: Chrome
    """What surrounds the page."""
    title: Phrase
    """The headline."""
    retracted: CorrectionView | None
    """The reason and the date; None where no correction gives them, which `check` refuses."""
    corrections: tuple[CorrectionView, ...]
    """Earlier changes."""
    record_url: str
    """The same as JSON."""


class RedirectPage(NamedTuple):
    """`redirect.html`: the case moved."""

    chrome: Chrome
    """What surrounds the page."""
    target: Link
    """Where it stands now."""
