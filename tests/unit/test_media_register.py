"""A claimed picture is found in its original after what people do to pictures, and nowhere else."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

from irrefutable.media.align import MirroredPointsError
from irrefutable.media.features import View
from irrefutable.media.register import place_by_hand, register
from irrefutable.model.media import Registration, RegistrationReason
from irrefutable.model.picture import PointPair
from tests.scenes import compressed, next_frame

# The scenes are drawn and looked at once, by one of the test runner's processes.
pytestmark = [pytest.mark.xdist_group("registration"), pytest.mark.slow]

SIZE = (640, 480)


@lru_cache(maxsize=8)
def scene(seed: int) -> Image.Image:
    """Return a landscape of blotches, boxes and discs with fine grain; each seed has its own."""
    noise = np.random.default_rng(seed)
    pixels = np.full((SIZE[1], SIZE[0], 3), 110.0)
    for cell in (160, 80, 40, 20, 10):
        grid = noise.integers(0, 256, (SIZE[1] // cell + 2, SIZE[0] // cell + 2, 3), dtype=np.uint8)
        layer = Image.fromarray(grid).resize(SIZE, Image.Resampling.BICUBIC)
        pixels += (np.asarray(layer, np.float64) - 128) * (cell / 400 + 0.08)
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        x, y = int(noise.integers(0, SIZE[0])), int(noise.integers(0, SIZE[1]))
        w, h = (int(side) for side in noise.integers(12, 70, 2))
        colour = tuple(int(value) for value in noise.integers(0, 256, 3))
        (draw.rectangle if noise.random() < 0.6 else draw.ellipse)((x, y, x + w, y + h), fill=colour)
    return image.filter(ImageFilter.GaussianBlur(0.6))


def captioned(image: Image.Image, words: str, size_px: int = 26) -> Image.Image:
    copy = image.copy()
    font = ImageFont.load_default(size_px)
    ImageDraw.Draw(copy).text((20, 20), words, "white", font, stroke_width=2, stroke_fill="black")
    return copy


@lru_cache
def original(seed: int) -> View:
    """Return a scene as it is looked at: what stands out in it is found once for all tests."""
    return View.of(scene(seed))


def found(claimed: Image.Image, original: Image.Image | View) -> Registration:
    return register(View.of(claimed), original if isinstance(original, View) else View.of(original))


def corner_error(registration: Registration, expected: list[tuple[float, float]]) -> float:
    """Return the largest distance of the outline from the expected corners."""
    return max(math.dist(*pair) for pair in zip(registration.outline, expected, strict=True))


FRAME = [(0.0, 0.0), (640.0, 0.0), (640.0, 480.0), (0.0, 480.0)]
WHOLE_PICTURE_CHANGES = {
    "the same": scene(1),
    "a third of the size": scene(1).resize((213, 160), Image.Resampling.LANCZOS),
    "twice the size": scene(1).resize((1280, 960), Image.Resampling.LANCZOS),
    "grey": scene(1).convert("L"),
    "blurred": scene(1).filter(ImageFilter.GaussianBlur(3)),
    "compressed hard": compressed(scene(1), 10),
    "less contrast": ImageEnhance.Contrast(scene(1)).enhance(0.5),
    "more contrast": ImageEnhance.Contrast(scene(1)).enhance(1.8),
    "darker": ImageEnhance.Brightness(scene(1)).enhance(0.6),
    "tinted": Image.fromarray((np.asarray(scene(1)) * (1.0, 0.9, 0.6)).astype(np.uint8)),
    "captioned": captioned(scene(1), "Look what they are hiding from you"),
}


@pytest.mark.parametrize("change", WHOLE_PICTURE_CHANGES)
def test_a_changed_picture_is_found_whole(change: str) -> None:
    registration = found(WHOLE_PICTURE_CHANGES[change], original(1))
    assert registration.match
    assert registration.reason is RegistrationReason.FOUND
    assert not registration.mirrored
    assert registration.confidence > 0.8
    assert corner_error(registration, FRAME) < 2.5


@pytest.mark.parametrize("side", [0.75, 0.5, 0.3])
def test_a_crop_is_found_where_it_was_cut(side: float) -> None:
    width, height = round(640 * side), round(480 * side)
    registration = found(scene(2).crop((90, 70, 90 + width, 70 + height)), original(2))
    assert registration.match
    expected = [(90.0, 70.0), (90.0 + width, 70.0), (90.0 + width, 70.0 + height), (90.0, 70.0 + height)]
    assert corner_error(registration, expected) < 0.5


def ring() -> Image.Image:
    """Return a part of one soft, wide ring on one ground: turned about its middle, it is like itself."""
    down, across = np.mgrid[0:500, 0:800]
    off_ring = np.hypot(across - 760, down + 40) - 380
    return Image.fromarray(np.rint(90 + 50 * np.exp(-np.square(off_ring / 304))).astype(np.uint8))


@pytest.mark.parametrize("corner", [(200, 150), (301, 121)])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_crop_of_a_soft_ring_is_found_by_the_edges_of_its_grey_levels(
    corner: tuple[int, int], mirrored: bool
) -> None:
    """Everything larger fits elsewhere along the ring as well, a little turned."""
    left, top = corner
    right, bottom = left + 400, top + 250
    claimed = ring().crop((left, top, right, bottom))
    registration = found(ImageOps.mirror(claimed) if mirrored else claimed, ring())
    assert registration.match
    assert registration.mirrored == mirrored
    first, last = (right, left) if mirrored else (left, right)
    expected = [(float(first), float(top)), (last, top), (last, bottom), (first, bottom)]
    assert corner_error(registration, expected) < 0.5


def test_a_crop_of_a_soft_ring_makes_no_match_with_a_narrower_one() -> None:
    narrower = ring().resize((720, 450), Image.Resampling.BICUBIC)
    assert not found(ring().crop((200, 150, 600, 400)), ImageOps.flip(narrower)).match


def heavily_captioned(image: Image.Image) -> Image.Image:
    """Return a picture under three bars of words, which leave two bands of it."""
    copy = image.copy()
    draw = ImageDraw.Draw(copy)
    for top, bottom, colour in ((0, 62, (160, 20, 40)), (192, 250, (20, 60, 160)), (413, 480, (30, 30, 30))):
        draw.rectangle((0, top, 640, bottom), fill=colour)
        for line in range(2):
            words = "SHARE before they delete this footage"
            draw.text((12, top + 2 + 28 * line), words, "white", ImageFont.load_default(25))
    return copy


def test_a_picture_under_heavy_captions_is_found() -> None:
    registration = found(heavily_captioned(scene(1)), original(1))
    assert registration.match
    assert corner_error(registration, FRAME) < 2.5


def test_another_picture_between_the_same_heavy_captions_makes_no_match() -> None:
    assert not found(heavily_captioned(scene(1)), heavily_captioned(scene(5))).match


def listing(seed: int) -> Image.Image:
    """Return a window of a program with a list: the lines are alike, and their words are not."""
    noise = np.random.default_rng(seed)
    image = Image.new("RGB", (640, 480), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 640, 40), fill=(40, 40, 48))
    for row in range(18):
        word = "".join(chr(97 + int(letter)) for letter in noise.integers(0, 26, 12))
        draw.text((24, 60 + 22 * row), f"{word}  -  {word[::-1]}", "black", ImageFont.load_default(15))
    return image


@lru_cache(maxsize=1)
def looked_at() -> View:
    return View.of(listing(1))


@pytest.mark.parametrize("change", ["blurred", "compressed", "more contrast"])
def test_a_list_of_lines_is_not_taken_for_a_pattern(change: str) -> None:
    claimed = {
        "blurred": listing(1).filter(ImageFilter.GaussianBlur(2)),
        "compressed": compressed(listing(1), 10),
        "more contrast": ImageEnhance.Contrast(listing(1)).enhance(1.8),
    }[change]
    registration = found(claimed, looked_at())
    assert registration.match
    assert corner_error(registration, FRAME) < 2.5


def test_letters_that_blur_runs_together_are_not_taken_for_what_moved() -> None:
    """They lead points astray side by side, unless points are tracked where both are blurred alike."""
    registration = found(listing(1).filter(ImageFilter.GaussianBlur(3)), looked_at())
    assert registration.match
    assert corner_error(registration, FRAME) < 2.5


def posted(image: Image.Image) -> Image.Image:
    """Return a picture in one person's post."""
    post = Image.new("RGB", (640, 800), "white")
    draw = ImageDraw.Draw(post)
    draw.rectangle((0, 0, 640, 70), fill=(30, 100, 200))
    for y, words in (
        (80, "Somebody, 3 hrs ago"),
        (120, "What they do not want you to see"),
        (650, "Like   Share"),
    ):
        draw.text((30, y), words, "black", ImageFont.load_default(32))
    for y in (700, 750):
        draw.text((30, y), "the media will never show this", "black", ImageFont.load_default(28))
    post.paste(image.resize((580, 435), Image.Resampling.LANCZOS), (30, 190))
    return post


