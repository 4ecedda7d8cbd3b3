"""Gives a claim, a party or a source another id, in every file that mentions it."""

from __future__ import annotations

import os
import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.book.names import guesses
from claimtrack.files import toml_text
from claimtrack.files.discover import CONFIG, FoundFiles, stem_of, unfit_kind
from claimtrack.files.folder import Disk
from claimtrack.files.load import Loader
from claimtrack.files.mentions import find_mentions, replace_mentions
from claimtrack.files.new_claim import claim_path
from claimtrack.files.registries import read_parties
from claimtrack.files.rewrites import Rewrite
from claimtrack.files.toml_text import UnreadableError
from claimtrack.files.versions import read_version
from claimtrack.model.names import composed, composed_source, is_utf8, slug
from claimtrack.model.vocabulary import is_url
from claimtrack.problems import BadRequestError, Code, NotFoundError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from claimtrack.files.load import FileKind, ParsedFile
    from claimtrack.files.mentions import Mention, What

_UNREAD: Final = frozenset({Code.BAD_ID, Code.DUPLICATE_ID})  # of files that are claims, but for their names
_WORD: Final = re.compile(rb"[a-z0-9]+")


class RenamedFile(NamedTuple):
    """What becomes of one file, and the lines at which it has the new id."""

    rewrite: Rewrite
    lines: tuple[int, ...]


class _File(NamedTuple):
    """A file that may mention the old id or the new one."""

    kind: FileKind
    data: bytes
    parsed: ParsedFile
    mentions: list[Mention]

    @property
    def path(self) -> str:
        return self.parsed.source_file.path

    def place(self, mention: Mention) -> str:
        """Return where it mentions something, as file:line."""
        return f"{self.path}:{self.line(mention)}"

    def line(self, mention: Mention) -> int:
        locations = self.parsed.source_file.locations
        return (locations.key(mention.path) if mention.is_key else locations.value(mention.path))[0]

    def renamed(self, mentions: list[Mention], new: str, to: str | None = None) -> RenamedFile:
        """Return the file with another id where it mentions the old one."""
        source_file = self.parsed.source_file
        content = source_file.encode(replace_mentions(self.parsed, mentions, new)) if mentions else self.data
        if self.kind != "config":
            before, after = (read_version(self.kind, data, self.path) for data in (self.data, content))
            if len(after.mistakes) > len(before.mistakes):
                code, message = min(after.mistakes - before.mistakes)
                raise RefusedError(f"nothing was renamed: {self.path} would have a mistake: {code} {message}")
        return RenamedFile(Rewrite(self.path, self.data, content, to), tuple(sorted({*map(self.line, mentions)})))


def rename(folder: str, what: What, old: str, new: str, claim: str | None = None) -> list[RenamedFile]:
    """Return what becomes of each file if something gets another id; nothing is written.

    Args:
        folder: the folder of claims.
        what: what it is.
        old: its id.
        new: its new id.
        claim: the claim that defines the source, if several do.

    Raises:
        NotFoundError: there is no such claim, party or source, or several claims define the source.
        BadRequestError: the new id can be none, or is taken.
        RefusedError: a file cannot be read that may mention the old id, or cannot be changed.
    """
    found = Disk(folder).find_files()
    if what == "claim":
        return _rename_claim(folder, found, composed(old), new)
    if what == "party":
        return _rename_party(folder, found, old, composed(new))
    return _rename_source(folder, found, composed_source(old), composed_source(new), claim)


