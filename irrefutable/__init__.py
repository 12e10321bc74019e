"""Irrefutable: a static fact-check site generator.

The packages are the phases of a build, in the order of `docs/architecture.md`.
"""

__version__ = "0.1.0"