def test_the_same_post_around_two_dark_pictures_makes_no_match() -> None:
    frames = [posted(ImageEnhance.Brightness(scene(seed)).enhance(0.12)) for seed in (1, 5)]
    assert not found(*frames).match


def dark_post(seed: int) -> Image.Image:
    return posted(ImageEnhance.Brightness(sky(seed)).enhance(0.1))


def test_the_same_post_around_two_plain_dark_pictures_makes_no_match() -> None:
    """Neither has any texture that could disagree, and both are as dark."""
    assert not found(dark_post(1), dark_post(2)).match


def test_the_same_post_around_a_sky_and_a_gradient_makes_no_match() -> None:
    """Both fall off downwards, and the post around them has all the details."""
    gradient = Image.linear_gradient("L").resize(SIZE).convert("RGB")
    assert not found(posted(sky(1)), posted(gradient)).match


def test_a_post_around_a_plain_dark_picture_is_found_after_compression() -> None:
    registration = found(compressed(dark_post(1), 20), dark_post(1))
    assert registration.match
    assert corner_error(registration, [(0, 0), (640, 0), (640, 800), (0, 800)]) < 1


def tiles(seed: int) -> Image.Image:
    """Return a tiled wall. Two of them differ in where the tiles begin and in their grain alone."""
    noise = np.random.default_rng(seed)
    image = Image.new("RGB", SIZE, (160, 150, 140))
    draw = ImageDraw.Draw(image)
    dx, dy = (int(value) for value in noise.integers(0, 40, 2))
    for y in range(dy - 40, SIZE[1], 40):
        for x in range(dx - 40, SIZE[0], 40):
            draw.rectangle((x, y, x + 34, y + 34), fill=(60, 90, 120), outline="white")
    grain = noise.standard_normal((SIZE[1], SIZE[0], 1)) * 3
    return Image.fromarray(np.clip(np.asarray(image, np.float64) + grain, 0, 255).astype(np.uint8))


