"""Completion in real shells, with the script that is printed for each: what a record says never runs, and arrives whole."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import pytest
from hostile_texts import HOSTILE, RUN
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pty_shells import SHELLS, shell_in
from surroundings import write_records

from claimtrack.cli.completion_shells import is_fit
from claimtrack.model.names import composed

each_shell = pytest.mark.parametrize("shell", SHELLS)


@contextlib.contextmanager
def at_work(shell, records, options="", files=()):
    """Run a shell in a folder with a book; at the end, nothing may have been run and no fault shown."""
    with tempfile.TemporaryDirectory() as top:
        work = Path(top) / "work"
        write_records(work / "claims", records)
        for name in files:
            (work / name).touch()
        before = sorted(work.iterdir())
        with shell_in(shell, Path(top) / "home", work, options) as running:
            yield running
            shown = running.shown
        assert sorted(work.iterdir()) == before
        assert "fault in claimtrack" not in shown
        assert "Traceback" not in shown


@pytest.mark.parametrize("shell", ["bash", "zsh", pytest.param("fish", marks=pytest.mark.slow)])
def test_instances_s1_and_s2(shell):
    records = {
        "dam": {"title": r"Dam leaked \$(touch MARK1)", "topics": ["u$(touch${IFS}MARK2)"]},
        "canal": {"title": "Canal [sic] [/b] dry", "topics": ["peace talks"]},
    }
    with at_work(shell, records) as running:
        running.type("claimtrack s\t")  # in zsh, the first TAB loads the script
        running.clear()
        running.list("claimtrack show ", "dam")
        running.clear()
        if shell != "bash":
            assert "Canal [sic] [/b] dry" in running.shown
            assert r"Dam leaked \$(touch MARK1)" in running.shown
        running.type("claimtrack list --topic u\t")
        assert running.enter() == ["list", "--topic", "u$(touch${IFS}MARK2)"]
        running.type("claimtrack list --topic 'pe\t")
        assert running.enter() == ["list", "--topic", "peace talks"]


@pytest.mark.parametrize(
    ("shell", "options"),
    [
        *(
            pytest.param(shell, options, marks=pytest.mark.slow)
            for shell, options in [
                ("bash", ""),
                ("bash", "shopt -s failglob"),
                ("zsh", ""),
                ("zsh", "setopt glob_subst"),
                ("fish", ""),
            ]
        ),
    ],
)
def test_a_file_never_takes_the_place_of_a_value(shell, options):
    # The script for bash expands the answer as a pattern, and pastes the names of the files that match.
    topics = ["a*", "b?", "c[xy]", "d@(x|y)", "e\\*"]
    patterns = (
        f"{left}{topic[0]}{{}}{right}" for topic in topics for left, right in [("", ""), ("'", "'"), ("$'", "'")]
    )
    files = [pattern.format(text) for pattern in patterns for text in ("x", ";touch MARK;", "';touch MARK;'")]
    with at_work(shell, {"dam": {"title": "Dam", "topics": topics}}, options, files) as running:
        running.type("claimtrack show dam\t\t")
        running.clear()
        for topic in topics:
            running.type(f"claimtrack list --topic {topic[0]}\t")
            assert running.enter() == ["list", "--topic", topic]


# What cannot be written between double quotes, and what goes on after a quote was closed within the word.
LEFT_OUT_BY_BASH = {
    ('"', "what*"),
    ('"', "why?"),
    ('"', "100% (all) #1 ~x"),
    ('"', "a\\b c"),
    ("'", "it's over"),
}


@pytest.mark.slow
@each_shell
def test_a_name_begun_in_the_other_case_is_completed(shell):
    records = {
        "dam": {"title": "Dam", "topics": ["Floods"]},
        "parties": {"norland": {"name": "Norland", "aliases": ["Kingdom of the North"]}, "envoy": {"name": "Zoë"}},
    }
    with at_work(shell, records) as running:
        for typed, taken in [
            ("list --party NOR", "norland"),
            ("list --party kingd", "Kingdom of the North"),
            ("list --party ZO", "Zoë"),
            ("list --topic fl", "Floods"),
        ]:
            running.type(f"claimtrack {typed}\t")
            assert running.enter() == [*typed.split()[:2], taken]


@pytest.mark.slow
@pytest.mark.parametrize("options", ["", "setopt ksh_arrays", "setopt sh_word_split"])
def test_zsh_takes_the_script_by_eval_too(options):
    load = (
        f'{options}; fpath=(${{fpath:#*/functions}}); unset "_comps[claimtrack]"; eval "$(cat ~/functions/_claimtrack)"'
    )
    with at_work("zsh", {"dam": {"title": "Dam"}}, load) as running:
        running.type("claimtrack show d\t")
        assert running.enter() == ["show", "dam"]


@pytest.mark.slow
@each_shell
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_a_begun_word_is_continued(shell, quote):
    topics = [
        "united nations",
        "united kingdom",
        "it's over",
        "it's on",
        "why?",
        "what*",
        "100% (all) #1 ~x",
        "a\\b c",
    ]
    with at_work(shell, {"dam": {"title": "Dam", "topics": topics}}) as running:
        running.type("claimtrack show \t")  # in zsh, the first TAB loads the script
        running.clear()
        for begun, more, topic in [
            ("un", "n", "united nations"),
            ("un", "k", "united kingdom"),
            ("it", "v", "it's over"),
            ("wha", "", "what*"),
            ("wh", "y", "why?"),
            ("1", "", "100% (all) #1 ~x"),
            ("a", "", "a\\b c"),
        ]:
            typed = f"claimtrack list --topic {quote}{begun}"
            line = running.type(f"{typed}\t")
            if more:
                line = running.type(f"{more}\t")
            if shell == "bash" and (quote, topic) in LEFT_OUT_BY_BASH:
                assert line.strip() in (typed + more, "claimtrack list --topic 'it'\"'\"'s ov")
                running.clear()
            else:
                assert running.enter() == ["list", "--topic", composed(topic)]


@pytest.mark.slow
@each_shell
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # no shrinking: each example is a session of a shell
    suppress_health_check=list(HealthCheck),
)
@given(
    texts=st.lists(HOSTILE.filter(bool), min_size=40, max_size=40),
    quotes=st.lists(st.sampled_from(["", "'", '"']), min_size=40, max_size=40),
)
def test_generated_texts_neither_run_nor_fall_apart(shell, texts, quotes):
    complete_each(shell, texts, quotes)


@pytest.mark.slow
@each_shell
def test_known_tricks_neither_run_nor_fall_apart(shell):
    complete_each(shell, RUN, [("", "'", '"')[number % 3] for number in range(len(RUN))])


OPTIONS = {
    "bash": ["shopt -s nullglob", "shopt -s failglob", "shopt -s dotglob nocaseglob", "set -o posix", "set -o nounset"],
    "zsh": ["setopt glob_subst", "setopt sh_word_split", "setopt ksh_arrays", "setopt rc_quotes", "setopt prompt_subst",
            "unsetopt multibyte", "setopt menu_complete", "zstyle -d ':completion:*' menu"],
    "fish": ["set -g fish_features qmark-noglob", "fish_vi_key_bindings; bind -M insert \\cx\\cw _write_line"],
}  # fmt: skip


@pytest.mark.slow
@each_shell
def test_options_of_the_shell_change_nothing(shell):
    for option in OPTIONS[shell]:
        complete_each(shell, RUN[::6], [""] * len(RUN[::6]), option)


def complete_each(shell, texts, quotes, options=""):
    """Complete with each text as a title, a name and a topic, press Enter, and look at what the program receives."""
    texts = [text.replace("MARK", f"MARK{number}") for number, text in enumerate(texts)]
    topics = [f"t{number:02}{text}" for number, text in enumerate(texts)]
    records = {
        f"c{number:02}": {"title": f"{number} {text}", "topics": [topic]}
        for number, (text, topic) in enumerate(zip(texts, topics, strict=True))
    }
    records["parties"] = {f"p{number:02}": {"name": f"{number} {text}"} for number, text in enumerate(texts)}
    with at_work(shell, records, options) as running:
        running.type("claimtrack s\t")
        running.clear()
        for line in ("claimtrack show c", "claimtrack diff p", "claimtrack list --topic t"):
            running.type(f"{line}\t\t")
            running.clear()
        for line in ("show c0", "diff p0"):
            running.type(f"claimtrack {line}7\t" if len(texts) > 7 else f"claimtrack {line}0\t")
            assert running.enter() in [[*line.split()[:1], f"{line[-2]}{number}"] for number in ("00", "07")]
        for number, (topic, quote) in enumerate(zip(topics, quotes, strict=True)):
            typed = f"claimtrack list --topic {quote}t{number:02}"
            line = running.type(f"{typed}\t").rstrip(" ")
            if line == typed:
                # Not offered, or nothing to add.
                assert not is_fit(topic) or topic == f"t{number:02}" or (shell == "bash" and quote == '"'), topic
                running.clear()
                continue
            if shell == "fish" and quote and topic[-1] in "/=@:.,-":
                running.type(quote)  # fish leaves the quote open, as there may be more to come
            assert running.enter() == ["list", "--topic", composed(topic)]
