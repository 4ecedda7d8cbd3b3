"""What is wrong with a folder and was not at a git revision: `check --new-since`.

A problem is an old one if the revision has one of the same code, in the same file (or in the one that was renamed to
it), with the same message, at a line of the same text. Where a line is does not count.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from dataclasses import replace
from functools import partial
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final

from claimtrack.book.checking import check_tree
from claimtrack.files.config import ReadConfig, parse_config
from claimtrack.files.discover import CONFIG, is_claim, stem_of
from claimtrack.files.file_names import names_of
from claimtrack.files.folder import Disk, read_claim
from claimtrack.files.load import Loader
from claimtrack.files.registries import Shared
from claimtrack.history.former_folder import Prefixes, below
from claimtrack.history.git import Repository
from claimtrack.history.revision import Revision, prefix_elsewhere
from claimtrack.problems import Code
from claimtrack.rules.matching import is_same_claim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from claimtrack.book.checking import Report
    from claimtrack.files.folder import Progress
    from claimtrack.files.source_files import SourceFiles
    from claimtrack.model.record import Claim
    from claimtrack.problems import Problem

    Key = tuple[str, ...]

# Numbers in a message that say where something is, and change when lines or items move.
_PLACE: Final = re.compile(r"(?<=\bline )\d+|(?<=\bitem )\d+|(?<=\bposition )\d+| \([^()]*:\d+\)")
_WORD: Final = re.compile(r"[\w./-]+")
_QUOTED: Final = re.compile(r'"([^"]*)"')


class Before:
    """The problems that a folder had at a revision."""

    def __init__(self, folder: str, revision: str, progress: Progress | None = None) -> None:
        """Read a revision, and check it as of today.

        Args:
            folder: the folder of claims.
            revision: the revision; with three dots at its end, where the current branch left it.
            progress: is called with the number of claims read so far and the number of claims to read.

        Raises:
            GitError: there is no such revision.
        """
        self._folder = folder
        self._since = revision
        self._repository = Repository(folder)
        if revision.endswith("..."):
            ours, theirs = self._repository.commit("HEAD"), self._repository.commit(revision.removesuffix("..."))
            revision = self._repository.merge_base(theirs, ours)
        open_revision = partial(Revision, self._repository, folder, revision, as_on_disk=True)
        self._tree = open_revision()
        if not self._tree.records:  # else it may have had another name, or there was none
            former = prefix_elsewhere(self._repository, folder, self._tree.commit)
            self._tree = self._tree if former is None else open_revision(former)
        configured = _config(self._tree, os.path.join(folder, CONFIG))
        self._report = check_tree(self._tree, folder, names_of(self._tree.paths), configured, progress)

    def left_in(self, report: Report) -> Report:
        """Return a report of the folder now, without the problems that it had before."""
        new = _unmatched(report, self._report, {})
        # To find renamed files, git has to look at all of them.
        start = len(os.path.join(self._folder, ""))
        if {problem.path[start:] for problem in new} - {*self._tree.paths}:
            new = _unmatched(report, self._report, self._renames())
        return replace(report, problems=tuple(new), since=self._since, older=len(report.problems) - len(new))

    def _renames(self) -> dict[str, str]:
        """Return the paths now of the files that were renamed, by their paths before."""
        prefixes = Prefixes(self._tree.prefix, self._repository.prefix)
        renames = {}
        for delta in self._repository.deltas(self._tree.commit, None, prefixes):
            was, now = below(prefixes.old, delta.old_path), below(prefixes.new, delta.new_path)
            if delta.status[0] == "R" and was is not None and now is not None and is_claim(was) and is_claim(now):
                old, new = (os.path.join(self._folder, path) for path in (was, now))
                if not delta.doubtful or self._is_same(old, new):
                    renames[old] = new
        return renames

    def _is_same(self, old: str, new: str) -> bool:
        before, now = _claim(self._tree.read, old), _claim(Disk(self._folder).read, new)
        return before is not None and now is not None and is_same_claim(before, now)


def _config(tree: Revision, path: str) -> ReadConfig:
    if CONFIG not in tree.paths:
        return ReadConfig()
    tree.fetch([path])
    return parse_config(path, tree.read)


def _claim(read: Callable[[str], bytes], path: str) -> Claim | None:
    """Return a claim from its file, if it can be read."""
    loader = Loader([], keep=False, read=read)
    found = read_claim(loader, stem_of(path), path, Shared.of((), known=False))
    return found.claim if found is not None else None


def _unmatched(now: Report, before: Report, renames: Mapping[str, str]) -> list[Problem]:
    """Return the problems now that have no partner before, in their order."""
    names = {**{stem_of(was): stem_of(path) for was, path in renames.items()}, **renames}
    old_lines, new_lines = _Lines(before.source_files, names), _Lines(now.source_files, {})
    old: dict[Key, list[Problem]] = defaultdict(list)
    for problem in before.problems:
        old[old_lines.key(problem, renames.get(problem.path, problem.path))].append(problem)
    new: dict[Key, list[Problem]] = defaultdict(list)
    for problem in now.problems:
        new[new_lines.key(problem, problem.path)].append(problem)
    unmatched: list[Problem] = []
    for key, alike in new.items():
        partners = old.get(key, [])
        if not partners:
            unmatched += alike
        elif len(partners) < len(alike):
            unmatched += _left_over(alike, new_lines.following, map(old_lines.following, partners))
    return sorted(unmatched)


def _left_over(
    problems: Sequence[Problem], following: Callable[[Problem], str], before: Iterable[str]
) -> Sequence[Problem]:
    """Return those of some problems that are alike that are more than there were before.

    Those that are followed by the same lines as one before are old, and then the first ones.
    """
    partners = Counter(before)
    others = []
    for problem in problems:
        text = following(problem)
        if partners[text]:
            partners[text] -= 1
        else:
            others.append(problem)
    return others[partners.total() :]


class _Lines:
    """The lines of a folder's files, to compare problems by them."""

    def __init__(self, source_files: SourceFiles, names: Mapping[str, str]) -> None:
        """Take the files, and the names now of what was renamed since, by those in the files."""
        self._files = source_files
        self._names = names
        self._lines: dict[str, list[str]] = {}

    def key(self, problem: Problem, path: str) -> Key:
        """Return what is the same of a problem before and now, if its file has this path now."""
        message = _PLACE.sub("", problem.message)
        if problem.code == Code.SIMILAR_NAMES:  # it is reported where one of the two is first written
            return (problem.code, *sorted(_QUOTED.findall(message)))
        text = ""
        if (problem.line, problem.column) != (1, 1):  # else it may be about the whole file
            text = " ".join(next(self._from(problem), "").split())
        return path.replace(os.sep, "/"), problem.code, self._renamed(message), self._renamed(text)

    def following(self, problem: Problem) -> str:
        """Return the text from the line that a problem is at to the end of the table."""
        lines = self._from(problem)
        rest = takewhile(lambda line: not line.startswith("["), (line.strip() for line in lines))
        return "\n".join([next(lines, "").strip(), *rest]).strip()

    def _from(self, problem: Problem) -> Iterator[str]:
        if problem.path not in self._lines:
            self._lines[problem.path] = self._files.text(problem.path).split("\n")
        return islice(self._lines[problem.path], problem.line - 1, None)

    def _renamed(self, text: str) -> str:
        return _WORD.sub(lambda word: self._names.get(word[0], word[0]), text) if self._names else text
