"""How two places of a picture are cut out: equally large, at one scale, and never what was redacted."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from irrefutable.media import cuts, derive
from irrefutable.model.archive import MediaFile
from irrefutable.model.fields import Text
from irrefutable.model.media import BoxPx, Derivative
from irrefutable.model.picture import Comparison, Media, Redaction, Region
from irrefutable.model.vocabulary import ComparisonSubject, MediaKind, RedactionMethod
from tests.unit.test_media_derive import content, media_file

SIZE_PX = (1000, 700)
FIRST: BoxPx = (100, 100, 60, 40)
SECOND: BoxPx = (700, 500, 60, 40)


def planned(
    file: MediaFile, redactions: tuple[Redaction, ...] = (), first: BoxPx = FIRST
) -> tuple[Derivative, Derivative]:
    """The two cuts of the only pair in a picture."""
    region = Region(id="pair", label=Text("Twice."), claimed=first, twin=SECOND)
    comparison = Comparison(
        id="twins", title=Text("Twins"), compares=ComparisonSubject.TWINS, claimed="clip", regions=(region,)
    )
    media = Media(
        id="clip", kind=MediaKind.IMAGE, alt=Text("A clip."), licence="CC0-1.0", redactions=redactions
    )
    ((at, pair),) = cuts.plan("x", (comparison,), media, file)
    assert at == ("x", "twins", "pair")
    return pair


def test_both_cuts_are_equally_large_and_show_what_is_around() -> None:
    first, second = cuts.boxes(FIRST, (700, 500, 50, 44), SIZE_PX)
    assert first == (91, 89, 78, 62)
    assert second == (686, 491, 78, 62)


def test_cut_at_the_edge_is_moved_and_stays_as_large() -> None:
    first, second = cuts.boxes((0, 0, 60, 40), (960, 680, 40, 20), SIZE_PX)
    assert first[:2] == (0, 0)
    assert second == (1000 - first[2], 700 - first[3], *first[2:])


@given(
    st.tuples(
        *[st.tuples(st.integers(0, 900), st.integers(0, 600), st.integers(1, 100), st.integers(1, 100))] * 2
    )
)
def test_cuts_lie_in_the_picture_and_hold_their_boxes(pair: tuple[BoxPx, BoxPx]) -> None:
    for box, cut in zip(pair, cuts.boxes(*pair, SIZE_PX), strict=True):
        assert cut[0] >= 0
        assert cut[1] >= 0
        assert cut[0] <= box[0]
        assert cut[1] <= box[1]
        assert box[0] + box[2] <= cut[0] + cut[2] <= SIZE_PX[0]
        assert box[1] + box[3] <= cut[1] + cut[3] <= SIZE_PX[1]


def test_small_details_are_enlarged_and_large_ones_made_smaller() -> None:
    small, _ = planned(media_file(*SIZE_PX))
    assert small.width_px == cuts.LEAST_PX
    large, _ = planned(media_file(*SIZE_PX), first=(0, 0, 900, 100))
    assert large.width_px == cuts.LONGEST_PX


def test_cut_is_what_stands_there() -> None:
    file = media_file(*SIZE_PX)
    image = Image.new("RGB", SIZE_PX, "white")
    image.paste("red", (100, 100, 160, 140))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    first, second = planned(file)
    with Image.open(io.BytesIO(derive.encode([first], stream.getvalue())[0])) as cut:
        assert cut.size == (first.width_px, first.height_px) == (second.width_px, second.height_px)
        red = cut.convert("RGB").getpixel((cut.width // 2, cut.height // 2))
        white = cut.convert("RGB").getpixel((4, 4))
    assert isinstance(red, tuple)
    assert isinstance(white, tuple)
    assert red[0] > 200
    assert red[1] < 60
    assert min(white) > 240


def test_what_is_redacted_is_in_no_cut() -> None:
    """The picture is destroyed there before anything is cut out of it."""
    cover = Redaction(box=FIRST, method=RedactionMethod.COVER, reason=Text("a name"))
    plain, _ = planned(media_file(*SIZE_PX))
    covered, _ = planned(media_file(*SIZE_PX), (cover,))
    assert plain.key != covered.key
    with Image.open(io.BytesIO(derive.encode([covered], content(SIZE_PX))[0])) as cut:
        lowest, highest = cut.convert("L").crop((60, 60, cut.width - 60, cut.height - 60)).getextrema()
    assert isinstance(lowest, int)
    assert isinstance(highest, int)
    assert highest - lowest < 8


def test_picture_that_could_not_be_read_has_no_cuts() -> None:
    comparison = Comparison(id="t", title=Text("T"), compares=ComparisonSubject.TWINS, claimed="clip")
    media = Media(id="clip", kind=MediaKind.IMAGE, alt=Text("A clip."), licence="CC0-1.0")
    assert list(cuts.plan("x", (comparison,), media, media_file(0, 0))) == []
