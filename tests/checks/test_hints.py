"""Mistakes that people type: each hint, obeyed to the letter, ends in a record that checks clean."""

from __future__ import annotations

import codecs
import re

import pytest

from claimtrack.model.vocabulary import STANCES
from claimtrack.problems import Code

RECORD = {
    "title": 'title = "The dam leaked"',
    "kind": 'kind = "fact"',
    "unit": 'unit = "litres"',
    "date": "date = 2025-05-07",
    "topics": 'topics = ["water"]',
    "notes": 'notes = "None."',
    "[[positions]]": "[[positions]]",
    "party": 'party = "Water Board"',
    "stance": 'stance = "denies"',
    "said": "date = 2025-05-08",
    "date_of": 'date_of = "statement"',
    "value": "value = 5",
    "quote": 'quote = "It holds."',
    "attribution": 'attribution = "on-record"',
    "sources": 'sources = ["report", "letter"]',
    "[[sources]]": "[[sources]]",
    "id": 'id = "report"',
    "url": 'url = "https://example.org/report"',
    "published": "date = 2025-05-08",
    "second": '[[sources]]\nid = "letter"\nurl = "https://example.org/letter"\ndate = 2025-05-08',
}


def record(line: str, typed: str) -> str:
    """Give the record with something else in place of one line."""
    return "\n".join({**RECORD, line: typed}.values()) + "\n"


