"""A folder as its index has it."""

from __future__ import annotations

import marshal
import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from claimtrack.book.records import Listed, named
from claimtrack.book.select import Condition, condition
from claimtrack.files.discover import NameProblem, is_registry
from claimtrack.index.kept import name_problems
from claimtrack.index.marks import cited, having, is_marked, passed_on, took
from claimtrack.index.tables import BETWEEN, get, path_of, raw
from claimtrack.model.vocabulary import SIDES
from claimtrack.problems import Code, Problem
from claimtrack.rules.claim_row import ClaimRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from claimtrack.book.rows import PartyCount, TopicRow
    from claimtrack.index.store import Store
    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim, Source
    from claimtrack.model.registry import Registry
    from claimtrack.model.vocabulary import Kind, Status
    from claimtrack.rules.filters import ClaimFilter
    from claimtrack.rules.origins import SourceKey

_ROW: Final = "n, id, title, kind, status, divided, sides, topics, date, last, at, positions, path"
_RECORD: Final = "SELECT id, path, packed FROM claims JOIN records USING (n)"


class Indexed:
    """The records of a folder, from its index; see `Records`."""

    def __init__(self, folder: str, store: Store) -> None:
        self._folder = folder
        self._store = store
        self._base = store.base
        self.size: int = get(self._base, "size")

    def release(self) -> None:
        """Let others write."""
        self.problems  # noqa: B018 - what is told with every answer is read while nothing changes
        self._store.release()

    @cached_property
    def registry(self) -> Registry:
        """The registered parties."""
        from claimtrack.index.pack import unpack_parties  # noqa: PLC0415 - rows of the index need no records
        from claimtrack.model.registry import Registry  # noqa: PLC0415 - likewise

        return Registry(unpack_parties(get(self._base, "parties")))

    @cached_property
    def shared(self) -> Mapping[str, Source]:
        """The shared sources by id."""
        from claimtrack.index.pack import unpack_sources  # noqa: PLC0415 - likewise

        return {source.id: source for source in reversed(unpack_sources(get(self._base, "sources")))}

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the files."""
        found = [each.problem(self._folder) for each in self._oddities]
        paths = self._base.execute("SELECT path FROM problems").fetchall()
        return tuple(sorted([*found, *self.problems_of(path_of(path) for (path,) in paths)]))

    def problems_of(self, paths: Iterable[str]) -> Iterator[Problem]:
        """Give what was wrong in some files, by their paths below the folder."""
        for path in paths:
            row = self._base.execute("SELECT told FROM problems WHERE path = ?", (raw(path),)).fetchone()
            if row is not None:
                where = os.path.join(self._folder, path)
                for line, column, code, message, hint in marshal.loads(row[0]):
                    yield Problem(where, line, column, Code(code), message, hint)

    def misplaced_registries(self) -> list[Problem]:
        """Return what keeps files with the name of a registry from counting, apart from what they say."""
        return [each.problem(self._folder) for each in self._oddities if is_registry(each.path)]

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """The paths of the files that could not be read."""
        broken = self._base.execute(
            "SELECT path FROM problems JOIN files USING (path) ORDER BY stem"
        ).fetchall()
        odd = [each.problem(self._folder).path for each in self._oddities]
        return (*odd, *(self._path(path) for (path,) in broken))

    @cached_property
    def _oddities(self) -> list[NameProblem]:
        found: list[NameProblem] = []
        for path, odd, unfit in self._base.execute(
            "SELECT path, odd, unfit FROM folders WHERE odd IS NOT NULL OR unfit IS NOT NULL"
        ):
            below = path_of(path)
            found += (
                each._replace(path=os.path.join(below, each.path) if each.path else below)
                for each in name_problems(odd)
            )
            found += name_problems(unfit)
        for path, first in self._base.execute("SELECT path, first FROM files WHERE first IS NOT NULL"):
            found.append(NameProblem(path_of(path), Code.DUPLICATE_ID, path_of(first)))
        return found

    def meant(self, key: str) -> str | None:
        """Give the registered party meant."""
        row = self._base.execute("SELECT party FROM names WHERE name = ?", (key,)).fetchone()
        return row[0] if row else None

    def claim(self, claim_id: str) -> Claim | None:
        """Give a claim by its id."""
        if not _is_unicode(claim_id):
            return None
        row = self._base.execute(f"{_RECORD} WHERE id = ?", (claim_id,)).fetchone()
        return self._unpacked(*row) if row else None

    def select(self, asked: ClaimFilter, as_of: Span | None) -> Iterator[Claim]:
        """Give claims in the order of their ids: all that are asked for, and perhaps others."""
        wanted = self._condition(asked, as_of)
        return self._records(wanted.sql, wanted.values)

    def tied(self) -> Iterable[Claim]:
        """Give the claims on which somebody may contradict themselves."""
        tied = list(self._records("tied", ()))
        ids = {claim.id for claim in tied}
        linked = {other for claim in tied for other in (*claim.implies, *claim.contradicts)} - ids
        others = (self.claim(other) for other in linked)
        return sorted([*tied, *(claim for claim in others if claim is not None)], key=lambda claim: claim.id)

    def ids(self, begun: str) -> Mapping[str, str]:
        """Give the ids that begin so, by the id in casefolded form."""
        if not _is_unicode(begun):
            return {}
        rows = self._base.execute(
            "SELECT folded, id FROM claims WHERE folded >= ? AND folded < ? ORDER BY id",
            (begun, f"{begun}\U0010ffff"),
        )
        return dict(rows.fetchall())

    def name(self, party: str) -> str | None:
        """Give the name of a party as the first claim has it that names the party."""
        wanted = having([took(party), passed_on(party)], search=self._search)
        row = self._base.execute(
            f"{_RECORD} WHERE {wanted.sql} ORDER BY id LIMIT 1", wanted.values
        ).fetchone()
        if row is None:
            return None
        return next(
            (name for each, name in named(self._unpacked(*row), self.registry) if each == party), None
        )

    def names(self) -> Mapping[str, str]:
        """Give the names of all parties that some claim names."""
        people = self._base.execute("SELECT id FROM people").fetchall()
        return {party: party for (party,) in people if self._is_marked(took(party), passed_on(party))}

    def ready_rows(self, asked: ClaimFilter, limit: int | None, offset: int) -> Listed | None:
        """Give the claims asked for as rows, in the order of their ids."""
        wanted = self._condition(asked, None)
        if not wanted.exact:
            return None
        rows = self._base.execute(
            f"SELECT {_ROW} FROM claims WHERE {wanted.sql} ORDER BY id LIMIT ? OFFSET ?",
            (*wanted.values, -1 if limit is None else limit, offset),
        ).fetchall()
        found = len(rows)
        if limit is not None or offset:
            (found,) = self._base.execute(
                f"SELECT count(*) FROM claims WHERE {wanted.sql}",
                wanted.values,
            ).fetchone()
        return Listed([self._row(*row) for row in rows], found)

    def ready_parties(self, as_of: Span | None) -> dict[str, PartyCount]:
        """Give what each party did."""
        from claimtrack.book.counted import count_parties  # noqa: PLC0415

        return count_parties(self._base, as_of, self._is_voice)

    def ready_topics(self) -> list[TopicRow]:
        """Give the rows of all topics."""
        from claimtrack.book.rows import TopicRow  # noqa: PLC0415

        rows = self._base.execute(
            "SELECT name, count(*), sum(status = 'disputed'), min(id), topic FROM topics JOIN claims ON n = claim"
            " GROUP BY topic"
        )
        return sorted(
            (TopicRow(name, claims, disputed) for name, claims, disputed, _, _ in rows),
            key=lambda row: (-row.claims, row.topic),
        )

    def ready_sources(self, name: str) -> frozenset[SourceKey]:
        """Give the keys of the sources that have this id, URL or publisher."""
        from claimtrack.model.vocabulary import slug  # noqa: PLC0415
        from claimtrack.rules.origins import SourceKey  # noqa: PLC0415

        if not _is_unicode(name):
            return frozenset()
        publisher = slug(name) or None
        rows = self._base.execute(
            "SELECT claims.id, sources.id FROM sources JOIN claims ON n = claim"
            " WHERE sources.id = ?1 OR url = ?1 OR archive = ?1 OR publisher = ?2",
            (name, publisher),
        )
        found = {SourceKey(*row) for row in rows}
        if self._is_marked(cited(name)):
            found.add(SourceKey("", name))
        for source in self.shared.values():
            addresses = {source.url, source.archive_url}
            if (
                name == source.id
                or name in addresses
                or (publisher and slug(source.publisher or "") == publisher)
            ):
                found.add(SourceKey("", source.id))
        return frozenset(found)

    # -- inside

    def _condition(self, asked: ClaimFilter, as_of: Span | None) -> Condition:
        return condition(asked, self._is_voice, as_of, search=self._search)

    @cached_property
    def _search(self) -> bool:
        return bool(get(self._base, "search"))

    def _is_marked(self, *marks: str) -> bool:
        return is_marked(self._base, marks, search=self._search)

    def _is_voice(self, party: str) -> bool:
        return self._base.execute("SELECT 1 FROM voices WHERE party = ?", (party,)).fetchone() is not None

    def _records(self, sql: str, values: tuple[Any, ...]) -> Iterator[Claim]:
        ids = self._base.execute(f"SELECT n FROM claims WHERE {sql} ORDER BY id", values).fetchall()
        for (n,) in ids:
            row = self._base.execute(f"{_RECORD} WHERE n = ?", (n,)).fetchone()
            yield self._unpacked(*row)

    def _row(
        self,
        n: int,
        claim_id: str,
        title: str,
        kind: Kind,
        status: Status,
        divided: int,
        sides: str,
        topics: str | None,
        date: str | None,
        last: str | None,
        at: str,
        positions: int,
        path: bytes,
    ) -> ClaimRow:
        if topics is None:  # a name has in it what parts names here
            (packed,) = self._base.execute("SELECT packed FROM records WHERE n = ?", (n,)).fetchone()
            from claimtrack.index.pack import unpack_claim  # noqa: PLC0415 - likewise

            names = unpack_claim(claim_id, "", packed).topics
        else:
            names = tuple(topics.split(BETWEEN)) if topics else ()
        return ClaimRow(
            claim_id,
            title,
            kind,
            status,
            bool(divided),
            dict(zip(SIDES, map(str.split, sides.split("|")), strict=True)),
            names,
            date,
            last,
            at,
            positions,
            self._path(path),
        )

    def _unpacked(self, claim_id: str, path: bytes, packed: bytes) -> Claim:
        from claimtrack.index.pack import unpack_claim  # noqa: PLC0415 - likewise

        return unpack_claim(claim_id, self._path(path), packed)

    def _path(self, kept: bytes) -> str:
        return os.path.join(self._folder, path_of(kept))


def _is_unicode(text: str) -> bool:
    """Tell whether a text from the command line can be asked for: what was no UTF-8 there is in no record."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
