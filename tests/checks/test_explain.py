"""`claimtrack check --explain CODE` says what a code means."""

from __future__ import annotations

import pytest

from claimtrack.checks.codes import explanations
from claimtrack.problems import Code


@pytest.mark.parametrize("form", ["upper", "lower"])
@pytest.mark.parametrize("code", list(Code))
def test_every_code_explains_itself(call, code, form):
    told = explanations()[code]
    ran = call("check", "--explain", getattr(code, form)())
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[0] == f"{code} {told.name} ({told.severity})"
    assert told.why in " ".join(ran.lines)
    assert ("Bad: claims/" in ran.out) == (code not in {Code.UNREADABLE, Code.LINK, Code.UNPORTABLE_NAME})
    assert max(map(len, ran.out.partition("Bad: ")[0].splitlines())) < 80


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("CT12", "did you mean CT012?"),
        ("ct01", "did you mean CT010, CT011, CT012?"),
        ("zebra", "claimtrack check --explain lists them all"),
    ],
)
def test_what_is_no_code_is_not_explained(call, given, hint):
    ran = call("check", "--explain", given)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f'claimtrack: there is no code "{given}"\n')
    assert hint in ran.err
