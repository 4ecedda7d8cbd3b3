"""The tables and views of a database that `export sqlite` writes; scripts/docs.py writes them to docs/sqlite.md."""

from __future__ import annotations

from typing import Final

VERSION: Final = 1  # of the schema: another number means that a table or column has another meaning, or is gone
APPLICATION: Final = 0x636C6D74  # "clmt", by which a database of ours is known: PRAGMA application_id

# Columns have the names of the keys in JSON (docs/json.md). SQLite keeps the comments, and Datasette shows them; it fails
# on a reference that does not name its column.
TABLES: Final = """
CREATE TABLE meta ( -- one row
    schema_version INTEGER NOT NULL,
    as_of TEXT, -- what had been said by the end of this date counts; NULL if everything does
    revision TEXT, -- the git revision at which the files were read; NULL if they were read as they are
    ignore_reviews INTEGER NOT NULL -- 1 if statuses and lines are derived without the positions that have a rating
);
CREATE TABLE claims ( -- what is recorded of each claim
    claim TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    statement TEXT,
    kind TEXT NOT NULL, -- fact, policy, opinion or prediction
    unit TEXT, -- what values count
    claim_date TEXT, -- when the thing claimed happened: a moment, a day, a month or a year
    claim_place TEXT, -- where
    claim_original TEXT, -- the claim in the words and the language in which it was made
    claim_lang TEXT,
    notes TEXT,
    path TEXT NOT NULL -- the file
) WITHOUT ROWID;
CREATE TABLE statuses ( -- what follows for each claim
    claim TEXT PRIMARY KEY REFERENCES claims (claim),
    status TEXT NOT NULL, -- disputed, asserted, qualified, denied or open
    reason TEXT NOT NULL, -- in a sentence
    review_count INTEGER NOT NULL, -- how many of the positions have a rating
    status_without_reviews TEXT NOT NULL,
    divided INTEGER NOT NULL, -- 1 if people of one party disagree
    values_differ INTEGER NOT NULL, -- 1 if parties give different numbers
    thin INTEGER NOT NULL, -- 1 if the status rests on a single position
    source_count INTEGER NOT NULL,
    origin_count INTEGER NOT NULL -- at most so many of the sources are independent
) WITHOUT ROWID;
CREATE TABLE topics (
    claim TEXT NOT NULL REFERENCES claims (claim),
    topic TEXT NOT NULL,
    PRIMARY KEY (claim, topic)
) WITHOUT ROWID;
CREATE TABLE links ( -- from one claim to another
    claim TEXT NOT NULL REFERENCES claims (claim),
    link TEXT NOT NULL, -- implies, contradicts or see_also
    linked_claim TEXT NOT NULL, -- may be a claim that is not in this database
    PRIMARY KEY (claim, link, linked_claim)
) WITHOUT ROWID;
CREATE TABLE parties (
    party TEXT PRIMARY KEY,
    party_name TEXT NOT NULL,
    party_kind TEXT,
    party_notes TEXT,
    registered INTEGER NOT NULL, -- 1 if it is in parties.toml
    principal_known INTEGER NOT NULL -- 0 if parties.toml has a mistake in its speaks_for
) WITHOUT ROWID;
CREATE TABLE aliases ( -- other names of registered parties
    party TEXT NOT NULL REFERENCES parties (party),
    alias TEXT NOT NULL,
    PRIMARY KEY (party, alias)
) WITHOUT ROWID;
CREATE TABLE voices ( -- for whom a party speaks, and when
    party TEXT NOT NULL REFERENCES parties (party),
    speaks_for TEXT NOT NULL REFERENCES parties (party),
    since TEXT, -- both days included; NULL if there is no limit
    until TEXT
);
CREATE TABLE positions ( -- one act of a party each
    position INTEGER PRIMARY KEY,
    claim TEXT NOT NULL REFERENCES claims (claim),
    place INTEGER NOT NULL, -- in the claim's file, from 1
    date TEXT, -- a moment, a day, a month or a year
    date_of TEXT NOT NULL, -- whether that is the date of the statement, or only of the report of it
    date_key INTEGER NOT NULL, -- in the order of these numbers positions count, on all claims
    party TEXT NOT NULL REFERENCES parties (party), -- who took it
    principal TEXT NOT NULL REFERENCES parties (party), -- for whom it counts: the party spoken for on that date
    stance TEXT NOT NULL, -- asserts, qualifies, denies, declines, comments, reports or withdraws
    side TEXT, -- the stance, if it takes a side
    value TEXT, -- as it is shown: "at least 5"
    min NUMERIC, -- the smallest number meant
    max NUMERIC,
    about TEXT, -- the time of which the value is true
    standing TEXT NOT NULL, -- on-record, anonymous or relayed
    attribution TEXT NOT NULL, -- on-record or anonymous, as recorded
    rating TEXT, -- the verdict of a review; NULL if the position is none
    quote TEXT, -- verbatim
    original TEXT, -- the words in the original language
    lang TEXT,
    note TEXT,
    sets_line INTEGER NOT NULL, -- 1 if the line of its principal is this one
    order_certain INTEGER NOT NULL, -- 0 if it moved a line, and its date leaves open whether it came later
    clock_order_differs INTEGER NOT NULL, -- 1 if the clock orders it otherwise than the calendar
    withdrawn_by INTEGER REFERENCES positions (position) -- the first later position that withdraws it
);
CREATE TABLE tellers ( -- through whom a position is known, nearest the speaker first
    position INTEGER NOT NULL REFERENCES positions (position),
    number INTEGER NOT NULL,
    party TEXT NOT NULL REFERENCES parties (party),
    PRIMARY KEY (position, number)
) WITHOUT ROWID;
CREATE TABLE sources (
    source_number INTEGER PRIMARY KEY,
    source TEXT NOT NULL, -- its id, or the URL that is cited
    claim TEXT REFERENCES claims (claim), -- the claim whose own it is; NULL for a shared one and a bare URL
    source_title TEXT,
    publisher TEXT,
    author TEXT,
    url TEXT,
    archive_url TEXT,
    source_date TEXT, -- when it was published
    retrieved TEXT, -- when it was read
    source_lang TEXT,
    source_quote TEXT, -- what it says
    source_note TEXT,
    derived_from TEXT, -- the id of the source that it copies or rests on
    parent INTEGER REFERENCES sources (source_number) -- the same, if it is recorded
);
CREATE TABLE citations ( -- what a position cites
    position INTEGER NOT NULL REFERENCES positions (position),
    number INTEGER NOT NULL, -- in the order of the record, from 1
    source_number INTEGER NOT NULL REFERENCES sources (source_number),
    at TEXT, -- the place in the source
    origin INTEGER NOT NULL REFERENCES sources (source_number), -- the source from which it derives in the end; itself if from none
    PRIMARY KEY (position, number)
) WITHOUT ROWID;
CREATE TABLE lines ( -- where each principal stands on a claim
    claim TEXT NOT NULL REFERENCES claims (claim),
    principal TEXT NOT NULL REFERENCES parties (party),
    side TEXT NOT NULL, -- asserts, qualifies or denies
    value TEXT,
    min NUMERIC,
    max NUMERIC,
    about TEXT,
    standing TEXT NOT NULL,
    position INTEGER NOT NULL REFERENCES positions (position), -- the one that set the line
    value_position INTEGER REFERENCES positions (position), -- the one that gave the value
    divided INTEGER NOT NULL, -- 1 if its own people disagree, or somebody withdrew what it rests on
    PRIMARY KEY (claim, principal)
) WITHOUT ROWID;
CREATE TABLE silences ( -- principals that took positions on a claim and no side
    claim TEXT NOT NULL REFERENCES claims (claim),
    principal TEXT NOT NULL REFERENCES parties (party),
    silence TEXT NOT NULL, -- declined, commented, reports or withdrew
    PRIMARY KEY (claim, principal)
) WITHOUT ROWID;
CREATE TABLE shifts ( -- when parties moved: every change of a line
    shift INTEGER PRIMARY KEY,
    claim TEXT NOT NULL REFERENCES claims (claim),
    principal TEXT NOT NULL REFERENCES parties (party),
    move TEXT NOT NULL, -- first, side, value or lapse
    position INTEGER NOT NULL REFERENCES positions (position), -- the one that moved the line
    before_side TEXT,
    before_value TEXT,
    before_about TEXT,
    before_standing TEXT,
    after_side TEXT,
    after_value TEXT,
    after_about TEXT,
    after_standing TEXT,
    order_certain INTEGER NOT NULL
);
"""

