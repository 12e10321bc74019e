"""Pages of comparisons for frames on other sites, and what stands at their former addresses."""

from __future__ import annotations

from pathlib import Path

from irrefutable.plan.contexts.case_pages import EmbedPage
from tests.plans import PAIR, plans
from tests.site_builder import CASE, SITE, edited, png, site


def embedded(root: Path, *, base_url: str = "https://facts.test") -> EmbedPage:
    files = site(a=edited(CASE, ("sources:", PAIR)))
    files["content/site.yaml"] = edited(SITE["content/site.yaml"], ("https://facts.test", base_url))
    files |= {"content/cases/a/one.png": png(), "content/cases/a/two.png": png()}
    (page,) = (page for page in plans(root, files).pages() if page.template == "embed.html")
    assert page.path == "cases/a/embed/clouds/index.html"
    assert isinstance(page.context, EmbedPage)
    return page.context


def test_comparison_has_a_page_for_other_sites(tmp_path: Path) -> None:
    """It leads to the case, and no search engine takes it for the case."""
    page = embedded(tmp_path)
    assert page.case.url == page.view.case_url == "/cases/a/"
    assert page.chrome.canonical == "https://facts.test/cases/a/"
    assert not page.chrome.is_indexable
    assert page.verdict
    assert page.verdict.key == "false"


def test_comparison_on_its_own_page_leads_to_the_case_for_the_rest(tmp_path: Path) -> None:
    """The sources and the claims are not there, so nothing points to them as if they were."""
    view = embedded(tmp_path).view
    assert view.citations == view.claimed.citations == ()
    assert view.claimed.caption
    assert view.conclusion
    assert view.claimed.caption.html == (
        '<p>See <a href="/cases/a/#claim-corners">the claim</a> and the diary.</p>'
    )
    assert view.conclusion.html == "<p>It is.</p>"


def test_embed_code_is_safe_and_whole(tmp_path: Path) -> None:
    code = embedded(tmp_path, base_url="https://facts.test/below").view.embed_code
    assert type(code) is str
    assert code == (
        '<iframe src="https://facts.test/below/cases/a/embed/clouds/" title="The cloud &amp; the sky" '
        'width="100%" height="800" loading="lazy" allow="fullscreen"></iframe>'
    )


def test_embed_is_in_every_edition_and_not_in_the_sitemap(tmp_path: Path) -> None:
    files = site(a=edited(CASE, ("sources:", PAIR), ("topics:", "former_slugs: [b]\ntopics:")))
    files |= {"content/cases/a/one.png": png(), "content/cases/a/two.png": png()}
    files["content/cases/a/case.ru.md"] = (
        "---\nlanguage: ru\ntitle: Облако\nsummary: {claimed: А, found: Б}\n---\nВ\n"
    )
    pages = {page.path: page for page in plans(tmp_path, files).pages()}
    assert {path for path in pages if "/embed/" in path} == {
        f"{case}/embed/clouds/index.html" for case in ("cases/a", "ru/cases/a", "cases/b", "ru/cases/b")
    }
    assert "embed" not in str(pages["sitemap.xml"].context)


def test_frame_never_loses_what_it_was_given(tmp_path: Path) -> None:
    """Ids of before lead to the comparison; what was taken out, or retracted, is said in words."""
    text = edited(
        CASE,
        ("sources:", PAIR),
        ("id: clouds\n", "id: clouds\n    former_ids: [sky]\n"),
        ("topics:", "former_slugs: [b]\nformer_comparisons: [sea]\ntopics:"),
    )
    pictures = {"content/cases/a/one.png": png(), "content/cases/a/two.png": png()}

    def framed(text: str) -> dict[str, tuple[str, str]]:
        pages = plans(tmp_path, {**site(a=text), **pictures}).pages()
        return {
            page.path.removesuffix("/index.html"): (page.template, target.url if target else "")
            for page in pages
            if "/embed/" in page.path
            for target in [getattr(page.context, "target", None)]
        }

    assert framed(text) == {
        "cases/a/embed/clouds": ("embed.html", ""),
        "cases/a/embed/sky": ("redirect.html", "/cases/a/embed/clouds/"),
        "cases/a/embed/sea": ("embed-gone.html", ""),
        "cases/b/embed/clouds": ("redirect.html", "/cases/a/embed/clouds/"),
        "cases/b/embed/sky": ("redirect.html", "/cases/a/embed/clouds/"),
        "cases/b/embed/sea": ("redirect.html", "/cases/a/embed/sea/"),
    }
    withdrawn = framed(edited(text, ("status: published", "status: retracted")))
    assert {path: template for path, (template, _) in withdrawn.items() if "/a/" in path} == {
        f"cases/a/embed/{name}": "embed-gone.html" for name in ("clouds", "sky", "sea")
    }
