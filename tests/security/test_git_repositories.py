"""Which repository is asked, and that repositories as people have them give the answers they always gave."""

from __future__ import annotations

import os
import shutil
import subprocess

import git_settings as settings
import pytest
from gitrepo import PARTIES, Repo, record, said

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs links and owners of POSIX")

FIVE = said("sharif", "asserts", "2025-05-07", value=5)
DENIES = said("modi", "denies", "2025-05-08")
ADMITS = said("bharti", "qualifies", "2025-05-11")
FRESH = record(DENIES, title="A dam leaked", notes="Nothing else is like this record. " * 9)
EDITED = {"nobel": record(ADMITS, DENIES), "fresh": FRESH}
COMMANDS = ("changes", "list --rev HEAD", "changes HEAD~", "changes --each", "show jets --rev HEAD~")


@pytest.fixture
def repo(tmp_path, home):
    """A repository of two commits, with an edit, a new record and a removed one that are in neither."""
    repo = Repo(tmp_path / "repo", home)
    repo.commit({"parties": PARTIES, "jets": record(FIVE, DENIES), "old": record(FIVE)}, date="2025-05-10")
    repo.commit({"jets": record(FIVE, DENIES, ADMITS), "nobel": record(ADMITS)}, date="2025-06-01")
    repo.write({**EDITED, "old": None})
    return repo


@pytest.fixture
def private(tmp_path, home):
    """Another repository of the user's, which nobody asked about."""
    other = Repo(tmp_path / "private", home)
    other.commit({"secret": record(FIVE)}, date="2025-05-10", subject="Secret")
    other.commit({"secret": record(FIVE, DENIES)}, date="2025-05-11", subject="Secret")
    return other


@pytest.fixture(params=[2, pytest.param(len(COMMANDS), marks=pytest.mark.slow)], ids=["quick", "all"])
def answers(request, call, tmp_path):
    """Run commands about history in a folder, and return the exit codes and what was printed."""

    def answers(top, **env):
        alone = {"GIT_CEILING_DIRECTORIES": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1", **env}
        found = [call(*command.split(), cwd=top, env=alone) for command in COMMANDS[: request.param]]
        return [(each.code, each.out, each.err) for each in found]

    return answers


# -- whose history is shown


def test_the_history_is_that_of_the_repository_around_a_folder_that_looks_like_one(repo, private, answers):
    expected = answers(repo.top)
    for name in ("HEAD", "config", "objects", "refs"):
        shutil.move(private.top / ".git" / name, repo.top / "claims" / name)
    (repo.top / ".gitignore").write_text("claims/objects\n")
    found = answers(repo.top)
    assert found == expected
    assert found[0][1].startswith("fresh\tadded")


@pytest.mark.parametrize("where", [".", "claims"])
def test_a_bare_repository_alone_is_none(private, tmp_path, answers, where):
    top = tmp_path / "alone"
    (top / "claims").mkdir(parents=True)
    (top / "claims" / "jets.toml").write_text('title = "Jets fell"\n')
    for name in ("HEAD", "config", "objects", "refs"):
        shutil.move(private.top / ".git" / name, top / where / name)
    for code, out, err in answers(top):
        assert (code, out) == (3, "")
        assert "is in no git repository" in err


def foreign(how, top, private):
    """Make a folder seem to have the history of another one."""
    git, theirs = top / ".git", private.top / ".git"
    if how == "a file":
        git.write_text(f"gitdir: {theirs}\n")
    elif how == "a link":
        git.symlink_to(theirs)
    elif how == "a common directory":
        git.mkdir()
        shutil.copy(theirs / "HEAD", git)
        (git / "commondir").write_text(f"{theirs}\n")
    elif how == "links within":
        git.mkdir()
        (git / "config").write_text("[core]\n\tbare = false\n")
        for name in ("HEAD", "refs", "objects"):
            (git / name).symlink_to(theirs / name)
    elif how == "refs alone":
        shutil.copytree(theirs, git)
        shutil.rmtree(git / "refs")
        (git / "refs").symlink_to(theirs / "refs")
    else:
        shutil.copytree(theirs, git)
        with (git / "config").open("a") as config:
            config.write(f"[core]\n\tworktree = {private.top}\n")


@pytest.mark.parametrize(
    "how", ["a file", "a link", "a common directory", "links within", "refs alone", "a working tree"]
)
def test_another_repository_is_refused(private, tmp_path, answers, how):
    top = tmp_path / "archive"
    (top / "claims").mkdir(parents=True)
    (top / "claims" / "jets.toml").write_text('title = "Jets fell"\n')
    foreign(how, top, private)
    for code, out, err in answers(top):
        assert (code, out) == (3, ""), err
        assert len(err.splitlines()) <= 2
        assert "Secret" not in err


def test_a_link_to_the_folder_of_claims_has_the_history_of_where_it_leads(repo, tmp_path, call):
    (tmp_path / "alias").symlink_to(repo.top / "claims")
    found = call("changes", "--claims", "alias", cwd=tmp_path)
    assert found.code == 0
    assert "fresh\tadded" in found.out


@pytest.mark.parametrize("name", ["config", "HEAD", "index", "packed-refs", "info/exclude", "objects/info/alternates"])
@pytest.mark.sampled(4)
def test_a_named_pipe_in_a_git_directory_keeps_nobody_waiting(repo, run, name):
    path = repo.top / ".git" / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    found = run("changes", cwd=repo.top)
    assert (found.code, found.out) == (3, "")
    assert f"{name} is not a regular file" in found.err


@pytest.mark.parametrize("name", [".gitattributes", "claims/.gitattributes", "claims/sub/.gitignore"])
def test_rules_that_are_a_named_pipe_keep_nobody_waiting(repo, run, name):
    (repo.top / name).parent.mkdir(exist_ok=True)
    os.mkfifo(repo.top / name)
    found = run("changes", cwd=repo.top)
    assert (found.code, found.out) == (3, "")
    assert f"{name} is not a regular file" in found.err


# -- repositories as people have them


def test_a_submodule(repo, tmp_path, home, answers):
    inner = Repo(tmp_path / "inner", home)
    for file in ("parties", "jets", "old"):
        shutil.copy(repo.top / "claims" / f"{file}.toml", inner.top) if (
            repo.top / "claims" / f"{file}.toml"
        ).exists() else inner.write({file: record(FIVE)}, ".")
    inner.commit(date="2025-05-10")
    inner.write({"nobel": record(ADMITS)}, ".")
    inner.commit(date="2025-06-01")
    outer = Repo(tmp_path / "outer", home)
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.top), "claims")
    outer.write(EDITED)
    found = answers(outer.top)
    assert [code for code, _, _ in found] == [0] * len(found)
    assert [line.split("\t")[0] for line in found[0][1].splitlines()] == ["fresh", "nobel"]