# Which line, what is typed in its place, and what the hint has in it.
DATES = [
    ("2025/05/07", "write date = 2025-05-07"),
    ("2025-5-7", "write date = 2025-05-07"),
    ("2025.05.07", "write date = 2025-05-07"),
    ("2025–05–07", "write date = 2025-05-07"),
    ("2025−05−07", "write date = 2025-05-07"),
    ("٢٠٢٥-٠٥-٠٧", "write date = 2025-05-07"),
    ("२०२५/०५/०७", "write date = 2025-05-07"),
    ("２０２５-０５", 'write date = "2025-05"'),
    ("07.05.2025", "write date = 2025-05-07"),
    ("7. 5. 2025", "write date = 2025-05-07"),
    ("May 7, 2025", "write date = 2025-05-07"),
    ("May 7th, 2025", "write date = 2025-05-07"),
    ("7 May 2025", "write date = 2025-05-07"),
    ("Wednesday, 7 May 2025", "write date = 2025-05-07"),
    ("7 May 2025 # roughly", "write date = 2025-05-07"),
    ("13/07/2025", "write date = 2025-07-13"),
    ("05/05/2025", "write date = 2025-05-05"),
    ("2025-05", 'write date = "2025-05"'),
    ("2025/05", 'write date = "2025-05"'),
    ("05/2025", 'write date = "2025-05"'),
    ("May 2025", 'write date = "2025-05"'),
    ("20250507", "write 2025-05-07"),
    ("2025-05-07 10:00 UTC", "write date = 2025-05-07T10:00:00Z"),
    ("2025-05-07T10:00 +0530", "write date = 2025-05-07T10:00:00+05:30"),
    ("“2025-05-07”", "write date = 2025-05-07"),
    ("None", "leave the line out"),
    ("null", "leave the line out"),
    ('"2025/05/07"', "write 2025-05-07"),
    ('"2025-5-7"', "write 2025-05-07"),
    ('"07.05.2025"', "write 2025-05-07"),
    ('"May 7, 2025"', "write 2025-05-07"),
    ('"7 Sept. 2025"', "write 2025-09-07"),
    ('"May 2025"', 'write "2025-05"'),
    ('"2025-05-07T10:00:00+05:30"', "write 2025-05-07T10:00:00+05:30, without quotes"),
    ('"2025-05-07 10:00Z"', "write 2025-05-07T10:00:00Z, without quotes"),
    ('"2025-05-07T10:00"', "write the day alone: 2025-05-07"),
    ('"2025-05-07 "', "write it without the space: 2025-05-07"),
    ('"2025-05-07\u200b"', "write 2025-05-07, without the U+200B (zero width space) at column 19"),
]
STANCE_WORDS = {
    "asserts": ["supports", "backs", "confirms", "affirms", "claims", "says", "Supported", "asserted", "confirming", "yes"],
    "denies": ["rejects", "refutes", "opposes", "disputes", "denied", "rejected", "Opposed", "no"],
    "declines": ["no comment", "refuses to comment", "declined to comment", "refused", "did not respond"],
    "qualifies": ["partly", "partially", "concedes", "partly accepts", "accepts in part", "conceded"],
    "withdraws": ["retracts", "retracted", "takes back", "recants"],
    "reports": ["mentions", "cites", "reported", "passes on"],
    "comments": ["clarifies", "neutral", "commented"],
}  # fmt: skip
MISTAKES = [
    *(("date", f"date = {typed}", hint) for typed, hint in DATES),
    *(
        ("stance", f'stance = "{typed}"', f'did you mean "{stance}"?')
        for stance, words in STANCE_WORDS.items()
        for typed in words
    ),
    ("stance", 'stance = "denies "', 'write it without the space: "denies"'),
    ("stance", 'stance = " denies\t"', '"denies"'),
    ("stance", 'stance = "Denies"', 'write it in small letters: "denies"'),
    ("stance", 'stance = "DENIES "', 'write it in small letters: "denies"'),
    ("stance", 'stance = "denise"', 'did you mean "denies"?'),
    ("stance", 'stance = "denies\u200b"', 'write "denies", without the U+200B (zero width space) at column 17'),
    ("stance", 'stance = "\ufeffdenies"', "U+FEFF (byte-order mark) at column 11"),
    ("stance", 'stance = "denies\u00a0"', "U+00A0 (no-break space) at column 17"),
    ("stance", "stance = denies", 'stance = "denies"'),
    ("stance", "stance = rejects", 'stance = "denies"'),
    ("stance", "stance: denies", 'stance = "denies"'),
    ("stance", "stance = “denies”", 'stance = "denies"'),
    ("kind", 'kind = "Fact"', 'write it in small letters: "fact"'),
    ("kind", 'kind = "forecast"', 'did you mean "prediction"?'),
    ("kind", 'kind = "proposal"', 'did you mean "policy"?'),
    ("date_of", 'date_of = "published"', 'did you mean "report"?'),
    ("attribution", 'attribution = "on the record"', 'did you mean "on-record"?'),
    ("attribution", 'attribution = "off the record"', 'did you mean "anonymous"?'),
    ("attribution", 'attribution = "unnamed"', 'did you mean "anonymous"?'),
    # Addresses
    ("url", 'url = "https://example.org/"a""', "%22"),
    ("url", "url = 'https://example.org/\"a\"'", 'write "https://example.org/%22a%22"'),
    ("url", 'url = "https://example.org/a b"', 'write "https://example.org/a%20b"'),
    ("url", 'url = "https://example.org/<a>"', 'write "https://example.org/%3Ca%3E"'),
    ("url", 'url = " https://example.org/a "', 'write it without the space: "https://example.org/a"'),
    ("url", 'url = "https://example.org/a\u00a0"', "without the U+00A0 (no-break space) at column 29"),
    ("url", 'url = "www.example.org/a"', 'write "https://www.example.org/a"'),
    ("url", 'url = "example.org"', 'write "https://example.org"'),
    ("url", 'url = "//example.org/a"', 'write "https://example.org/a"'),
    ("url", 'url = "HTTPS://example.org/a"', 'write "https://example.org/a"'),
    ("url", 'url = "https:/example.org/a"', 'write "https://example.org/a"'),
    ("url", 'url = "htps://example.org/a"', 'write "https://example.org/a"'),
    ("url", 'url = "doi:10.1000/182"', 'write "https://doi.org/10.1000/182"'),
    ("url", "url = https://example.org/a", 'url = "https://example.org/a"'),
    ("url", "url = example.org/a", 'url = "https://example.org/a"'),
    ("sources", 'sources = ["HTTPS://example.org/a", "letter"]', 'write "https://example.org/a"'),
    ("sources", 'sources = ["https:/example.org/a", "letter"]', 'write "https://example.org/a"'),
    ("sources", 'sources = ["htps://example.org/a", "letter"]', 'write "https://example.org/a"'),
    ("sources", 'sources = ["www.example.org/a", "letter"]', 'write "https://www.example.org/a"'),
    ("sources", 'sources = ["https://example.org/a b", "letter"]', 'write "https://example.org/a%20b"'),
    # What cannot be seen
    ("title", '\u200btitle = "The dam leaked"', "delete it"),
    ("kind", 'kind\u00a0= "fact"', "type an ordinary space instead"),
    ("kind", 'kind =\u00a0"fact"', "type an ordinary space instead"),
    ("kind", 'kind = "fact"\u200e', "delete it"),
    ("party", '\u3000party = "Water Board"', "type an ordinary space instead"),
    ("topics", 'topics = ["water",\u00a0"dams"]', "type an ordinary space instead"),
    ("notes", 'notes = "a\x07b"', "delete it"),
    ("sources", 'sources = ["report\u200b", "letter"]', 'did you mean "report"?'),
    ("notes", 'see_also = ["dam\u00a0"]', 'did you mean "dam"?'),
    # Backslashes and quotes
    ("notes", 'notes = "C:\\Users"', "notes = 'C:\\Users'"),
    ("notes", 'notes = "C:\\xyz"', "notes = 'C:\\xyz'"),
    ("notes", 'notes = "\\d+ litres"', "notes = '\\d+ litres'"),
    ("notes", 'notes = "C:\\Users, \'here\'"', "write \\\\ for a backslash"),
    ("title", 'title = "The "big" dam leaked"', 'title = "The \\"big\\" dam leaked"'),
    ("title", "title = 'The dam's leak'", 'title = "The dam\'s leak"'),
    ("title", "title = “The dam leaked”", 'title = "The dam leaked"'),
    ("title", "title = „The dam leaked“", 'title = "The dam leaked"'),
    ("title", "title = «The dam leaked»", 'title = "The dam leaked"'),
    ("title", "title = `The dam leaked`", 'title = "The dam leaked"'),
    ("title", 'title = "The dam leaked”', 'title = "The dam leaked"'),
    ("title", "title = 'The dam leaked’", 'title = "The dam leaked"'),
    ("title", '“title” = "The dam leaked"', 'title = "The dam leaked"'),
    # Text without quotes
    ("title", "title = The dam leaked", 'title = "The dam leaked"'),
    ("title", 'title = The "big" dam leaked', 'title = "The \\"big\\" dam leaked"'),
    ("title", "title = The dam leaked # really", 'title = "The dam leaked"'),
    ("title", "title = 5 dams leaked", 'title = "5 dams leaked"'),
    ("title", "title = information was withheld", 'title = "information was withheld"'),
    ("title", "title = true or not", 'title = "true or not"'),
    ("title", "title = बाँध टूटा", 'title = "बाँध टूटा"'),
    ("title", "title = True", 'title = "True"'),
    ("title", "title = -", 'title = "-"'),
    ("value", "value = about five", 'value = "about five"'),
    ("party", "party = Water Board", 'party = "Water Board"'),
    ("topics", "topics = water", 'topics = ["water"]'),
    ("topics", "topics = water, dams", 'topics = ["water", "dams"]'),
    ("topics", "topics = [water, dams]", 'topics = ["water", "dams"]'),
    ("topics", 'topics = "water", "dams"', 'topics = ["water", "dams"]'),
    ("topics", 'topics = "water"', 'topics = ["water"]'),
    ("sources", 'sources = "report, letter"', 'sources = ["report", "letter"]'),
    ("sources", "sources = [report, letter]", 'sources = ["report", "letter"]'),
    ("sources", 'sources = ["report" "letter"]', "a comma"),
    # Other signs
    ("title", 'title: "The dam leaked"', 'title = "The dam leaked"'),
    ("title", "title: The dam leaked", 'title = "The dam leaked"'),
    ("title", '"title": "The dam leaked",', 'title = "The dam leaked"'),
    ("title", 'title := "The dam leaked"', 'title = "The dam leaked"'),
    ("title", 'title => "The dam leaked"', 'title = "The dam leaked"'),
    ("title", 'title == "The dam leaked"', 'title = "The dam leaked"'),
    ("title", 'title -> "The dam leaked"', 'title = "The dam leaked"'),
    ("title", 'title "The dam leaked"', 'title = "The dam leaked"'),
    ("title", 'title\t"The dam leaked"', 'title = "The dam leaked"'),
    ("title", "title The dam leaked", 'title = "The dam leaked"'),
    ("title", "title\tThe dam leaked", 'title = "The dam leaked"'),
    ("date", "date: May 7, 2025", "date = 2025-05-07"),
    ("topics", "topics: water, dams", 'topics = ["water", "dams"]'),
    ("title", 'title = "The dam leaked";', "delete the ;"),
    ("title", 'title = "The dam leaked",', "delete the ,"),
    ("value", "value = 5,", "delete the ,"),
    ("party", 'party = "Water Board", note = "n"', "begin a new line instead of the ,"),
    ("party", 'party = "Water Board"; note = "n"', "begin a new line instead of the ;"),
    ("notes", "// a comment", "a comment begins with #"),
    ("notes", "/* a comment */", "a comment begins with #"),
    ("notes", "; a comment", "a comment begins with #"),
    ("title", 'title = "The dam leaked" // a comment', "a comment begins with #"),
    ("title", 'title = "The dam leaked" -- a comment', "a comment begins with #"),
    ("title", '---\ntitle = "The dam leaked"', "delete it"),
    ("title", '```toml\ntitle = "The dam leaked"', "delete it"),
    # Nothing
    ("unit", "unit = None", "leave the line out"),
    ("unit", "unit = null", "leave the line out"),
    ("unit", 'unit = ""', "leave the key out"),
    ("notes", 'notes = " "', "leave the key out"),
    ("topics", 'topics = ["water", ""]', ""),
    # Brackets
    ("[[positions]]", "[[positions]", "write [[positions]]"),
    ("[[positions]]", "[[positions", "write [[positions]]"),
    ("[[positions]]", "[[posit", "write [[positions]]"),
    ("[[positions]]", "[positions]]", "write [[positions]]"),
    ("[[positions]]", "[positions]", "write [[positions]]"),
    ("[[positions]]", "[[position]]", 'did you mean "positions"?'),
    # Two positions under one header, as a merge leaves them
    (
        "attribution",
        'party = "City Council"\nstance = "asserts"\ndate = 2025-05-08',
        "another position begins with its own [[positions]]",
    ),
    ("published", 'date = 2025-05-08\nid = "again"\ndate = 2025-05-09', "another source begins with its own [[sources]]"),
    ("unit", 'unit = "litres"\nunit = "litres"', "keep one of the two"),
    ("quote", 'quote = "It holds."\nquote = "It holds."', "keep one of the two"),
    # Keys by other names
    ("party", 'who = "Water Board"', 'did you mean "party"?'),
    ("party", 'speaker = "Water Board"', 'did you mean "party"?'),
    ("stance", 'side = "denies"', 'did you mean "stance"?'),
    ("title", 'headline = "The dam leaked"', 'did you mean "title"?'),
    ("unit", 'location = "Example Lake"', 'did you mean "place"?'),
    ("value", 'verdict = "Pants on Fire"', 'did you mean "rating"?'),
    ("url", 'link = "https://example.org/a"', 'did you mean "url"?'),
    ("url", 'href = "https://example.org/a"', 'did you mean "url"?'),
    ("quote", 'text = "It holds."', 'did you mean "quote"?'),
    ("topics", 'tags = ["water"]', 'did you mean "topics"?'),
    ("published", "published = 2025-05-08", 'did you mean "date"?'),
    ("date", 'date = ""', "leave the key out"),
    ("date", 'date = "2025–05–07"', "write 2025-05-07"),
    ("date", 'date = "٢٠٢٥-٠٥-٠٧"', "write 2025-05-07"),
    ("value", "value = 05", "write value = 5"),
    ("value", "value = 007.5", "write value = 7.5"),
    ("value", "value = { min: 5 }", "value = { min = 5 }"),
    ("value", 'value = { "min": 5, "max": 6 }', 'value = { "min" = 5, "max" = 6 }'),
    ("sources", 'sources = [{ id: "report" }]', 'sources = [{ id = "report" }]'),
    ("sources", 'sources = ["www.example.org/a"]', 'write "https://www.example.org/a"'),
    ("sources", 'sources = ["example.org/a"]', 'write "https://example.org/a"'),
    ("sources", 'sources = ["https//example.org/a"]', 'write "https://example.org/a"'),
    ("sources", 'sources = ["<https://example.org/a>"]', 'write "https://example.org/a"'),
    ("topics", 'topics = "water, dams"', 'write topics = ["water", "dams"]'),
]  # fmt: skip


