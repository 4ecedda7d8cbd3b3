"""Where the pages of a site are, and how one leads to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimtrack.site.file_names import FileNames, href

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from claimtrack.rules.origins import SourceKey


class SitePages(NamedTuple):
    """The pages of the site, by the claims, parties and sources that they are about."""

    claims: FileNames
    parties: FileNames
    sources: Mapping[SourceKey, str]  # addresses with anchors, from the top of the site
    diffs: Collection[tuple[str, str]]  # pairs of parties, each in the order of their ids


class PageLinks:
    """The addresses of pages as a page writes them that is so deep in the site."""

    def __init__(self, pages: SitePages, depth: int) -> None:
        self._pages = pages
        self.root = "../" * depth

    def to(self, path: str) -> str:
        """Return the address of a file of the site."""
        return f"{self.root}{href(path)}"

    def claim(self, claim: str) -> str | None:
        """Return the address of a claim's page, if it has one."""
        return self.to(claim_path(self._pages, claim)) if claim in self._pages.claims else None

    def party(self, party: str) -> str | None:
        """Return the address of a party's page, if it has one."""
        return self.to(party_path(self._pages, party)) if party in self._pages.parties else None

    def source(self, key: SourceKey) -> str | None:
        """Return the address of a source's entry, if it has one."""
        found = self._pages.sources.get(key)
        return f"{self.root}{found}" if found else None

    def diff(self, a: str, b: str) -> str | None:
        """Return the address of the page of two parties, if they have one."""
        pair = (min(a, b), max(a, b))
        return self.to(diff_path(self._pages, pair)) if pair in self._pages.diffs else None


def claim_path(pages: SitePages, claim: str) -> str:
    """Return the path of a claim's page."""
    return f"claims/{pages.claims[claim]}.html"


def party_path(pages: SitePages, party: str) -> str:
    """Return the path of a party's page."""
    return f"parties/{pages.parties[party]}.html"


def diff_path(pages: SitePages, pair: tuple[str, str]) -> str:
    """Return the path of the page of two parties."""
    return f"diff/{pages.parties.pair(*pair)}.html"
