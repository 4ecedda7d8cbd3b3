"""Each shape of file that is found in the wild is imported as its example says."""

from __future__ import annotations

import pytest
from import_examples import command_of, examples, expectation, happened, prepared


@pytest.mark.parametrize("path", examples(), ids=lambda path: path.name)
def test_a_file_is_imported_as_expected(call, tmp_path, path):
    prepared(path, tmp_path)
    command = command_of(path)
    ran = call(*command[1:], cwd=tmp_path)
    assert happened(command, tmp_path, ran.out, ran.err) == expectation(path).read_text(encoding="utf-8")
    assert ran.code in {0, 2, 4}
    checked = call("check", "--format", "json", cwd=tmp_path).json
    assert [problem for problem in checked["problems"] if problem["severity"] == "error"] == []
    again = call(*command[1:], cwd=tmp_path)
    assert again.code == ran.code
    if ran.code != 2:
        assert " 0 claims new, 0 positions added, " in again.out