class Hand:
    """Somebody who obeys a hint to the letter and knows no TOML."""

    def __init__(self, text: str, line: int, column: int) -> None:
        self.lines, self.line, self.at = text.split("\n"), line - 1, column - 1
        self.here = self.lines[self.line]

    def instead(self, new: str, length: int = 1) -> None:
        """Put something in place of what stands at the column."""
        self.lines[self.line] = self.here[: self.at] + new + self.here[self.at + length :]

    def whole(self, new: str) -> None:
        """Put something in place of the line."""
        self.lines[self.line] = new

    def remove(self) -> None:
        """Delete the line."""
        del self.lines[self.line]

    def value(self, new: str) -> None:
        """Put something in place of the value that begins at the column."""
        value = re.match(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|[^\s,\]}#]+', self.here[self.at :])
        self.instead(new, len(value[0]))

    def key(self, new: str) -> None:
        """Put something in place of the key of the line."""
        self.whole(re.sub(r"\w+", new, self.here, count=1))

    def item(self) -> None:
        """Delete the item of a list that begins at the column, and the comma before it."""
        self.whole(self.here[: self.at].rstrip(", ") + self.here[self.at + 2 :])


# What a hint says, with what is to be written in parentheses, and what is then done.
ORDERS = [
    (r"this line .*delete it", lambda hand: hand.remove()),
    (r"delete it", lambda hand: hand.instead("")),
    (r"delete the .$", lambda hand: hand.instead("")),
    (r"type an ordinary space instead", lambda hand: hand.instead(" ")),
    (r"begin a new line instead of", lambda hand: hand.instead("\n")),
    (r"a comment begins with (#)", lambda hand, new: hand.instead(f"{new} ", 0)),
    (r"leave the (?:line|key) out|keep one of the two", lambda hand: hand.remove()),
    (r"leave the item out", lambda hand: hand.item()),
    (r"begins with its own (\[\[\w+\]\])", lambda hand, new: hand.instead(f"{new}\n", 0)),
    (r"a comma", lambda hand: hand.instead(",", 0)),
    (r"write (\[\[\w+\]\])", lambda hand, new: hand.whole(new)),
    (r"(?:write |: )([a-z_]+ = .+)$", lambda hand, new: hand.whole(new)),
    (r"write \\\\ for a backslash", lambda hand: hand.instead("\\", 0)),
    (r'unknown key .*did you mean "(\w+)"\?', lambda hand, new: hand.key(new)),
    (r'did you mean ("[^"]+")\?', lambda hand, new: hand.value(new)),
    (r"(?:alone|space|letters): (\S+)$", lambda hand, new: hand.value(new)),
    (r'write ("[^"]+"|[^\s,]+)(?:,|$)', lambda hand, new: hand.value(new)),
]


