"""Whatever is edited, building again gives the folder that a build from nothing gives."""

from __future__ import annotations

import shutil
from copy import deepcopy
from random import Random

import pytest
from surroundings import write_records

from claimtrack.site.output import MANIFEST

EDITS = 6
PARTIES = ("union", "board", "ann", "River Post", "river post", "Toll Keeper")
STANCES = ("asserts", "denies", "qualifies", "declines", "withdraws")
SOURCES = ("gazette", "wire", "https://a.example/1", "https://b.example/2")
REGISTERED = {
    "union": {"name": "Union"},
    "board": {"name": "Water Board", "aliases": ["The Board"]},
    "ann": {"name": "Ann", "speaks_for": [{"party": "union", "from": "2025-02"}]},
}
SHARED = {
    "gazette": {"url": "https://gazette.example/dam", "publisher": "Gazette", "title": "The dam"},
    "wire": {"url": "https://wire.example/dam", "publisher": "Wire", "derived_from": "gazette"},
}


class Editor:
    """Makes one edit of a folder of claims after another, as chance has it."""

    def __init__(self, seed):
        self.chance = Random(seed)  # noqa: S311 - chance, no secret
        self.made = 0
        self.records = {"parties": deepcopy(REGISTERED), "sources": deepcopy(SHARED)}
        for _ in range(4):
            self.add_claim()

    @property
    def claims(self):
        return sorted(self.records.keys() - {"parties", "sources"})

    def edit(self):
        edits = [
            self.add_claim,
            self.delete_claim,
            self.rename_claim,
            self.change_title,
            self.change_links,
            self.add_position,
            self.delete_position,
            self.change_position,
            self.change_position,
            self.rename_party,
            self.register_party,
            self.change_speaker,
            self.change_source,
            self.add_source,
        ]
        edit = self.chance.choice(edits)
        edit()
        return edit.__name__

    def write(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        write_records(folder, self.records)

    def add_claim(self):
        self.made += 1
        positions = [self._position() for _ in range(self.chance.randint(0, 4))]
        self.records[f"claim-{self.chance.choice('abxyz')}{self.made}"] = {
            "title": f"Gate {self.made} leaked",
            "unit": "holes",
            "topics": [self.chance.choice(["dams", "money"])],
            "positions": positions,
        }

    def delete_claim(self):
        if self.claims:
            del self.records[self.chance.choice(self.claims)]

    def rename_claim(self):
        if self.claims:
            self.made += 1
            self.records[f"claim-{self.chance.choice('abxyz')}{self.made}"] = self.records.pop(
                self.chance.choice(self.claims)
            )

    def change_title(self):
        if claim := self._claim():
            claim["title"] += self.chance.choice([" badly", " & <b>how</b>", " سد"])

    def change_links(self):
        if len(self.claims) > 1:
            one, other = self.chance.sample(self.claims, 2)
            self.records[one][self.chance.choice(["implies", "contradicts", "see_also"])] = [other]

    def add_position(self):
        if claim := self._claim():
            claim["positions"].append(self._position())

    def delete_position(self):
        if (claim := self._claim()) and claim["positions"]:
            claim["positions"].pop(self.chance.randrange(len(claim["positions"])))

    def change_position(self):
        if (claim := self._claim()) and claim["positions"]:
            changed = self.chance.choice(claim["positions"])
            changed.update(self.chance.choice([{"quote": "it leaked"}, {"date": self._date()}, {"value": 7}]))

    def rename_party(self):
        self.made += 1
        self.chance.choice([*self.records["parties"].values()])["name"] = f"Party {self.made}"

    def register_party(self):
        if "toll-keeper" in self.records["parties"]:
            del self.records["parties"]["toll-keeper"]
        else:
            self.records["parties"]["toll-keeper"] = {"name": "Toll Keeper", "kind": "official"}

    def change_speaker(self):
        self.records["parties"]["ann"] = {
            "name": "Ann",
            "speaks_for": [{"party": self.chance.choice(["union", "board"]), "from": self._date()}],
        }

    def change_source(self):
        self.made += 1
        self.records["sources"]["gazette"]["title"] = f"The dam, edition {self.made}"

    def add_source(self):
        self.made += 1
        self.records["sources"][f"a{self.made}"] = {"url": f"https://a.example/{self.chance.randint(1, 3)}"}

    def _claim(self):
        return self.records[self.chance.choice(self.claims)] if self.claims else None

    def _date(self):
        return f"2025-{self.chance.randint(1, 6):02}-{self.chance.randint(1, 28):02}"

    def _position(self):
        return {
            "party": self.chance.choice(PARTIES),
            "stance": self.chance.choice(STANCES),
            "date": self._date(),
            "value": self.chance.randint(1, 4),
            "sources": self.chance.sample(SOURCES, self.chance.randint(0, 2)),
        }


def files(folder):
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(4, 40))])
def test_building_again_gives_what_a_build_from_nothing_gives(call, tmp_path, seed):
    editor = Editor(seed)
    done = []
    for number in range(EDITS):
        editor.write(tmp_path / "claims")
        again = call("site", "-o", "again", cwd=tmp_path)
        anew = call("site", "-o", f"anew{number}", "--no-cache", cwd=tmp_path)
        assert again.code == anew.code, again.err
        found, expected = files(tmp_path / "again"), files(tmp_path / f"anew{number}")
        assert found.keys() == expected.keys(), done
        assert [path for path in found if found[path] != expected[path]] == [], done
        done.append(editor.edit())


def test_building_again_after_no_edit_writes_nothing(call, tmp_path):
    Editor(0).write(tmp_path / "claims")
    call("site", "-o", "public", cwd=tmp_path)
    assert ", 0 written, 0 removed" in call("site", "-o", "public", cwd=tmp_path).out