def test_a_linked_working_tree(repo, tmp_path, answers):
    repo.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"))
    found = answers(tmp_path / "linked")
    assert [code for code, _, _ in found] == [0] * len(found)
    assert found[0][1] == ""
    assert found[1:2] == answers(repo.top)[1:2]


def test_a_git_directory_elsewhere_is_named_by_the_user(repo, tmp_path, answers):
    expected = answers(repo.top)
    repo.git("init", "--quiet", "--separate-git-dir", str(tmp_path / "elsewhere"))
    for code, _, err in answers(repo.top):
        assert code == 3
        assert "GIT_DIR" in err
    named = {"GIT_DIR": str(tmp_path / "elsewhere"), "GIT_WORK_TREE": str(repo.top)}
    assert answers(repo.top, **named) == expected


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_repository_of_somebody_else_is_used_where_the_user_says_so(repo, answers):
    expected = answers(repo.top)
    for path in (repo.top, *repo.top.rglob("*")):
        os.lchown(path, 12345, 12345)
    for code, _, err in answers(repo.top):
        assert code == 3
        assert "dubious ownership" in err
    said_so = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": str(repo.top),
    }
    assert answers(repo.top, **said_so) == expected


def test_settings_that_people_have_change_no_answer(repo, answers):
    expected = answers(repo.top)
    clean = (repo.top / ".git" / "config").read_text()
    for name, value in settings.HARMLESS.items():
        repo.git("config", name, value)
    assert len(settings.HARMLESS) >= 50
    found = answers(repo.top)
    if found != expected:
        for name, value in settings.HARMLESS.items():
            (repo.top / ".git" / "config").write_text(clean)
            repo.git("config", name, value)
            assert (name, answers(repo.top)) == (name, expected)
    assert found == expected


@pytest.mark.parametrize("value", ["true", "input", "false"])
def test_line_ends_that_git_converts(repo, answers, value):
    expected = answers(repo.top)
    repo.git("config", "core.autocrlf", value)
    for path in (repo.top / "claims").glob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert answers(repo.top) == expected


def test_filters_on_other_files(repo, answers, tmp_path):
    expected = answers(repo.top)
    trace = tmp_path / "filtered"
    (repo.top / ".gitattributes").write_text("*.mp4 filter=lfs diff=lfs merge=lfs -text\n")
    (repo.top / "claims" / "speech.mp4").write_bytes(b"\0" * 100)
    for key in ("clean", "smudge", "process"):
        repo.git("config", f"filter.lfs.{key}", f"touch {trace}")
    repo.git("config", "filter.lfs.required", "true")
    assert answers(repo.top) == expected
    assert not trace.exists()