def obeyed(text: str, problem) -> str:
    """Give the text with the hint of a problem obeyed to the letter."""
    hand, said = Hand(text, problem.line, problem.column), f"{problem.message}; {problem.hint}"
    order, found = next((order, found) for words, order in ORDERS if (found := re.search(words, said)))
    order(hand, *found.groups())
    return "\n".join(hand.lines)


@pytest.mark.parametrize(("line", "typed", "hint"), MISTAKES)
def test_a_hint_obeyed_to_the_letter_ends_in_a_record_that_checks_clean(folder, check, line, typed, hint):
    text = record(line, typed)
    claims = folder({})
    path = claims / "dam.toml"
    path.write_text(text, encoding="utf-8")
    problem = check(claims).problems[0]
    assert hint in problem.hint
    path.write_text(obeyed(text, problem), encoding="utf-8")
    left = [each for each in check(claims).problems if each.code not in AFTERWARDS]
    assert left == []


# What is a matter of the made-up record, not of the mistake.
AFTERWARDS = {
    Code.SIDE_WITHOUT_SOURCE,  # the second position has none
    Code.UNUSED_SOURCE,
    Code.SOURCE_WITHOUT_DATE,
    Code.SOURCE_WITHOUT_URL,
    Code.UNARCHIVED,
    Code.BEFORE_EVENT,
}