# Made when the rows are there, which is quicker.
INDEXES: Final = """
CREATE INDEX statuses_by_status ON statuses (status);
CREATE INDEX topics_by_topic ON topics (topic);
CREATE INDEX links_by_linked_claim ON links (linked_claim);
CREATE INDEX voices_by_party ON voices (party);
CREATE INDEX voices_by_principal ON voices (speaks_for);
CREATE UNIQUE INDEX positions_by_claim ON positions (claim, place);
CREATE INDEX positions_by_party ON positions (party);
CREATE INDEX positions_by_principal ON positions (principal);
CREATE INDEX positions_by_date ON positions (date_key);
CREATE INDEX tellers_by_party ON tellers (party);
CREATE INDEX sources_by_id ON sources (source);
CREATE INDEX sources_by_claim ON sources (claim);
CREATE INDEX citations_by_source ON citations (source_number);
CREATE INDEX citations_by_origin ON citations (origin);
CREATE INDEX lines_by_principal ON lines (principal);
CREATE INDEX silences_by_principal ON silences (principal);
CREATE INDEX shifts_by_claim ON shifts (claim);
CREATE INDEX shifts_by_principal ON shifts (principal);
"""

VIEWS: Final = """
CREATE VIEW disputed AS
    SELECT claim, title, kind, claim_date, reason, divided, values_differ, thin
    FROM claims JOIN statuses USING (claim) WHERE status = 'disputed';
CREATE VIEW who_stands_where AS
    SELECT claim, title, party_name AS principal_name, lines.side, lines.value, unit, lines.about, lines.standing,
        date, date_of
    FROM lines JOIN claims USING (claim) JOIN parties ON parties.party = lines.principal
        JOIN positions USING (position, claim);
CREATE VIEW who_said_what AS
    SELECT date, date_of, speaker.party_name, spoken_for.party_name AS principal_name, stance, value, unit, about,
        standing, quote, claim, title
    FROM positions JOIN claims USING (claim) JOIN parties AS speaker ON speaker.party = positions.party
        JOIN parties AS spoken_for ON spoken_for.party = principal
    ORDER BY date_key, claim, place;
CREATE VIEW who_moved AS
    SELECT date, claim, title, party_name AS principal_name, move, before_side, before_value, after_side, after_value, unit
    FROM shifts JOIN claims USING (claim) JOIN positions USING (position, claim) JOIN parties ON parties.party = shifts.principal
    ORDER BY date_key, claim, place;
CREATE VIEW reviews AS
    SELECT date, party_name, rating, stance, quote, claim, title
    FROM positions JOIN claims USING (claim) JOIN parties USING (party) WHERE rating IS NOT NULL
    ORDER BY date_key, claim, place;
CREATE VIEW unsourced AS
    SELECT claim, place, party, stance, date
    FROM positions WHERE NOT EXISTS (SELECT 1 FROM citations WHERE citations.position = positions.position);
"""