def in_a_hook(repo):
    repo.git("add", "--all")
    return {"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index"}


def literal(_repo):
    return {"GIT_LITERAL_PATHSPECS": "1", "GIT_GLOB_PATHSPECS": "1"}


def split_index(repo):
    repo.git("update-index", "--split-index")
    return {}


def untracked_cache(repo):
    repo.git("update-index", "--untracked-cache")
    return {}


def packed(repo):
    repo.git("gc", "--quiet")
    return {}


def version_4(repo):
    repo.git("update-index", "--index-version", "4")
    return {}


def intent_to_add(repo):
    repo.git("add", "--intent-to-add", "claims/fresh.toml")
    return {}


def staged(repo):
    repo.git("add", "--all")
    return {}


@pytest.mark.parametrize(
    "state",
    [
        in_a_hook,
        staged,
        *(
            pytest.param(each, marks=pytest.mark.slow)
            for each in (literal, split_index, untracked_cache, packed, version_4, intent_to_add)
        ),
    ],
)
def test_states_of_a_repository_that_change_no_answer(repo, answers, state):
    expected = answers(repo.top)
    assert answers(repo.top, **state(repo)) == expected


def test_a_repository_whose_objects_are_named_by_sha256(tmp_path, home, repo, answers):
    expected = answers(repo.top)
    other = Repo(tmp_path / "sha256" / "none", home)
    top = tmp_path / "sha256" / "repo"
    try:
        other.git("init", "--quiet", "--object-format=sha256", "--initial-branch=main", "--template=", str(top))
    except subprocess.CalledProcessError:
        pytest.skip("this git knows no sha256")
    other.top = top
    other.commit({"parties": PARTIES, "jets": record(FIVE, DENIES), "old": record(FIVE)}, date="2025-05-10")
    other.commit({"jets": record(FIVE, DENIES, ADMITS), "nobel": record(ADMITS)}, date="2025-06-01")
    other.write({**EDITED, "old": None})
    found = answers(top)
    assert found[0] == expected[0]
    assert [code for code, _, _ in found] == [0] * len(found)


@pytest.mark.parametrize("how", ["a .gitignore", "info/exclude", "the user's own file"])
def test_a_record_that_git_ignores_is_no_change(repo, call, tmp_path, how):
    env = {}
    if how == "a .gitignore":
        (repo.top / "claims" / ".gitignore").write_text("fresh.toml\n")
    elif how == "info/exclude":
        (repo.top / ".git" / "info").mkdir(exist_ok=True)
        (repo.top / ".git" / "info" / "exclude").write_text("fresh.toml\n")
    else:
        (tmp_path / "ignored").write_text("fresh.toml\n")
        env = {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "core.excludesFile",
            "GIT_CONFIG_VALUE_0": str(tmp_path / "ignored"),
        }
    found = call("changes", cwd=repo.top, env=env)
    assert {line.split("\t")[0] for line in found.out.splitlines()} == {"nobel", "old"}
    repo.git("add", "--force", "claims/fresh.toml")
    found = call("changes", cwd=repo.top, env=env)
    assert {line.split("\t")[0] for line in found.out.splitlines()} == {"fresh", "nobel", "old"}


def test_what_a_repository_ignores_by_a_file_elsewhere_is_not_ignored(repo, call, tmp_path):
    (tmp_path / "ignored").write_text("*\n")
    repo.git("config", "core.excludesFile", str(tmp_path / "ignored"))
    found = call("changes", cwd=repo.top)
    assert {line.split("\t")[0] for line in found.out.splitlines()} == {"fresh", "nobel", "old"}


def test_a_sparse_working_tree(repo, call):
    repo.git("add", "--all")
    repo.git("commit", "--quiet", "--message=All")
    repo.write({"far/away": record(FIVE)})
    repo.commit()
    repo.git("sparse-checkout", "set", "--no-cone", "/claims/*.toml")
    assert not (repo.top / "claims" / "far").exists()
    found = call("changes", cwd=repo.top)
    assert (found.code, found.out) == (0, "")


def test_names_of_files_of_every_kind(repo, call):
    names = [
        "with blank",
        'quo"te',
        "new\nline",
        "tab\there",
        "ümlaut",
        "जेट",
        "back\\slash",
        "-dash",
        "star*",
    ]
    for name in names:
        (repo.top / "claims" / f"{name}.toml").write_text('title = "x"\n')
    found = call("changes", cwd=repo.top)
    assert found.code == 4  # most of them cannot be ids, which is reported
    assert {"ümlaut\tadded", "जेट\tadded"} <= {"\t".join(line.split("\t")[:2]) for line in found.out.splitlines()}
    repo.git("add", "--all")
    assert call("changes", cwd=repo.top).out == found.out