def test_the_record_itself_checks_clean(folder, check):
    assert check(folder({"dam": "\n".join(RECORD.values())})).problems == ()


# What the hint cannot know


@pytest.mark.parametrize(
    ("line", "typed", "hint"),
    [
        ("date", "date = 05/07/2025", "write the year, then the month, then the day"),
        ("date", 'date = "05/07/2025"', "write the year, then the month, then the day"),
        ("date", "date = 5-7-2025", "write the year, then the month, then the day"),
        ("date", "date = unknown", 'write a day as 2025-05-07, a month as "2025-05", a year as "2025"'),
        ("date", 'date = "10:00"', "a time of day alone is no date"),
        ("date", 'date = "2025-02-30"', ""),
        ("title", 'title = ""', 'a claim needs "title"'),
        ("title", 'title = " "', 'a claim needs "title"'),
        ("party", 'party = ""', 'a position needs "party"'),
        ("id", 'id = ""', 'a source needs "id"'),
        ("stance", 'stance = "xyz"', ""),
        ("stance", 'stance = "not denied"', ""),
        ("stance", 'stance = "never-asserts"', ""),
        ("stance", 'stance = "doesn\'t assert"', ""),
        ("stance", 'stance = "unqualified"', ""),
        ("stance", 'stance = "misreports"', ""),
        ("sources", 'sources = ["reprot.of.may"]', "define it below [[sources]]"),
        ("sources", 'sources = ["ftp://example.org/a"]', "define it below [[sources]]"),
        ("stance", "stance = 5", ""),
        ("url", 'url = "ftp://example.org/a"', ""),
        ("url", 'url = "javascript:alert(1)"', ""),
        ("url", 'url = "the letter"', ""),
        ("notes", "nonsense = 1", "a claim has title"),
    ],
)  # fmt: skip
def test_where_the_hint_cannot_know_it_does_not_guess(folder, check, line, typed, hint):
    problems = check(folder({"dam": record(line, typed)})).problems
    problem = next((each for each in problems if hint and each.hint.startswith(hint)), problems[0])
    assert problem.hint.startswith(hint)
    assert bool(hint) == bool(problem.hint)
    assert "2025-05-07" not in problem.hint or "a month as" in problem.hint
    assert "2025-07-05" not in problem.hint