def test_two_walls_of_the_same_tiles_make_no_match() -> None:
    assert not found(tiles(1), tiles(2)).match


@lru_cache(maxsize=2)
def sky(seed: int) -> Image.Image:
    """Return a sky: it falls off downwards, with clouds of a few grey levels and finer grain."""
    noise = np.random.default_rng(seed)
    pixels = np.repeat(np.linspace(130, 200, SIZE[1])[:, None], SIZE[0], axis=1)
    for cell in (160, 80, 40, 20, 10):
        grid = noise.standard_normal((SIZE[1] // cell + 2, SIZE[0] // cell + 2)).astype(np.float32)
        layer = Image.fromarray(grid).resize(SIZE, Image.Resampling.BICUBIC)
        pixels += np.asarray(layer, np.float64) * (cell / 40 + 0.5)
    pixels += noise.standard_normal(pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).convert("RGB")


@lru_cache(maxsize=1)
def open_sky() -> View:
    """Return the first sky as it is looked at: what stands out in it is found once for all tests."""
    return View.of(sky(1))


def test_a_compressed_sky_is_found() -> None:
    registration = found(compressed(sky(1), 60), open_sky())
    assert registration.match
    assert corner_error(registration, FRAME) < 6


def test_a_sky_whose_details_compression_destroyed_is_found_to_the_pixel() -> None:
    registration = found(compressed(sky(1), 20), open_sky())
    assert registration.match
    assert corner_error(registration, FRAME) < 1


def test_two_skies_compressed_alike_make_no_match() -> None:
    assert not found(compressed(sky(2), 10), compressed(sky(1), 10)).match
    assert not found(compressed(sky(2), 10), open_sky()).match


def test_a_small_crop_of_a_sky_is_found() -> None:
    registration = found(sky(1).crop((200, 150, 392, 294)), open_sky())
    assert registration.match
    assert corner_error(registration, [(200, 150), (392, 150), (392, 294), (200, 294)]) < 2


def test_two_skies_make_no_match() -> None:
    assert not found(sky(2), open_sky()).match


def test_a_logo_on_a_plain_sky_is_not_taken_for_a_vehicle_that_moved() -> None:
    branded = sky(1).copy()
    draw = ImageDraw.Draw(branded)
    draw.rectangle((510, 25, 620, 80), fill=(200, 20, 30))
    draw.text((520, 36), "NEWS 7", "white", ImageFont.load_default(28))
    registration = found(branded, open_sky())
    assert registration.match
    assert corner_error(registration, FRAME) < 1


def vehicles(moved_px: int, count: int, roofs: int) -> Image.Image:
    """Return vehicles among roofs on faint ground, all of them as far along."""
    ground = sky(1).copy()
    draw = ImageDraw.Draw(ground)
    for x, y in np.random.default_rng(4).integers(0, 420, (roofs, 2)).tolist():
        draw.rectangle((int(x * 1.4), y, int(x * 1.4) + 50, y + 35), fill=(120, 120, 120))
    for x, y in np.random.default_rng(9).integers(30, 430, (count, 2)).tolist():
        left = int(x * 1.3) + moved_px
        draw.ellipse((left, y, left + 16, y + 9), fill="white")
    return ground


@pytest.mark.parametrize(("count", "roofs"), [(8, 6), (3, 6), (4, 16)])
def test_vehicles_that_moved_over_the_same_ground_make_no_match(count: int, roofs: int) -> None:
    assert not found(vehicles(25, count, roofs), vehicles(0, count, roofs)).match


def test_a_mirror_image_is_found_and_named() -> None:
    registration = found(scene(1).transpose(Image.Transpose.FLIP_LEFT_RIGHT), original(1))
    assert registration.match
    assert registration.mirrored
    assert corner_error(registration, [(640, 0), (0, 0), (0, 480), (640, 480)]) < 0.5
    assert registration.transform is not None
    assert registration.transform.matrix[0] == pytest.approx((-1, 0, 640), abs=0.5)


def test_a_mirrored_turned_crop_is_found_to_the_pixel() -> None:
    turned = scene(3).rotate(8, Image.Resampling.BICUBIC).crop((120, 90, 520, 390))
    registration = found(turned.transpose(Image.Transpose.FLIP_LEFT_RIGHT), original(3))
    angle = math.radians(8)

    def before(x: float, y: float) -> tuple[float, float]:
        dx, dy = x - 320, y - 240
        cosine, sine = math.cos(angle), math.sin(angle)
        return 320 + dx * cosine - dy * sine, 240 + dx * sine + dy * cosine

    assert registration.match
    assert registration.mirrored
    expected = [before(x, y) for x, y in ((520, 90), (120, 90), (120, 390), (520, 390))]
    assert corner_error(registration, expected) < 0.7


def test_a_picture_in_a_screenshot_of_a_post_is_found_with_its_box() -> None:
    post = Image.new("RGB", (540, 900), "white")
    draw = ImageDraw.Draw(post)
    draw.rectangle((0, 0, 540, 50), fill=(30, 100, 200))
    draw.text((20, 70), "Somebody · 3 hrs", "black", ImageFont.load_default(24))
    draw.text((20, 110), "This happened last night!", "black", ImageFont.load_default(24))
    draw.text((20, 600), "Like     Comment     Share", (90, 90, 90), ImageFont.load_default(24))
    post.paste(scene(4).crop((40, 30, 600, 450)).resize((500, 375), Image.Resampling.LANCZOS), (20, 180))
    registration = found(post, original(4))
    assert registration.match
    assert registration.part is not None
    left, top, width, height = registration.part
    assert (left, top, left + width, top + height) == pytest.approx((20, 180, 520, 555), abs=20)
    assert registration.transform is not None
    assert math.dist(registration.transform.apply(20, 180), (40, 30)) < 1
    assert math.dist(registration.transform.apply(520, 555), (600, 450)) < 1


def test_another_picture_is_no_match() -> None:
    registration = found(scene(1), original(5))
    assert not registration.match
    assert registration.transform is None
    assert registration.outline == ()
    assert registration.reason.sentence


def test_the_next_frame_of_a_burst_makes_no_match() -> None:
    assert not found(next_frame(scene(2)), original(2)).match


def test_the_next_frame_of_a_hand_that_hardly_moved_makes_no_match() -> None:
    """Most details stay within a pixel, but whole surfaces are shifted together."""
    assert not found(next_frame(scene(3), 2.0), original(3)).match


def test_a_turned_screenshot_is_found_though_its_corners_are_black() -> None:
    screen = Image.new("RGB", SIZE, (70, 70, 74))
    draw = ImageDraw.Draw(screen)
    for at, words in (((250, 210), "Somebody Else"), ((240, 400), "debian 11"), ((290, 12), "Aug 3 19:32")):
        draw.text(at, words, "white", ImageFont.load_default(22))
    registration = found(screen.rotate(10, Image.Resampling.BICUBIC), screen)
    assert registration.match


def with_bar(image: Image.Image) -> Image.Image:
    barred = image.copy()
    draw = ImageDraw.Draw(barred)
    draw.rectangle((0, 410, 640, 480), fill=(150, 10, 20))
    draw.text((15, 420), "NEWS 7   BREAKING NEWS", "white", ImageFont.load_default(40))
    return barred


def test_the_same_logo_bar_makes_no_match() -> None:
    registration = found(with_bar(scene(1)), with_bar(scene(5)))
    assert not registration.match
    assert registration.reason in (RegistrationReason.ONLY_A_STRIP, RegistrationReason.PIXELS_DISAGREE)


def test_the_same_caption_strips_make_no_match() -> None:
    frames = []
    for seed in (1, 5):
        frame = Image.new("RGB", (640, 720), "black")
        frame.paste(scene(seed), (0, 120))
        for y, words in ((40, "SHARE BEFORE IT IS DELETED"), (630, "they do not want you to see this")):
            ImageDraw.Draw(frame).text((20, y), words, "white", ImageFont.load_default(36))
        frames.append(frame)
    assert not found(*frames).match


def test_a_picture_of_one_colour_says_too_little() -> None:
    plain = Image.new("RGB", SIZE, (120, 130, 140))
    assert found(plain, original(1)).reason is RegistrationReason.TOO_LITTLE_DETAIL
    assert found(scene(1), plain).reason is RegistrationReason.TOO_LITTLE_DETAIL


def test_a_tiny_picture_says_too_little() -> None:
    registration = found(scene(1).resize((40, 30)), original(1))
    assert registration.reason is RegistrationReason.TOO_LITTLE_DETAIL


def test_the_answer_is_the_same_on_every_run() -> None:
    claimed = captioned(compressed(scene(3).crop((50, 40, 560, 400)), 40), "again")
    assert found(claimed, scene(3)) == found(claimed, original(3))


def test_coordinates_are_those_of_the_full_size() -> None:
    original = scene(2).resize((3840, 2880), Image.Resampling.BICUBIC)
    registration = found(scene(2).crop((160, 120, 480, 360)), original)
    assert registration.match
    assert corner_error(registration, [(960, 720), (2880, 720), (2880, 2160), (960, 2160)]) < 6


def test_transparency_is_seen_on_white() -> None:
    clear = scene(1).convert("RGBA")
    clear.paste((0, 0, 0, 0), (0, 0, 640, 240))
    assert View.of(clear).grey[100, 100] == 255


def pairs_of(*pairs: tuple[tuple[float, float], tuple[float, float]]) -> list[PointPair]:
    return [PointPair.model_construct(claimed=before, original=after) for before, after in pairs]


def test_points_placed_by_hand_show_how_far_each_misses() -> None:
    spots = [(30.0, 30.0), (330.0, 30.0), (330.0, 230.0), (30.0, 230.0)]
    misses = [(4.0, 0.0), (-4.0, 0.0), (4.0, 0.0), (-4.0, 0.0)]
    pairs = pairs_of(
        *((spot, (spot[0] + 90 + x, spot[1] + 70 + y)) for spot, (x, y) in zip(spots, misses, strict=True))
    )
    claimed = View.of(scene(2).crop((90, 70, 450, 340)))
    registration = place_by_hand(claimed, View.of(scene(2)), pairs, mirrored=False)
    assert registration.reason is RegistrationReason.PLACED_BY_HAND
    assert registration.residuals_px == pytest.approx((4, 4, 4, 4), abs=0.01)
    assert registration.confidence > 0.8


def test_points_on_unlike_pictures_get_no_confidence() -> None:
    pairs = pairs_of(((0, 0), (0, 0)), ((640, 480), (640, 480)))
    registration = place_by_hand(View.of(scene(1)), View.of(scene(5)), pairs, mirrored=False)
    assert registration.match
    assert registration.confidence < 0.2


def test_points_that_contradict_the_mirror_are_refused() -> None:
    pairs = pairs_of(((0, 0), (0, 0)), ((640, 0), (640, 0)), ((0, 480), (0, 480)))
    with pytest.raises(MirroredPointsError):
        place_by_hand(View.of(scene(1)), View.of(scene(1)), pairs, mirrored=True)