def test_a_partial_clone_says_that_nothing_is_fetched(repo, tmp_path, call):
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("clone", "--quiet", "--filter=blob:none", "--no-local", repo.top.as_uri(), str(tmp_path / "part"))
    found = call("changes", "HEAD~..HEAD", cwd=tmp_path / "part")
    assert found.code == 4
    assert "the clone is partial" in found.err


def test_nothing_is_left_in_the_folder_for_temporary_files(repo, run, tmp_path):
    place = tmp_path / "temporary"
    place.mkdir()
    for command in COMMANDS[:2]:
        run(*command.split(), cwd=repo.top, env={"TMPDIR": str(place)})
    assert list(place.iterdir()) == []


def test_no_variable_of_the_user_reaches_a_private_directory(repo, answers, tmp_path):
    expected = answers(repo.top)
    hostile = {name: str(tmp_path) for name in ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH_COMMAND", "GIT_NAMESPACE")}
    assert answers(repo.top, **hostile) == expected


# What of the user's environment might change how git reads paths, or where it looks.
VARIABLES = [
    *({f"GIT_{how}_PATHSPECS": "1"} for how in ("LITERAL", "GLOB", "NOGLOB", "ICASE")),
    {"GIT_LITERAL_PATHSPECS": "1", "GIT_ICASE_PATHSPECS": "1"},
    {"GIT_DIR": ".git"},
    {"GIT_DIR": ".git", "GIT_WORK_TREE": "."},
    {"GIT_WORK_TREE": "."},
    {"GIT_INDEX_FILE": "nowhere"},
    {"GIT_NAMESPACE": "other"},
    {"GIT_CEILING_DIRECTORIES": "HERE"},
    {"GIT_CEILING_DIRECTORIES": "ABOVE"},
    {"GIT_DISCOVERY_ACROSS_FILESYSTEM": "1"},
    {"GIT_PREFIX": "claims/"},
    {"GIT_TRACE": "1", "GIT_TRACE_SETUP": "1", "GIT_TRACE2": "1"},
    {"GIT_DEFAULT_HASH": "sha256"},
    {"GIT_SHALLOW_FILE": "nowhere"},
    {"GIT_GRAFT_FILE": "nowhere"},
    {"GIT_REPLACE_REF_BASE": "refs/other"},
    {"GIT_ALTERNATE_OBJECT_DIRECTORIES": "nowhere"},
    {"GIT_DIFF_OPTS": "--word-diff", "GIT_EXTERNAL_DIFF": "false", "GIT_PAGER": "false"},
    {"GIT_OPTIONAL_LOCKS": "1", "GIT_FLUSH": "0", "GIT_ADVICE": "0"},
]


@pytest.mark.parametrize(
    "env",
    [
        pytest.param(env, id=" ".join(env), marks=[pytest.mark.slow] if number % 5 else [])
        for number, env in enumerate(VARIABLES)
    ],
)
@pytest.mark.sampled(3)
def test_no_variable_of_git_changes_an_answer(repo, answers, env):
    places = {"HERE": str(repo.top), "ABOVE": str(repo.top.parent)}
    expected = answers(repo.top)
    assert answers(repo.top, **{name: places.get(value, value) for name, value in env.items()}) == expected


@pytest.mark.parametrize(
    ("env", "message"),
    [
        ({"GIT_DIR": "/nowhere"}, "git looks where GIT_DIR says: unset it"),
        ({"GIT_OBJECT_DIRECTORY": "/nowhere"}, "git looks where GIT_OBJECT_DIRECTORY says: unset it"),
        ({"GIT_COMMON_DIR": "/nowhere"}, "git looks where GIT_COMMON_DIR says: unset it"),
        ({"GIT_CONFIG_COUNT": "many"}, "claimtrack: git rev-parse: bogus count in GIT_CONFIG_COUNT; unable to parse"),
        ({"GIT_CONFIG_PARAMETERS": "x"}, "claimtrack: git rev-parse: bogus format in GIT_CONFIG_PARAMETERS; unable to"),
    ],
)
def test_a_variable_with_which_git_cannot_answer_is_named(repo, call, env, message):
    found = call("changes", cwd=repo.top, env=env)
    assert (found.code, found.out) == (3, "")
    lines = found.err.splitlines()
    assert len(lines) <= 2
    assert message in found.err


def test_an_index_that_is_none_is_a_problem_of_one_line(repo, call):
    found = call("changes", cwd=repo.top, env={"GIT_INDEX_FILE": str(repo.top / "claims" / "jets.toml")})
    assert (found.code, len(found.err.splitlines())) == (3, 1)
    assert found.err.startswith("claimtrack: git ls-files: ")
