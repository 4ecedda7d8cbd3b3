"""`claimtrack check --new-since REV` reports what is new against a revision, and nothing that only moved."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, replace

import pytest
from gitrepo import record, said
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from surroundings import examples

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")

UNDATED = '[[positions]]\nparty = "Water Board"\nstance = "denies"\nsources = ["https://example.org/a"]\n'
COUNCIL = UNDATED.replace("Water Board", "City Council")
DAM = f'title = "The dam leaked"\n{UNDATED}'
WRONG = 'title = "T"\ntopic = ["x"]\n'


@pytest.fixture
def new_since(ask):
    """Return the places and codes of what is new since a revision, by default the last commit."""

    def new_since(revision="HEAD", *args, **more):
        said = ask("check", "--new-since", revision, "--json", *args, **more)
        assert said.code in {0, 1}, said.err
        problems = said.json["problems"]
        assert said.code == any(problem["severity"] == "error" for problem in problems)
        assert said.json["summary"]["new_since"] == revision
        return [
            f"{problem['path'].removeprefix('claims/')}:{problem['line']} {problem['code']}" for problem in problems
        ]

    return new_since


def test_what_was_there_is_not_new(repo, ask, new_since):
    repo.commit({"dam": DAM, "wrong": WRONG})
    assert ask("check").code == 1
    assert new_since() == []
    ran = ask("check", "--new-since", "HEAD")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == ("2 claims: 0 errors, 0 warnings, 0 notices that are new since HEAD; 2 older problems\n")


def test_what_is_added_is_new_whether_git_knows_the_file_or_not(repo, ask, new_since):
    repo.commit({"dam": DAM})
    repo.write({"dam": DAM + COUNCIL, "river/wrong": WRONG})
    assert new_since() == ["dam.toml:6 CT041", "river/wrong.toml:2 CT010"]
    assert new_since("HEAD", "dam") == ["dam.toml:6 CT041"]
    assert new_since("HEAD", "--select", "CT01") == ["river/wrong.toml:2 CT010"]
    assert ask("check", "--new-since", "HEAD", "dam").code == 0
    assert ask("check", "--new-since", "HEAD", "dam", "--strict").code == 1
    repo.commit()
    assert new_since() == []
    assert new_since("HEAD~") == ["dam.toml:6 CT041", "river/wrong.toml:2 CT010"]


@pytest.mark.parametrize(
    "now",
    [
        f'# A comment.\n\ntitle = "The dam leaked"\n\n\n{UNDATED}',
        f'title = "The dam leaked, and how"\nstatement = "It leaked."\n{UNDATED}',
        DAM.replace("\n[[positions]]", "\n  [[positions]]"),
        DAM.replace("denies", "asserts").replace("asserts", "denies") + "note = 'By phone.'\n",
        f'title = "The dam leaked"\n{COUNCIL}date = 2025\n{UNDATED}'.replace("= 2025", '= "2025"'),
        DAM.replace("\n", "\r\n"),
        f"\ufeff{DAM}",
    ],
    ids=["comments", "title", "indent", "note", "before it", "line ends", "mark"],
)
def test_lines_that_moved_are_not_new(repo, new_since, now):
    repo.commit({"dam": DAM})
    (repo.top / "claims" / "dam.toml").write_bytes(now.encode())
    assert new_since() == []


def test_of_two_that_are_alike_the_one_that_was_added_is_new(repo, new_since):
    old = UNDATED + "note = 'In the Senate.'\n"
    repo.commit({"dam": f'title = "T"\n{old}'})
    repo.write({"dam": f'title = "T"\n{UNDATED}note = "By phone."\n{old}'})
    assert new_since() == ["dam.toml:2 CT041"]
    # If both are other than the old one, the first is taken for it.
    repo.write({"dam": f'title = "T"\n{UNDATED}{UNDATED}'})
    assert new_since() == ["dam.toml:6 CT041"]


def test_what_replaces_a_problem_is_new(repo, new_since):
    repo.commit({"dam": DAM})
    repo.write({"dam": f'title = "T"\n{COUNCIL}'})
    assert new_since() == ["dam.toml:2 CT041"]


NOTES = "".join(f"# Line {number} of what was found out.\n" for number in range(8))


@pytest.mark.parametrize("path", ["flood", "river/dam", "river/flood"])
def test_a_file_that_was_renamed_keeps_its_problems(repo, new_since, path):
    repo.commit({"dam": DAM + NOTES, "other": WRONG})
    repo.write({"dam": None, path: DAM + COUNCIL + NOTES})
    assert new_since() == [f"{path}.toml:6 CT041"]
    repo.commit()
    assert new_since("HEAD~") == [f"{path}.toml:6 CT041"]
    assert new_since() == []


def test_a_small_claim_that_was_renamed_and_added_to_is_known_by_what_it_says(repo, new_since):
    position = {
        **said("Water Board", "denies", quote="it leaked again last night"),
        "sources": ["https://example.org/a"],
    }
    others = [
        {**said(f"Council {number}", "asserts", "2025-05-07"), "sources": ["https://example.org/a"]}
        for number in range(9)
    ]
    repo.commit({"dam": record(position, title="The dam leaked")})
    repo.write({"dam": None, "flood": record(position, *others, title="The dam leaked")})
    assert new_since() == []


def test_one_that_is_only_like_it_is_new(repo, new_since):
    repo.commit({"dam": DAM})
    repo.write({"dam": None, "bridge": f'title = "A bridge fell"\n{NOTES * 4}{UNDATED}'})
    assert new_since() == ["bridge.toml:34 CT041"]


def test_a_name_in_a_message_is_followed_too(repo, new_since):
    repo.commit({"a": f'title = "A"\nimplies = ["b"]\n{NOTES}', "b": f'title = "B"\nimplies = ["a"]\n{NOTES}'})
    repo.write(
        {"a": None, "c": f'title = "A"\nimplies = ["b"]\n{NOTES}', "b": f'title = "B"\nimplies = ["c"]\n{NOTES}'}
    )
    assert new_since() == []


@pytest.mark.parametrize("place", ["book", "data/claims"])
def test_a_folder_that_was_renamed_keeps_its_problems(repo, ask, place):
    repo.commit({"dam": DAM, "river/wrong": WRONG})
    (repo.top / place).parent.mkdir(exist_ok=True)
    repo.git("mv", "claims", place)
    repo.write({"new": DAM}, folder=place)
    for _ in range(2):
        ran = ask("check", "--claims", place, "--new-since", "HEAD" if not _ else "HEAD~", "--format", "github")
        assert [line.split(",")[0] for line in ran.lines] == [f"::warning file={place}/new.toml"]
        repo.commit()


def test_where_there_was_no_folder_all_is_new(repo, new_since):
    (repo.top / "README.md").write_text("A book.\n")
    repo.commit()
    repo.write({"dam": DAM})
    assert new_since() == ["dam.toml:2 CT041"]


def test_problems_of_the_registries_and_of_the_configuration_are_compared(repo, new_since):
    parties = '[a]\nspeaks_for = "b"\n[b]\nspeaks_for = "a"\n'
    sources = '[[sources]]\nid = "s"\nurl = "x"\n'
    repo.commit({"parties": parties, "sources": sources, ".claimtrack": "[check]\nstrict = 1\n"})
    assert new_since() == []
    repo.write(
        {
            "parties": f'[new]\nspeaks_for = "nobody"\n{parties}',
            "sources": f'[[sources]]\nid = "t"\nurl = "y"\n{sources}',
            ".claimtrack": "# more\n[check]\nstrict = 1\nignroe = []\n",
        }
    )
    assert new_since("HEAD", "--select", "CT01,CT03") == [
        ".claimtrack.toml:4 CT010",
        "parties.toml:2 CT031",
        "sources.toml:3 CT015",
    ]


def test_problems_of_names_are_compared(repo, new_since):
    repo.commit({"x/dam": DAM, "y/dam": DAM, "a b": DAM, "z/parties": "", "notes": DAM})
    (repo.top / "claims" / "list.yaml").write_text("a: b\n")
    (repo.top / "claims" / "x" / "old.TOML").write_text(DAM)
    repo.commit()
    assert new_since() == []
    repo.write({"z/dam": DAM})
    (repo.top / "claims" / "z" / "more.yml").write_text("a: b\n")
    assert new_since("HEAD", "--select", "CT00,CT06") == ["z/dam.toml:1 CT008", "z/more.yml:1 CT062"]


@POSIX
def test_links_are_compared(repo, new_since):
    repo.commit({"dam": DAM})
    (repo.top / "outside.toml").write_text(DAM)
    (repo.top / "claims" / "out.toml").symlink_to("../outside.toml")
    (repo.top / "claims" / "in.toml").symlink_to("dam.toml")
    repo.commit()
    assert new_since() == []
    (repo.top / "claims" / "more.toml").symlink_to("../outside.toml")
    assert new_since() == ["more.toml:1 CT005"]


def test_where_a_name_is_first_written_does_not_count(repo, new_since):
    similar = DAM.replace("Water Board", "Müller").replace("\nsources", "\ndate = 2025-05-07\nsources")
    repo.commit({"b": similar, "c": similar.replace("Müller", "Muller")})
    repo.write({"a": similar.replace("Müller", "Muller")})
    assert new_since() == []
    repo.write({"d": similar.replace("Müller", "Mułler")})
    assert new_since() == ["d.toml:3 CT036"]


def test_numbers_of_lines_and_items_in_a_message_do_not_count(repo, new_since):
    twice = 'title = "T"\ntitle = "U"\n'
    items = 'title = "T"\ntopics = [\n  "a",\n  5,\n]\n'
    repo.commit({"twice": twice, "items": items})
    repo.write({"twice": f"# more\n\n{twice}", "items": items.replace('"a"', '"a",\n  "b"')})
    assert new_since() == []


def test_three_dots_mean_where_the_branch_began(repo, ask, new_since):
    repo.commit({"dam": DAM, "wrong": WRONG})
    repo.git("checkout", "--quiet", "-b", "ours")
    repo.commit({"flood": DAM})
    repo.git("checkout", "--quiet", "main")
    repo.commit({"wrong": 'title = "T"\n'})
    repo.git("checkout", "--quiet", "ours")
    assert new_since("main...") == ["flood.toml:2 CT041"]
    assert new_since("main") == ["flood.toml:2 CT041", "wrong.toml:2 CT010"]
    ran = ask("check", "--new-since", "mian...")
    assert (ran.code, ran.out, ran.err.splitlines()[0]) == (3, "", 'claimtrack: no revision "mian"')


def test_without_git_there_is_nothing_to_compare(call, folder):
    above = folder({"dam": DAM}).parent
    ran = call("check", "--new-since", "HEAD", cwd=above, env={"GIT_CEILING_DIRECTORIES": str(above.parent)})
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("claimtrack: claims is in no git repository\n")


def test_only_what_is_new_is_fixed_and_counted(repo, ask):
    undated = 'title = "T"\ntopics = "a"\n'
    repo.commit({"old": undated})
    repo.write({"new": undated})
    assert ask("check", "--new-since", "HEAD", "--statistics").cells[0][:2] == ["1", "CT012"]
    ran = ask("check", "--new-since", "HEAD", "--fix")
    assert ran.err.startswith("fixed 1 problem\n")
    assert (repo.top / "claims" / "old.toml").read_text() == undated
    assert (repo.top / "claims" / "new.toml").read_text() == undated.replace('"a"', '["a"]')


def test_a_path_whose_problems_are_all_old_is_not_refused(repo, ask):
    repo.commit({"a b": DAM})
    ran = ask("check", "--new-since", "HEAD", os.path.join("claims", "a b.toml"))
    assert (ran.code, ran.out) == (0, "")


# -- random histories


@dataclass(frozen=True)
class Block:
    """A position as it is written."""

    party: str
    dated: bool
    sourced: bool
    note: str = ""

    @property
    def text(self) -> str:
        date = "date = 2025-05-07\n" if self.dated else ""
        sources = 'sources = ["https://example.org/a"]\n' if self.sourced else ""
        note = f'note = "{self.note}"\n' if self.note else ""
        return f'[[positions]]\nparty = "{self.party}"\nstance = "denies"\n{date}{sources}{note}'


@dataclass(frozen=True)
class Written:
    """A claim as it is written; its lineage stays whatever its file is called."""

    lineage: int
    path: str
    blocks: tuple[Block, ...]
    lead: str = ""

    @property
    def text(self) -> str:
        """The text, with so much that no other claim says that git knows it again under another name."""
        own = "".join(
            f"# {self.lineage * 7919 + line * 104729:x} {'abcdefghij'[self.lineage] * 30}\n" for line in range(60)
        )
        return f'{self.lead}title = "Claim {self.lineage}"\n{own}' + "".join(block.text for block in self.blocks)

    @property
    def problems(self) -> Counter[tuple[int, str, str]]:
        """How many problems it has, by the lineage, the code and the party."""
        codes = {"CT041": lambda block: block.dated, "CT040": lambda block: block.sourced}
        return Counter(
            (self.lineage, code, block.party)
            for block in self.blocks
            for code, is_fine in codes.items()
            if not is_fine(block)
        )


PARTIES = ("Water Board", "City Council", "محکمہ آبپاشی", "जल बोर्ड")
BLOCKS = st.builds(Block, st.sampled_from(PARTIES), st.booleans(), st.booleans(), st.sampled_from(("", "By phone.")))


@st.composite
def edits(draw, claims, fresh):
    """Return some claims after a few edits."""
    claims = list(claims)
    for _ in range(draw(st.integers(0, 5))):
        place = draw(st.integers(0, len(claims) - 1)) if claims else 0
        match draw(st.sampled_from(["block", "move", "lead", "rename", "folder", "remove", "delete", "new"])):
            case "new":
                lineage = fresh.pop()
                claims.append(Written(lineage, f"c{lineage}", tuple(draw(st.lists(BLOCKS, max_size=2)))))
            case "delete" if claims:
                del claims[place]
            case action if claims:
                claims[place] = draw(changed(claims[place], action))
    return claims


@st.composite
def changed(draw, claim, action):
    """Return a claim after one edit."""
    blocks = list(claim.blocks)
    at = draw(st.integers(0, len(blocks)))
    match action:
        case "block":
            blocks.insert(at, draw(BLOCKS))
        case "remove":
            del blocks[at : at + 1]
        case "move":
            blocks = draw(st.permutations(blocks))
        case "lead":
            return replace(claim, lead="# A comment.\n\n" * draw(st.integers(0, 3)))
        case "rename":
            return replace(claim, path=f"{os.path.dirname(claim.path)}/r{claim.lineage}".lstrip("/"))
        case "folder":
            return replace(claim, path=f"f{draw(st.integers(0, 1))}/{os.path.basename(claim.path)}")
    return replace(claim, blocks=tuple(blocks))


@st.composite
def histories(draw):
    """Return the claims at some revisions, one after the other."""
    fresh = list(range(10))
    now = draw(edits([], fresh).filter(bool)) if draw(st.booleans()) else []
    steps = [now or [Written(fresh.pop(), "first", tuple(draw(st.lists(BLOCKS, max_size=4))))]]
    for _ in range(2):
        steps.append(draw(edits(steps[-1], list(fresh)[: len(fresh) // 2])))
        fresh = [each for each in fresh if each not in {claim.lineage for claim in steps[-1]}]
    return steps


@settings(max_examples=examples(24), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories())
def test_what_is_new_is_what_there_are_more_of_than_before(repo, ask, steps):
    revisions = []
    for claims in steps:
        for path in sorted((repo.top / "claims").rglob("*.toml")):
            path.unlink()
        repo.write({claim.path: claim.text for claim in claims})
        (repo.top / "claims").mkdir(exist_ok=True)
        revisions.append(repo.commit())
    lineages = {f"claims/{claim.path}.toml": claim.lineage for claim in steps[-1]}
    now = sum((claim.problems for claim in steps[-1]), Counter())
    for claims, revision in zip(steps, revisions, strict=True):
        args = ("check", "--select", "CT04", "--new-since", revision, "--json")
        ran = ask(*args, "--strict")
        found = Counter(
            (lineages[problem["path"]], problem["code"], problem["message"].partition(" denies")[0])
            for problem in ran.json["problems"]
        )
        expected = now - sum((claim.problems for claim in claims), Counter())
        assert found == expected
        assert ran.code == bool(expected)
        assert ran.json["summary"]["older_count"] == now.total() - expected.total()
        assert ask(*args, "--no-cache").out == ran.out