def _rename_claim(folder: str, found: FoundFiles, old: str, new: str) -> list[RenamedFile]:
    path = found.claims.get(old)
    doubtful = [problem for problem in found.problems if stem_of(problem.path) == old]
    if doubtful:
        raise RefusedError(str(doubtful[0]), "correct this first")
    if path is None:
        raise _missing("claim", old, found.claims)
    if "/" in new or os.sep in new:
        raise BadRequestError(f'"{new}" cannot be a claim\'s id', "a claim stays in its folder: give the id alone")
    others = [each for each in (*found.claims.values(), *(problem.path for problem in found.problems)) if each != path]
    to = os.path.join(os.path.dirname(path), os.path.basename(claim_path(new, folder, others)))
    new = stem_of(to)
    _refuse_same(old, new)
    linked = [each for each in others if os.path.islink(each) and os.path.realpath(each) == os.path.realpath(path)]
    for link in [path] if os.path.islink(path) else linked:
        raise RefusedError(f"nothing was renamed: {link} is a link", "rename the files of the link by hand")
    if os.path.lexists(to) and not os.path.samefile(path, to):
        raise RefusedError(f"{to} is there already and is left as it is")
    files = _files(folder, found, "claim", (old, new), always=path)
    _refuse_mentioned(files, lambda mention: composed(mention.text) == new, new, "claim")
    renamed = []
    for file in files:
        mentions = [mention for mention in file.mentions if composed(mention.text) == old]
        if mentions or file.path == path:
            renamed.append(file.renamed(mentions, new, to if file.path == path else None))
    return renamed


def _rename_party(folder: str, found: FoundFiles, old: str, new: str) -> list[RenamedFile]:
    loader = Loader([], keep=False)
    registry = read_parties(loader, found.parties).registry
    party = slug(old)
    entry = registry.get(party)
    if entry is None:
        for problem in loader.problems:
            raise RefusedError(str(problem), "correct this first")
        if registry.knows(party):
            hint = f"rename it by its id: {registry.party(party)}"
            raise NotFoundError(f'no party has the id "{old}", which is a name', hint)
        raise _missing("party", old, (each.id for each in registry))
    if slug(new) != new or not new:
        hint = f"write {slug(new)}" if slug(new) else "use letters and digits"
        raise BadRequestError(f'"{new}" cannot be a party\'s id', hint)
    _refuse_same(party, new)
    names = {slug(name) for name in (entry.name, *entry.aliases) if name is not None}
    if registry.knows(new) and registry.party(new) != party:
        raise BadRequestError(f'"{new}" is taken by [{registry.party(new)}] in {found.parties}', "give another id")
    files = _files(folder, found, "party", (party, new))
    if new not in names:
        _refuse_mentioned(files, lambda mention: slug(mention.text) == new, new, "party")

    def is_old(mention: Mention) -> bool:
        # What is also a name of the party means it still, and stays, unless it is the id to the letter.
        means = slug(mention.text) == party
        return means and (mention.defines or party not in names or composed(mention.text) == party)

    return _renamed(files, is_old, new)


def _rename_source(folder: str, found: FoundFiles, old: str, new: str, claim: str | None) -> list[RenamedFile]:
    if not new.strip() or new != new.strip() or not new.isprintable() or not is_utf8(new) or is_url(new):
        raise BadRequestError(f'"{new}" cannot be a source\'s id', "use letters, digits and hyphens")
    _refuse_same(old, new)
    files = _files(folder, found, "source", (old, new))
    definers = [file for file in files if _defines(file, old)]
    own = [file for file in definers if file.kind == "claim"]
    if claim is not None:
        definers = [file for file in own if stem_of(file.path) == composed(claim)]
        if not definers:
            raise NotFoundError(
                f'the claim "{claim}" defines no source "{old}"', "leave out --claim if others cite it too"
            )
    elif len(own) != len(definers):
        definers = [file for file in definers if file.kind == "sources"]
    if not definers:
        raise _missing("source", old, _shared_ids(found))
    if len(definers) > 1:
        claims = ", ".join(stem_of(file.path) for file in definers)
        raise NotFoundError(f'several claims define a source "{old}": {claims}', "say which one with --claim ID")
    is_shared = definers[0].kind == "sources"
    scope = [file for file in files if file.kind == "sources" or file not in own] if is_shared else definers
    form = _form(new)
    _refuse_mentioned(scope, lambda mention: composed_source(mention.text) == new, new, "source")
    others = [file for file in files if is_shared or file.kind == "sources" or file in scope]
    _refuse_mentioned(
        others, lambda mention: mention.defines and _form(mention.text) == form != _form(old), new, "source"
    )
    return _renamed(scope, lambda mention: composed_source(mention.text) == old, new)