def test_an_id_that_looks_like_another_one_is_told_by_what_is_in_it(folder, check):
    text = record("sources", 'sources = ["report\u200b", "letter"]')
    problem = check(folder({"dam": text})).problems[0]
    assert problem.message == 'there is no source "report\u200b", with a U+200B (zero width space) in it'


def test_a_long_text_is_not_repeated_in_a_hint(folder, check):
    problem = check(folder({"dam": f"title = {'The dam leaked. ' * 100}"})).problems[0]
    assert problem.hint == "text needs quotes around it"


def test_a_second_byte_order_mark_is_named(folder, check):
    claims = folder({})
    (claims / "dam.toml").write_bytes(codecs.BOM_UTF8 * 2 + b'title = "T"\n')
    (problem,) = check(claims).problems
    assert (problem.line, problem.column) == (1, 1)
    assert problem.message.startswith("U+FEFF (byte-order mark) is here")


def test_the_second_party_is_told_where_the_first_one_is(folder, check):
    text = 'title = "T"\n[[positions]]\nparty = "A"\nstance = "denies"\nnote = """\nparty = 5\n"""\nparty = "B"\n'
    (problem,) = check(folder({"dam": text})).problems
    assert (problem.line, problem.column) == (8, 1)
    assert problem.message == "party was given in line 3"
    assert problem.hint == "another position begins with its own [[positions]]"


