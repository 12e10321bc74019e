"""What is built: houses, domes, towers and the skylines they make."""

from __future__ import annotations

from collections.abc import Sequence

from content.draw.pen import INK, MID, PALE, PAPER, Sheet, curve


def house(
    sheet: Sheet,
    x: float,
    foot: float,
    width: float,
    height: float,
    *,
    windows: int = 2,
) -> None:
    """Draw a house with a flat roof, a parapet and a row of windows; `x` is its left edge."""
    rim = min(14, height * 0.12)
    sheet.box(x, foot - height, width, height, fill=PAPER, ink=INK, line=3)
    sheet.box(x - 5, foot - height - rim, width + 10, rim, fill=PAPER, ink=INK, line=3)
    step = width / (windows + 1)
    for number in range(windows):
        middle = x + step * (number + 1)
        opening = min(width * 0.1, 16)
        sheet.box(
            middle - opening / 2,
            foot - height * 0.72,
            opening,
            min(height * 0.26, 34),
            fill=MID,
            ink=INK,
            line=2,
        )


def dome(sheet: Sheet, x: float, foot: float, width: float, *, point: float = 0.1) -> None:
    """Draw a dome on a drum with windows; `x` is its middle, `point` how far its crown is drawn up."""
    drum = width * 0.2
    sheet.box(x - width / 2, foot - drum, width, drum, fill=PAPER, ink=INK, line=3)
    for number in range(5):
        sheet.box(
            x - width * 0.42 + number * width * 0.19,
            foot - drum * 0.75,
            width * 0.07,
            drum * 0.5,
            fill=MID,
            line=0,
        )
    rise = width * (0.5 + point)
    side = [(-0.5, 0), (-0.52, -0.3), (-0.4, -0.68), (-0.18, -0.92), (0, -1.04)]
    half = curve([(x + px * width, foot - drum + py * rise) for px, py in side])
    sheet.shape([*half, *[(2 * x - px, py) for px, py in reversed(half)]], PALE, INK, 3)
    sheet.line([(x, foot - drum - rise * 1.04), (x, foot - drum - rise * 1.04 - width * 0.12)], INK, 4)
    sheet.circle(x, foot - drum - rise * 1.04 - width * 0.13, max(3, width * 0.025), fill=INK, width=0)


def tower(
    sheet: Sheet,
    x: float,
    foot: float,
    width: float,
    height: float,
    *,
    galleries: Sequence[float] = (0.62, 0.84),
) -> None:
    """Draw a slender tower with galleries (parts of its height) and a pointed roof; `x` is its middle."""
    roof = width * 1.3
    body = height - roof
    sheet.box(x - width / 2, foot - body, width, body, fill=PAPER, ink=INK, line=3)
    sheet.shape(
        [(x - width * 0.6, foot - body), (x, foot - height), (x + width * 0.6, foot - body)], PALE, INK, 3
    )
    for part in galleries:
        level = foot - body * part
        sheet.box(x - width * 0.8, level, width * 1.6, width * 0.22, fill=PALE, ink=INK, line=3)
        sheet.box(x - width * 0.14, level - width * 0.62, width * 0.28, width * 0.5, fill=MID, line=0)


def wall(sheet: Sheet, left: float, right: float, foot: float, height: float, *, teeth: float = 30) -> None:
    """Draw a wall with battlements from `left` to `right`."""
    top = foot - height
    edge = [(left, foot), (left, top)]
    x, up = left, True
    while x < right:
        following = min(right, x + teeth)
        level = top - (teeth * 0.7 if up else 0)
        edge += [(x, level), (following, level)]
        x, up = following, not up
    sheet.shape([*edge, (right, top), (right, foot)], PAPER, INK, 3)
