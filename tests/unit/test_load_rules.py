"""Codes are permanent, and every one that the model raises is explained."""

from __future__ import annotations

import inspect
import re

from irrefutable.load.rules import RULES
from irrefutable.model import fields

CODES = [rule.code for rule in RULES]


def test_codes_are_unique_and_in_kebab_case() -> None:
    """They are written in settings and looked up on the web."""
    assert len(set(CODES)) == len(CODES)
    assert [code for code in CODES if not re.fullmatch(r"[a-z]+(-[a-z]+)*", code)] == []


def test_every_code_the_model_raises_has_a_rule() -> None:
    """An unknown code would reach the editor as a wrong type without a cure."""
    raised = set(re.findall(r'_bad\(\s*"([a-z-]+)"', inspect.getsource(fields)))
    assert len(raised) >= 10
    assert raised <= set(CODES)