def test_a_table_that_is_given_twice_is_told_where_it_was(folder, check):
    parties = '[board]\nname = "Water Board"\n[board] # again\nkind = "office"\n'
    problem = check(folder({"parties": parties, "dam": 'title = "T"\n'})).problems[0]
    assert (problem.line, problem.message) == (3, "[board] was given in line 1")
    assert problem.hint.startswith("keep one of the two, with the keys of both")


@pytest.mark.parametrize("name", ["water board", "भारत", "Müller", "وزارة", "中国 (PRC)", "a & b"])
def test_a_name_of_a_table_that_needs_quotes_is_given_with_them(folder, check, name):
    text = f'[{name}]\nname = "Council"\n'
    claims = folder({"dam": record("date", RECORD["date"])})
    path = claims / "parties.toml"
    path.write_text(text, encoding="utf-8")
    [problem] = [each for each in check(claims).problems if each.path.endswith("parties.toml")]
    assert problem.hint.startswith(f'write ["{name}"]')
    path.write_text(text.replace(f"[{name}]", f'["{name}"]'), encoding="utf-8")
    assert not [each for each in check(claims).problems if each.path.endswith("parties.toml")]


@pytest.mark.parametrize(
    ("header", "hinted"),
    [("[st.louis]", '["st.louis"]'), ("[a. b]", '["a.b"]'), ("[parties.council]", "[council]")],
)
def test_a_dot_in_the_name_of_a_party_is_told(folder, check, header, hinted):
    text = f'[wb]\nname = "Water Board"\n\n{header}\nname = "Council"\n'
    claims = folder({"dam": record("date", RECORD["date"])})
    path = claims / "parties.toml"
    path.write_text(text, encoding="utf-8")
    problems = check(claims).problems
    [problem] = [each for each in problems if each.code == Code.WRONG_VALUE]
    assert problem.hint.endswith(f"write {hinted}")
    assert problem.line == 4
    assert problem.hides
    path.write_text(text.replace(header, hinted), encoding="utf-8")
    assert Code.WRONG_VALUE not in {each.code for each in check(claims).problems}


def test_a_table_within_a_party_costs_that_table_alone(folder, check):
    text = '[wb]\nname = "Water Board"\nkind = 5\n\n[wb.of.old]\nname = "Council"\n'
    claims = folder({"dam": record("date", RECORD["date"]), "parties": text})
    told = [(each.line, each.code) for each in check(claims).problems if each.path.endswith("parties.toml")]
    assert told == [(3, Code.WRONG_VALUE), (5, Code.WRONG_VALUE)]


def test_a_misspelt_key_with_a_table_is_no_table_within_a_party(folder, check):
    text = '[wb]\n[council]\nspeeks_for = { party = "wb" }\n'
    claims = folder({"dam": record("date", RECORD["date"]), "parties": text})
    told = [each for each in check(claims).problems if each.path.endswith("parties.toml")]
    assert [(each.code, each.hint) for each in told] == [(Code.UNKNOWN_KEY, 'did you mean "speaks_for"?')]


def test_what_git_leaves_of_two_positions_is_told_with_what_to_do(folder, check):
    """As git writes it: the header that both have in common stays outside the marks."""
    text = (
        'title = "T"\n\n[[positions]]\n<<<<<<< HEAD\nparty = "A"\nstance = "asserts"\n=======\n'
        'party = "B"\nstance = "denies"\n>>>>>>> theirs\n'
    )
    (problem,) = check(folder({"dam": text})).problems
    assert problem.code == Code.CONFLICT
    assert "its own [[positions]]" in problem.hint
    kept = "".join(each for each in text.splitlines(keepends=True) if each[0] not in "<=>")
    assert "its own [[positions]]" in check(folder({"dam": kept})).problems[0].hint


@pytest.mark.parametrize("stance", STANCES)
def test_a_word_of_the_record_means_itself_in_every_form(folder, check, stance):
    for typed in (stance, stance.upper(), stance.removesuffix("s")):
        text = record("stance", f'stance = "{typed}"')
        problems = [each for each in check(folder({"dam": text})).problems if each.code == Code.WRONG_VALUE]
        assert all(f'"{stance}"' in each.hint for each in problems)
        assert bool(problems) == (typed != stance)
