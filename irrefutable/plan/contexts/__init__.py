"""What templates see: one documented type a page, made of small views. Nothing else reaches a template.

Words come as `Phrase` (text and its language) because a page may have to show words that nobody has
translated; trusted HTML comes as `Markup`. Everything is immutable and has a canonical digest, which is
how an unchanged page is known. The attribute docstrings are the reference in `docs/templates.md`.
"""
