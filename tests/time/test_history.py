"""The files as committed at a revision: `--rev`, and what git may be like around them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from gitrepo import PARTIES, Repo, record, said

posix = pytest.mark.skipif(os.name == "nt", reason="such files need a POSIX file system")

FIVE = said("sharif", "asserts", "2025-05-07", value=5)
SEVEN = said("sharif", "asserts", "2025-09-26", value=7)
DENIES = said("modi", "denies", "2025-05-08")
ADMITS = said("bharti", "qualifies", "2025-05-11")


@pytest.fixture(scope="module")
def told(tmp_path_factory, home):
    """A repository of two commits, and edits that are in neither."""
    repo = Repo(tmp_path_factory.mktemp("told") / "repo", home)
    repo.commit({"parties": PARTIES, "jets": record(FIVE, DENIES)}, date="2025-05-10", subject="First")
    repo.commit({"jets": record(FIVE, DENIES, ADMITS), "nobel": record(ADMITS)}, date="2025-06-01")
    repo.write({"jets": record(FIVE, DENIES, ADMITS, SEVEN)})
    return repo


@pytest.fixture
def story(told, tmp_path, home):
    """A copy of it."""
    return Repo(Path(shutil.copytree(told.top, tmp_path / "repo", symlinks=True)), home)


@pytest.fixture
def repo(request, tmp_path, home):
    """An empty repository, or the one with the story where there is one."""
    return request.getfixturevalue("story") if "story" in request.fixturenames else Repo(tmp_path / "repo", home)


@pytest.fixture
def thrice(story, ask):  # noqa: ARG001 - what is asked of
    """Ask one thing of the first commit, of the last one, and of the files as they are; give the lines as words."""

    def thrice(command):
        answers = [ask(*command.split(), *more) for more in (["--rev", "HEAD~"], ["--rev", "HEAD"], [])]
        assert [answer.code for answer in answers] == [0, 0, 0]
        return [[" ".join(line.split()) for line in answer.lines] for answer in answers]

    return thrice


def test_list_at_a_revision(thrice):
    assert thrice("list --sort last") == [
        ["jets Jets fell disputed 1 0 1 2025-05-08 statement 0"],
        [
            "jets Jets fell disputed divided 1 1 0 2025-05-11 statement 0",
            "nobel Jets fell qualified 0 1 0 2025-05-11 statement 0",
        ],
        [
            "jets Jets fell disputed divided 1 1 0 2025-09-26 statement 0",
            "nobel Jets fell qualified 0 1 0 2025-05-11 statement 0",
        ],
    ]


def test_show_at_a_revision(thrice):
    lines = [[line for line in answer if line.startswith("line")] for answer in thrice("show jets --format plain")]
    assert lines == [
        [
            "line jets pakistan asserts 5 2025-05-07 sharif on-record statement",
            "line jets india denies 2025-05-08 modi on-record statement",
        ],
        [
            "line jets pakistan asserts 5 2025-05-07 sharif on-record statement",
            "line jets india qualifies 2025-05-11 bharti on-record statement",
        ],
        [
            "line jets pakistan asserts 7 2025-09-26 sharif on-record statement",
            "line jets india qualifies 2025-05-11 bharti on-record statement",
        ],
    ]


def test_diff_at_a_revision(thrice):
    def row(relation, *lines):
        return " ".join(["jets", relation, "Jets fell", *lines])

    modi, bharti = "denies 2025-05-08 statement on-record modi", "qualifies 2025-05-11 statement on-record bharti"
    five, seven = (f"asserts {value} statement on-record sharif" for value in ("5 2025-05-07", "7 2025-09-26"))
    nobel = f"nobel only-a Jets fell {bharti} silent"
    assert thrice("diff india pakistan") == [
        [row("opposed", modi, five)],
        [row("partly", bharti, five), nobel],
        [row("partly", bharti, seven), nobel],
    ]


def test_matrix_at_a_revision(thrice):
    assert thrice("matrix india pakistan") == [
        [
            "claim india pakistan off_record withdrawn withdrawn_by withdrawn_date reviews ratings",
            "jets denies asserts 5",
        ],
        [
            "claim india pakistan off_record withdrawn withdrawn_by withdrawn_date reviews ratings",
            "jets qualifies asserts 5",
            "nobel qualifies",
        ],
        [
            "claim india pakistan off_record withdrawn withdrawn_by withdrawn_date reviews ratings",
            "jets qualifies asserts 7",
            "nobel qualifies",
        ],
    ]


def test_parties_at_a_revision(thrice):
    found = [
        {line.split()[0]: line.split()[-3:-1] for line in answer if line.startswith(("india", "pakistan"))}
        for answer in thrice("parties")
    ]
    assert found == [
        {"india": ["1", "2025-05-08"], "pakistan": ["1", "2025-05-07"]},
        {"india": ["3", "2025-05-11"], "pakistan": ["1", "2025-05-07"]},
        {"india": ["3", "2025-05-11"], "pakistan": ["2", "2025-09-26"]},
    ]


def test_shifts_at_a_revision(thrice):
    assert [answer[-1] for answer in thrice("shifts jets")] == [
        "2025-05-08 jets india first denies on-record modi statement on-record",
        "2025-05-11 jets india side denies on-record qualifies on-record bharti statement on-record",
        "2025-09-26 jets pakistan value asserts 5 on-record asserts 7 on-record sharif statement on-record",
    ]


@pytest.mark.usefixtures("story")
def test_a_revision_and_a_date_combine(ask):
    def sides(*more):
        return ask("list", *more).cells[0][2:8]

    assert sides("--rev", "HEAD", "--as-of", "2025-05-07") == ["asserted", "", "1", "0", "0", "2025-05-07"]
    assert sides("--rev", "HEAD", "--as-of", "2025-05-10") == ["disputed", "", "1", "0", "1", "2025-05-08"]
    assert sides("--rev", "HEAD", "--as-of", "2025-05") == [
        "disputed",
        "divided",
        "1",
        "1",
        "0",
        "2025-05-11",
    ]
    assert sides("--rev", "HEAD~", "--as-of", "2025-05") == ["disputed", "", "1", "0", "1", "2025-05-08"]
    assert ask("list", "--rev", "HEAD~", "--as-of", "2024").out == ""


@pytest.mark.usefixtures("story")
def test_people_are_told_which_files_they_see(ask):
    told = ask("list", "--rev", "HEAD~", "--as-of", "2025", "--format", "table").err.splitlines()
    assert told[-2:] == [
        "as of 2025: only what had been said by then counts",
        "the files as committed at HEAD~",
    ]
    assert "committed" not in ask("list", "--rev", "HEAD~").err


@pytest.mark.parametrize("revision", ["main", "first", "HEAD^{/Fir}", "@~1", "noted", "ID", "SHORT"])
def test_a_revision_is_named_as_git_names_it(story, ask, revision):
    first = story.git("rev-parse", "HEAD~")
    story.git("branch", "first", first)
    story.git("tag", "--annotate", "--message=Noted", "noted", first)
    found = ask("list", "--rev", {"ID": first, "SHORT": first[:9]}.get(revision, revision))
    assert (found.code, found.ids) == (0, ["jets", "nobel"] if revision == "main" else ["jets"])


@pytest.mark.parametrize("command", ["list", "show jets", "changes"])
@pytest.mark.parametrize(
    "revision",
    ["nosuch", "-x", "--all", "--output=made", "HEAD:claims", "HEAD^{tree}", "main..HEAD~9", " ", ""],
)
def test_what_is_no_revision_is_refused_in_a_line(story, ask, command, revision):
    if command == "changes":
        found = ask("changes", "--", revision)
        code = 2 if revision in {"", "-x", "--all", "--output=made"} else 3
    else:
        found, code = ask(*command.split(), f"--rev={revision}"), 3
    assert (found.code, found.out) == (code, "")
    assert "Traceback" not in found.err
    assert 1 <= len(found.err.splitlines()) <= 2
    assert not list(story.top.rglob("made"))


@pytest.mark.parametrize("name", ["-x", "--all", "--output=made", "--git-dir", "--since=2020"])
@pytest.mark.sampled(4)
def test_a_revision_that_begins_with_a_dash_is_never_an_option(story, ask, name):
    story.git("update-ref", f"refs/tags/{name}", "HEAD~")
    assert ask("list", "--rev", "HEAD~").ids == ask("list", f"--rev={name}").ids == ["jets"]
    assert ask("changes", f"{name}..HEAD").code == 2  # there it can only be a mistyped option
    assert ask("changes", f"HEAD..{name}").out == ask("changes", "HEAD..HEAD~").out != ""
    assert not list(story.top.rglob("made"))


@pytest.mark.usefixtures("story")
def test_the_message_names_the_revision(ask):
    assert ask("list", "--rev", "nosuch").err.splitlines() == [
        'claimtrack: no revision "nosuch"',
        "git log names the revisions there are",
    ]


def test_a_folder_that_was_not_there_yet(repo, ask):
    repo.commit(subject="Nothing")
    repo.commit({"jets": record(FIVE)})
    found = ask("list", "--rev", "HEAD~")
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith("claimtrack: there are no claims in claims at HEAD~\n")
    # What came since is new to `changes`.
    assert ask("changes", "HEAD~").cells == [["jets", "added", "", "the claim, with 1 position", "", ""]]
    assert ask("changes", "HEAD..HEAD~").cells == [["jets", "removed", "", "the claim, with 1 position", "", ""]]


@pytest.mark.parametrize(
    "command", ["list --rev HEAD", "changes", "changes --each", "changes HEAD", "changes HEAD..main", "changes main"]
)
def test_before_the_first_commit_there_is_no_revision(repo, ask, command):
    repo.write({"jets": record(FIVE)})
    found = ask(*command.split())
    name = "main" if command == "changes main" else "HEAD"
    assert (found.code, found.out) == (3, "")
    assert found.err.splitlines() == [
        f'claimtrack: no revision "{name}": this branch has no commits yet',
        "git add and git commit make the first one",
    ]


@pytest.mark.parametrize("command", ["list --rev HEAD", "changes", "changes --each", "changes A...B"])
def test_outside_git_there_is_no_history(folder, call, tmp_path, command):
    folder({"jets": record(FIVE)})
    found = call(*command.split(), cwd=tmp_path, env={"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)})
    assert (found.code, found.out) == (3, "")
    assert found.err.splitlines() == [
        "claimtrack: claims is in no git repository",
        "the history comes from git: begin one with git init",
    ]


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("command", ["list --rev HEAD", "changes"])
def test_without_the_git_program_there_is_no_history(ask, tmp_path, command):
    (tmp_path / "empty").mkdir()
    found = ask(*command.split(), env={"PATH": str(tmp_path / "empty")})
    assert (found.code, found.out) == (3, "")
    assert found.err.splitlines() == ["claimtrack: git is not installed", "history needs the git program"]
    assert ask("list", env={"PATH": str(tmp_path / "empty")}).code == 0


# -- kinds of repositories


@pytest.fixture
def shallow(story, tmp_path, home):
    """A clone that has the last commit and none before."""
    story.git("branch", "side", "HEAD~")
    story.git(
        "clone",
        "--quiet",
        "--no-single-branch",
        "--depth=1",
        story.top.as_uri(),
        str(tmp_path / "clone"),
    )
    return Repo(tmp_path / "clone", home)


def test_a_shallow_clone_has_what_it_has(shallow, ask):
    assert ask("list", "--rev", "HEAD", cwd=shallow.top).ids == ["jets", "nobel"]
    shallow.write({"jets": None})
    assert ask("changes", cwd=shallow.top).ids == ["jets"]


@pytest.mark.parametrize(
    "command",
    [
        "list --rev HEAD~",
        "changes HEAD~",
        "changes HEAD~..HEAD",
        "changes --each",
        "changes --each origin/side..HEAD",
        "changes --each --claim jets",
        "changes origin/side...HEAD",
    ],
)
def test_a_shallow_clone_says_where_its_history_ends(shallow, ask, command):
    found = ask(*command.split(), cwd=shallow.top)
    assert (found.code, found.out) == (3, "")
    assert "shallow" in found.err
    assert "git fetch --unshallow" in found.err


def test_after_its_end_a_shallow_history_can_be_walked(shallow, ask):
    shallow.commit({"jets": record(FIVE, DENIES, ADMITS, SEVEN)})
    end = ask("changes", "--each", cwd=shallow.top).err.split()[-1]
    assert end.endswith("..")
    found = ask("changes", "--each", end, cwd=shallow.top)
    assert [(row[3], row[4]) for row in found.cells] == [("jets", "shift")]


def test_a_worktree_of_its_own(story, ask, tmp_path):
    tree = tmp_path / "tree"
    story.git("worktree", "add", "--quiet", "-b", "other", str(tree), "HEAD~")
    assert ask("list", "--rev", "main", cwd=tree).ids == ["jets", "nobel"]
    assert ask("list", "--rev", "HEAD", cwd=tree).ids == ["jets"]
    assert ask("changes", cwd=tree).out == ""
    (tree / "claims" / "more.toml").write_text('title = "More"\n')
    assert ask("changes", cwd=tree).ids == ["more"]
    assert ask("changes", "main", cwd=tree).ids == ["jets", "more", "nobel"]


@posix
def test_a_hook_in_a_worktree_says_where_the_repository_is(story, ask, tmp_path):
    tree = tmp_path / "tree"
    story.git("worktree", "add", "--quiet", "--detach", str(tree), "HEAD")
    (tree / "claims" / "parties.toml").write_text(PARTIES.replace("2025-01-20", "2026-01-20"))
    hook = {"GIT_DIR": str(story.top / ".git" / "worktrees" / "tree")}
    assert ask("changes", cwd=tree, env=hook).cells == [
        ["parties.toml", "edited", "", "trump: speaks_for", "", ""],
    ]
    assert ask("list", "--rev", "HEAD", cwd=tree, env=hook).ids == ["jets", "nobel"]
    # And so does a hook in the main one, by a path that is not absolute.
    assert ask("changes", env={"GIT_DIR": ".git", "GIT_WORK_TREE": "."}).ids == ["jets"]


def test_claims_at_the_top_of_the_repository(repo, ask):
    repo.write({"parties": PARTIES, "jets": record(FIVE)}, folder=".")
    repo.commit()
    repo.write({"jets": record(FIVE, SEVEN)}, folder=".")
    (repo.top / ".hidden").mkdir()
    (repo.top / ".hidden" / "no.toml").write_text("title = 1\n")
    assert ask("list", "--claims", ".", "--rev", "HEAD").ids == ["jets"]
    assert [row[1] for row in ask("changes", "--claims", ".").cells] == ["shift"]
    repo.commit()
    assert [row[3:5] for row in ask("changes", "--claims", ".", "--each").cells] == [
        ["jets", "added"],
        ["parties.toml", "added"],
        ["parties.toml", "added"],
        ["parties.toml", "added"],
        ["parties.toml", "added"],
        ["parties.toml", "added"],
        ["parties.toml", "added"],
        ["parties.toml", "added"],
        ["jets", "shift"],
    ]


def test_claims_far_down_asked_from_above_and_from_within(repo, ask):
    deep = "a folder/of/claims"
    repo.write({"parties": PARTIES, "jets": record(FIVE)}, folder=deep)
    repo.write({"jets": record(DENIES), "other": record(DENIES)})  # another folder, of which nobody asks
    repo.commit()
    repo.write({"jets": record(FIVE, SEVEN)}, folder=deep)
    repo.write({"other": None})
    claims = str(repo.top / deep)
    for place, more in [(repo.top, ["--claims", claims]), (repo.top / "a folder", ["--claims", "of/claims"])]:
        assert ask("list", "--rev", "HEAD", *more, cwd=place).ids == ["jets"]
        assert ask("changes", *more, cwd=place).ids == ["jets"]
    inside = repo.top / deep
    assert ask("changes", "--each", cwd=inside).ids != []
    assert ask("list", "--rev", "HEAD", "--json", cwd=inside).json["claims"][0]["path"] == "HEAD:./jets.toml"
    above = ask("list", "--rev", "HEAD", "--json", "--claims", "a folder/of/claims")
    assert above.json["claims"][0]["path"] == f"HEAD:{deep}/jets.toml"


NAMES = ["with space/jets", "Zürich/größe", "جنگ/طیارے", "quo'te/one"]
POSIX_NAMES = [
    'dou"ble/two',
    "new\nline/three",
    "tab\there/four",
    ":(top)/five",
    "*/six",
    "back\\slash/seven",
]


@pytest.mark.parametrize("names", [NAMES, pytest.param(POSIX_NAMES, marks=posix)])
def test_names_that_git_quotes(repo, ask, names):
    stems = {name.rpartition("/")[2]: name for name in names}
    repo.commit(dict.fromkeys(names, record(FIVE, SEVEN)))
    assert ask("list", "--rev", "HEAD").ids == sorted(stems)
    repo.write({name: record(FIVE, SEVEN, title=name) for name in names})
    assert [row[:2] for row in ask("changes").cells] == [[stem, "claim"] for stem in sorted(stems)]
    repo.commit()
    assert [row[:2] for row in ask("changes", "HEAD~..").cells] == [[stem, "claim"] for stem in sorted(stems)]
    for stem, name in stems.items():
        story = [row[3:5] for row in ask("changes", "--each", "--claim", stem).cells]
        assert story == [[stem, "added"], [stem, "claim"]]
        repo.git("mv", f"claims/{name}.toml", f"claims/x{stem}.toml")
    renamed = [[f"x{stem}", "renamed", "", f"was {stem}", "", ""] for stem in sorted(stems)]
    assert ask("changes").cells == renamed


@posix
def test_a_folder_whose_name_git_quotes(repo, ask):
    folder = 'ü "x"\n:(glob)*'
    repo.write({"jets": record(FIVE)}, folder=folder)
    repo.commit()
    repo.write({"jets": record(FIVE, SEVEN)}, folder=folder)
    claims = str(repo.top / folder)
    assert ask("list", "--claims", claims, "--rev", "HEAD").ids == ["jets"]
    assert [row[1] for row in ask("changes", "--claims", claims).cells] == ["shift"]


# -- records that cannot be read, links


def test_a_record_that_was_broken_then_is_told_by_its_revision(repo, ask):
    repo.commit({"jets": record(FIVE), "broken": "title = \n"})
    repo.commit({"broken": record(FIVE)})
    found = ask("list", "--rev", "HEAD~")
    assert (found.code, found.ids) == (4, ["jets"])
    assert found.err.startswith("HEAD~:claims/broken.toml:1:9: CT003 ")
    assert found.err.endswith("claimtrack: 1 record could not be read and is left out\n")
    assert ask("list", "--rev", "HEAD").code == 0
    named = ask("show", "broken", "--rev", "HEAD~")
    assert (named.code, named.out) == (3, "")
    [problem] = ask("list", "--rev", "HEAD~", "--json").json["problems"]
    assert (problem["path"], problem["line"], problem["code"]) == ("HEAD~:claims/broken.toml", 1, "CT003")


def test_names_that_no_claim_can_have_are_told_by_their_revision(repo, ask):
    repo.commit({"-dash": record(FIVE), "sub/parties": PARTIES, "a": record(FIVE), "sub/a": record(DENIES)})
    repo.write({"-dash": None, "sub/parties": None, "sub/a": None})
    found = ask("list", "--rev", "HEAD")
    assert (found.code, found.cells[0][:3]) == (4, ["a", "Jets fell", "asserted"])
    assert [line.split(" ")[:2] for line in found.err.splitlines()[:-1]] == [
        ["HEAD:claims/-dash.toml:1:1:", "CT006"],
        ["HEAD:claims/sub/a.toml:1:1:", "CT008"],
        ["HEAD:claims/sub/parties.toml:1:1:", "CT007"],
    ]


def test_a_registry_that_was_broken_then(repo, ask):
    repo.commit({"parties": "[india\n", "jets": record(FIVE)})
    repo.write({"parties": PARTIES})
    found = ask("list", "--rev", "HEAD")
    assert (found.code, found.ids) == (4, ["jets"])
    assert found.err.startswith("HEAD:claims/parties.toml:1:")


def test_a_content_that_git_lost(repo, ask):
    repo.commit({"jets": record(FIVE), "lost": record(DENIES)})
    blob = repo.git("rev-parse", "HEAD:claims/lost.toml")
    (repo.top / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    found = ask("list", "--rev", "HEAD")
    assert (found.code, found.ids) == (4, ["jets"])
    assert "HEAD:claims/lost.toml:1:1: CT004 git does not have this content" in found.err


@posix
def test_links_are_followed_inside_the_folder_and_nowhere_else(repo, ask):
    repo.write({"sub/jets": record(FIVE)})
    (repo.top / "secret.toml").write_text('title = "Secret"\n')
    links = {
        "good": "sub/jets.toml",
        "chain": "good.toml",
        "sub/up": "../good.toml",
        "out": "../secret.toml",
        "absolute": "/etc/passwd",
        "nowhere": "gone.toml",
        "circle": "circle.toml",
        "folder": "sub",
    }
    for name, leads in links.items():
        (repo.top / "claims" / f"{name}.toml").symlink_to(leads)
    repo.commit()
    shutil.rmtree(repo.top / "claims")
    (repo.top / "claims").mkdir()
    found = ask("list", "--rev", "HEAD")
    assert found.code == 4
    assert sorted(found.ids) == ["chain", "good", "jets", "up"]
    told = [line.split(".toml")[0] for line in found.err.splitlines() if "CT005 only links to files" in line]
    assert told == [f"HEAD:claims/{name}" for name in ("absolute", "circle", "folder", "nowhere", "out")]
    assert "Secret" not in found.out + found.err


# -- how git is asked


def asked(log, words):
    return [line for line in log() if words in line]


def test_a_revision_is_read_in_one_go(story, ask, logged):
    env, log = logged
    story.commit({f"claim-{number}": record(FIVE) for number in range(30)})
    assert len(ask("list", "--rev", "HEAD", env=env).ids) == 32
    assert len(asked(log, "cat-file --batch")) == 1
    assert len(log()) <= 5


def test_each_side_of_a_comparison_is_read_in_one_go(story, ask, logged):
    env, log = logged
    story.commit({f"claim-{number}": record(FIVE) for number in range(30)})
    story.commit({f"claim-{number}": record(SEVEN) for number in range(30)})
    assert len(set(ask("changes", "HEAD~..HEAD", env=env).ids)) == 30
    assert len(asked(log, "cat-file --batch")) == 2
    assert len(log()) <= 12


def test_a_walk_reads_all_its_commits_in_one_go(story, ask, logged):
    env, log = logged
    for value in range(5):
        story.commit({"jets": record(said("sharif", "asserts", "2025-05-07", value=value))})
    assert len(ask("changes", "--each", "HEAD~5..", env=env).ids) >= 5
    assert len(asked(log, "cat-file --batch")) == 1
    assert len(log()) <= 10


@posix
def test_links_cost_one_more_go_however_many(repo, ask, logged):
    env, log = logged
    repo.write({"jets": record(FIVE)})
    for number in range(9):
        (repo.top / "claims" / f"link-{number}.toml").symlink_to("jets.toml")
    repo.commit()
    assert len(ask("list", "--rev", "HEAD", env=env).ids) == 10
    assert len(asked(log, "cat-file --batch")) == 2


def test_no_setting_of_the_user_changes_what_is_said(story, ask):
    def answers():
        return [ask(*command.split()).out for command in COMMANDS]

    story.git("branch", "other", "HEAD~")
    story.git("mv", "claims/nobel.toml", "claims/prize.toml")
    before = answers()
    assert all(before)
    for key, value in SETTINGS.items():
        story.git("config", key, value)
    assert answers() == before


COMMANDS = (
    "list --rev HEAD",
    "changes",
    "changes HEAD~",
    "changes HEAD~..HEAD",
    "changes other...main",
    "changes --each",
    "changes --each HEAD~..HEAD",
    "changes --each --claim jets",
)
SETTINGS = {
    "color.ui": "always",
    "core.quotePath": "true",
    "diff.mnemonicPrefix": "true",
    "diff.noprefix": "true",
    "diff.relative": "true",
    "diff.renames": "false",
    "format.pretty": "oneline",
    "i18n.logOutputEncoding": "latin1",
    "log.decorate": "full",
    "log.diffMerges": "off",
    "log.follow": "true",
    "log.showRoot": "false",
    "log.showSignature": "true",
    "pager.log": "true",
    "status.showUntrackedFiles": "no",
}
