"""The recap as one HTML document that needs nothing else: no server, no network, no script."""

from __future__ import annotations

import functools
import re
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from alignlab import page_templates, resources
from alignlab.model.catalogue import say
from alignlab.model.language import spoken
from alignlab.model.measures import Privacy
from alignlab.model.outcome import Cell
from alignlab.model.words import answered, day_in_words
from alignlab.recap import beside, told
from alignlab.recap import front as fronts
from alignlab.recap.charts import Charts, Drawn
from alignlab.recap.compare import Share
from alignlab.recap.model import Picture, Recap
from alignlab.release import promise


def kind_of(privacy: Privacy) -> tuple[str, str]:
    """A kind of step: its name on the page, and how its pictures are told."""
    kinds: dict[Privacy, tuple[str, str]] = {
        "about_me": (say("recap.about_me"), say("recap.about_me_how")),
        "about_work": (say("recap.about_work"), say("recap.about_work_how")),
        "named": (say("recap.named"), say("recap.named_how")),
    }
    return kinds[privacy]


def page(recap: Recap, charts: Charts) -> str:
    """The whole document. Pure: the same recap and drawings give the same text."""
    style = Markup(f"{_css('tokens.css')}\n{_css('recap.css')}")  # noqa: S704  our own files
    return (
        _environment()
        .get_template("recap.html")
        .render(body=body(recap, charts), style=style, title=recap.title, language=spoken().code)
    )


def body(recap: Recap, charts: Charts) -> Markup:
    """The article alone, for a page that brings `style`: a notebook."""
    in_order = recap.pictures if recap.arranged else sorted(recap.pictures, key=lambda picture: not picture.core)
    template = _environment().get_template("recap_body.html")
    html = template.render(
        recap=recap,
        front=fronts.front(recap, charts),
        pictures=[_picture(picture, charts, _paged(recap, picture)) for picture in in_order],
        outcomes=recap.outcomes,
        promises=_promises(recap),
        language=spoken().code,
    )
    return Markup(html)  # noqa: S704  the template escapes


def scoped_style() -> str:
    """The styles for `body` that touch nothing else of the page around it."""
    variables = "\n".join(re.findall(r"(?:@media[^{]*\{\s*)?:root\s*\{[^}]*\}(?:\s*\})?", _css("tokens.css")))
    return variables.replace(":root", ".recap") + _css("recap.css")


def figure(drawn: Drawn, place: str) -> dict[str, Any]:
    """A chart for the template; the SVGs come from our own drawing, which escapes the texts in them."""
    wide, narrow = (Markup(own_ids(svg, f"{place}{n}")) for n, svg in enumerate((drawn.svg, drawn.narrow)))  # noqa: S704
    return {"title": drawn.title, "text": drawn.text, "svg": wide, "narrow": narrow, "tall": _is_tall(drawn.svg)}


def _is_tall(svg: str) -> bool:
    """Whether it is clearly higher than wide, so that on paper it needs the whole width to be read."""
    size = re.match(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"', svg)
    return size is not None and float(size[2]) > 1.3 * float(size[1])


def own_ids(svg: str, prefix: str) -> str:
    """The drawing with ids that no other drawing on the page has: a clip path is looked up in the whole page."""
    names = re.findall(r'<\w+ id="([\w-]+)"', svg)
    for n, name in enumerate(dict.fromkeys(names)):
        svg = svg.replace(f' id="{name}"', f' id="{prefix}-{n}"').replace(f'"url(#{name})"', f'"url(#{prefix}-{n})"')
    return svg


def _paged(recap: Recap, picture: Picture) -> list[str]:
    """Charts of this picture that paper has page by page further down, with what was settled since."""
    same = [outcome.drawings for outcome in recap.outcomes if outcome.step == picture.step]
    return [drawing.id for drawings in same for drawing in drawings if drawing.pages]


def _picture(picture: Picture, charts: Charts, paged: list[str]) -> dict[str, Any]:
    some = picture.released.quantities
    withheld = [q.reason for q in some.values() if q.type == "withheld"]
    return {
        "title": fronts.title_of(picture),
        "kind": kind_of(picture.privacy)[0],
        "answered": answered(picture.released),
        "findings": picture.findings,
        "charts": charts.get(picture.key, ()),
        "drawn": picture.key in charts,
        "paged": paged,
        "withheld": list(dict.fromkeys(withheld)),
        "told": [(getattr(q, "title", ""), told.in_words(q)) for q in some.values() if q.type != "withheld"],
    }


def _drawing(svg: str, place: str) -> Markup:
    svg = re.sub(r"^<svg (?!aria-hidden)", '<svg aria-hidden="true" focusable="false" ', svg, count=1)
    return Markup(own_ids(svg, place))  # noqa: S704  our own drawing, which escapes the texts in it


def _cell(cell: Cell) -> str:
    """A cell of an exercise's table, for people."""
    if isinstance(cell, bool):
        return say("recap.yes") if cell else say("recap.no")
    if isinstance(cell, float):
        return f"{cell:.4g}"
    return "" if cell is None else str(cell)


def _bar(share: Share | None) -> Markup:
    """A bar from nothing to everybody, filled from the lower to the upper end of what was told."""
    if share is None:
        return Markup("")
    left, width = 100 * share.low, max(1.5, 100 * (share.high - share.low))
    exact = " exact" if share.low == share.high else ""
    style = f"width:{left:.1f}%" if exact else f"inset-inline-start:{left:.1f}%;width:{width:.1f}%"
    return Markup('<span class="bar" aria-hidden="true"><i class="fill{}" style="{}"></i></span>').format(exact, style)


def _promises(recap: Recap) -> list[dict[str, str]]:
    """For each kind of step that was shown: how it is told, and what everyone read before answering."""
    used = dict.fromkeys(picture.privacy for picture in recap.pictures)
    return [
        {
            "kind": kind_of(privacy)[0],
            "how": kind_of(privacy)[1],
            "promise": promise(privacy, recap.host, recap.delete_after),
        }
        for privacy in used
    ]


def _css(name: str) -> str:
    return (resources.path("web") / name).read_text(encoding="utf-8")


@functools.cache
def _environment() -> Environment:
    environment = page_templates.environment()
    environment.filters["day"] = day_in_words
    environment.filters["in_words"] = fronts.in_words
    environment.filters["sentence"] = fronts.in_a_sentence
    environment.filters["figure"] = figure
    environment.filters["lines"] = fronts.lines
    environment.filters["particulars"] = fronts.particulars
    environment.filters |= {"drawing": _drawing, "cell": _cell, "bar": _bar}
    environment.filters |= {"response": beside.response, "change": beside.change, "left_out": beside.left_out}
    return environment
