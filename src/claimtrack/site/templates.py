"""The templates of the site, and how text from records gets into them."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from claimtrack.model.vocabulary import SIDES
from claimtrack.problems import BadRequestError
from claimtrack.render import phrases
from claimtrack.render.escape import json_text, visible
from claimtrack.site.file_names import href, safe
from claimtrack.site.language import direction, language
from claimtrack.site.line_words import RELATIONS

try:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from jinja2.compiler import CodeGenerator
    from markupsafe import Markup, escape
except ImportError as error:
    raise BadRequestError(
        "a site needs Jinja2, which is not installed",
        "pip install 'claimtrack[site]' installs it, and so does pip install jinja2",
    ) from error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jinja2 import nodes
    from jinja2.compiler import Frame

    from claimtrack.model.vocabulary import Side

_DATE: Final = r"(\b\d{4}-\d\d(?:-\d\d)?\b)"
_ADDRESS: Final = 72  # characters of an address that are shown
_ANCHOR: Final = 120  # bytes
_REMEMBERED: Final = 200  # characters of a text that is escaped once
# Characters with which a text could end a script or begin a comment in it, and how JSON escapes them.
_IN_SCRIPT: Final = [(char, f"\\u{ord(char):04x}") for char in "<>&"]


class _Generator(CodeGenerator):
    """Writes one call for each value, `_shown`, in which Jinja's own writes `escape` around it, which costs as much."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:  # noqa: ARG002
        self.write("environment.finalize(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:  # noqa: ARG002
        self.write(")")


class _Environment(Environment):
    code_generator_class = _Generator


class Templates:
    """The templates. All text is escaped, and what would reverse or hide text in a browser is made visible."""

    def __init__(self) -> None:
        self._environment = _Environment(
            loader=PackageLoader("claimtrack.site"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_shown,
            auto_reload=False,
        )
        self._environment.filters.update(
            text=_text,
            xml=_xml,
            dates=_dates,
            attrs=_attributes,
            href=href,
            anchor=anchor,
            shortened_url=_shortened_url,
        )
        self._environment.globals.update(
            glyphs={side: phrases.GLYPHS[side] for side in SIDES},
            origin_note=phrases.ORIGIN.capitalize(),
            relation_words=RELATIONS,
            sign=sign,
        )
        self._modules: dict[str, object] = {}

    def render(self, name: str, values: Mapping[str, Any]) -> bytes:
        """Return a page in UTF-8."""
        return self._environment.get_template(name).render(values).encode()

    def macro(self, template: str, name: str, *values: object) -> str:
        """Return what a macro of a template makes of some values."""
        if template not in self._modules:
            self._modules[template] = self._environment.get_template(template).module
        return str(getattr(self._modules[template], name)(*values))


def asset(name: str) -> bytes:
    """Return a file that all pages use."""
    return files("claimtrack.site").joinpath("assets", name).read_bytes()


def anchor(text: str) -> str:
    """Return what an id is called within a page."""
    return safe(text, _ANCHOR)


def in_script(value: object) -> str:
    """Return a value as JSON that can stand in a script, in which HTML finds no tag."""
    text = json_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    for char, written in _IN_SCRIPT:
        text = text.replace(char, written)
    return text


def data_block(value: object) -> Markup:
    """Return a value as JSON for a script that holds data."""
    return Markup(in_script(value))  # noqa: S704 - nothing in it means anything to HTML


@cache
def sign(side: Side | None, on_record: bool = True) -> Markup:  # noqa: FBT001, FBT002 - as templates call it
    """Return the sign of a side, or of none; it is hollow if the line is not on record."""
    drawn = phrases.GLYPHS[side] if side else "·"
    kind = f"{side or 'none'}{'' if on_record else ' off'}"
    return Markup('<span class="sign {}" aria-hidden="true">{}</span>').format(kind, drawn)


def joined(rendered: Iterable[str]) -> Markup:
    """Return pieces that were rendered, one after another."""
    return Markup("".join(rendered))  # noqa: S704 - templates escaped what is in them


def _shown(value: object) -> Markup:
    """Return a value as a template shows it: escaped, and with all that it holds visible."""
    if type(value) is Markup:
        return value
    if type(value) is str:
        return _escaped(value) if len(value) <= _REMEMBERED else escape(visible(value))
    return escape(value)


@lru_cache(maxsize=1 << 14)  # a name, a title or an address is on many pages
def _escaped(text: str) -> Markup:
    return escape(visible(text))


def _text(value: str) -> str:
    """Return text for a line, apart from the direction and the language of what is around it."""
    if value.isascii():
        return value
    script = language(value)
    if not script and direction(value) == "ltr":
        return value
    return Markup('<bdi lang="{}">{}</bdi>').format(script, visible(value))


@lru_cache(maxsize=1 << 12)
def _dates(text: str) -> Markup:
    """Return a text in which each date is marked as one, so that it is not broken."""
    return Markup(re.sub(_DATE, r'<time datetime="\1">\1</time>', str(escape(visible(text)))))  # noqa: S704 - it is escaped


def _xml(value: str) -> str:
    """Return a text without the characters that no XML may hold."""
    return visible(value).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def _attributes(value: str, lang: str = "") -> Markup:
    """Return the language and the direction of an element that holds nothing but a text."""
    lang = lang or language(value)
    said = Markup(' lang="{}"').format(lang) if lang else Markup()
    return Markup("{} dir=rtl").format(said) if direction(value) == "rtl" else said


def _shortened_url(url: str) -> str:
    shown = url.partition("://")[2].removeprefix("www.").rstrip("/")
    return shown if len(shown) <= _ADDRESS else f"{shown[: _ADDRESS - 1]}…"