def _defines(file: _File, source: str) -> bool:
    return any(mention.defines and composed_source(mention.text) == source for mention in file.mentions)


def _shared_ids(found: FoundFiles) -> list[str]:
    parsed = Loader([], keep=False).load(found.sources, "sources") if found.sources else None
    mentions = find_mentions("source", "sources", parsed.data) if parsed else ()
    return [mention.text for mention in mentions if mention.defines]


def _renamed(files: Iterable[_File], is_old: Callable[[Mention], bool], new: str) -> list[RenamedFile]:
    found = ((file, [*filter(is_old, file.mentions)]) for file in files)
    return [file.renamed(mentions, new) for file, mentions in found if mentions]


def _missing(what: What, old: str, ids: Iterable[str]) -> NotFoundError:
    near = guesses(old, [(each, each) for each in ids])
    return NotFoundError(
        f'no {what} "{old}"', f"did you mean {', '.join(near)}?" if near else f"give the id of a {what}"
    )


def _refuse_same(old: str, new: str) -> None:
    if old == new:
        raise BadRequestError(f'"{old}" has that id already')


def _refuse_mentioned(files: Iterable[_File], is_new: Callable[[Mention], bool], new: str, what: What) -> None:
    """Refuse a new id that a file has already: two things would be one."""
    for file in files:
        for mention in filter(is_new, file.mentions):
            shown = "" if mention.text == new else f', as "{mention.text}"'
            raise BadRequestError(f'{file.place(mention)} has a {what} "{new}" already{shown}', "give another id")


def _files(folder: str, found: FoundFiles, what: What, ids: tuple[str, str], always: str = "") -> list[_File]:
    """Read the files that may mention one of two ids; `always` is one that is read in any case.

    Raises:
        RefusedError: one of them is not TOML.
    """
    files = []
    seen: set[str] = set()
    for kind, path in _paths(folder, found, what):
        target = os.path.realpath(path)
        if target in seen:
            continue
        seen.add(target)
        try:
            data = toml_text.read(path)
        except UnreadableError as error:
            raise RefusedError(str(error.problem), "correct this first: nothing was renamed") from None
        if path != always and not any(_may_mention(data, each, what) for each in ids):
            continue
        loader = Loader([], keep=False, read=lambda _, data=data: data)  # type: ignore[misc]
        parsed = loader.load(path, kind)
        if parsed is None:
            raise RefusedError(str(loader.problems[0]), "correct this first: nothing was renamed")
        files.append(_File(kind, data, parsed, [*find_mentions(what, kind, parsed.data)]))
    return files


def _paths(folder: str, found: FoundFiles, what: What) -> Iterator[tuple[FileKind, str]]:
    config = os.path.join(folder, CONFIG)
    if what == "claim" and os.path.lexists(config) and not unfit_kind(config, os.path.realpath(folder)):
        yield "config", config
    if what == "party" and found.parties is not None:
        yield "parties", found.parties
    if what == "source" and found.sources is not None:
        yield "sources", found.sources
    unread = [problem.path for problem in found.problems if problem.code in _UNREAD]
    for path in sorted((*found.claims.values(), *unread)):
        yield "claim", path


def _may_mention(data: bytes, name: str, what: What) -> bool:
    """Return whether a file may mention an id, before it is parsed: a letter may be written in many ways."""
    if b"\\" in data or not data.isascii():
        return True
    if what == "party":
        return all(word in data.lower() for word in _WORD.findall(name.encode())) and name.isascii()
    return name.isascii() and name.casefold().encode() in data.lower()


def _form(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
