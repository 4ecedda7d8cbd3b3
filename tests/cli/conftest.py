"""A small book of claims about an invented river war, in which every filter finds something and misses something."""

from __future__ import annotations

import pytest

PARTIES = """
[norland]
name    = "Norland"
kind    = "state"
aliases = ["Kingdom of Norland", "NL"]

[sudland]
name = "Sudland"
kind = "state"

[marshal]
name       = "Marshal Ek"
kind       = "person"
speaks_for = "norland"

[envoy]
name       = "Zoë Ångström"
kind       = "person"
aliases    = ["The Envoy"]
speaks_for = [{ party = "norland", from = 2025-03-01 }]

[gazette]
name = "River Gazette"
kind = "paper"

[hermit]
name = "The Hermit"
"""

SOURCES = """
[[sources]]
id        = "wire-0310"
publisher = "Agence Fleuve"
url       = "https://fleuve.example/0310"
archive_url = "https://archive.example/fleuve-0310"
date      = 2025-03-10

[[sources]]
id           = "gazette-0311"
title        = "Bridge is down"
publisher    = "River Gazette"
url          = "https://gazette.example/0311"
derived_from = "wire-0310"

[[sources]]
id        = "shelved"
title     = "Nobody cites this"
"""

BRIDGE = """
title     = "Norland blew up the bridge"
statement = "Norland's army blew up the river bridge."
unit      = "spans"
date      = 2025-03-10
topics    = ["river-war", "Bridges"]
notes     = '''
The value is the number of spans
that fell.
'''

[[positions]]
party   = "Sudland"
stance  = "asserts"
date    = 2025-03-10
value   = 3
quote   = "three spans are gone"
sources = ["wire-0310", "gazette-0311"]

[[positions]]
party   = "Marshal Ek"
stance  = "denies"
date    = 2025-03-11
quote   = "we never touched it"
sources = ["gazette-0311"]
"""

DAM = """
title  = "The dam was opened on purpose"
topics = ["river-war"]

[[positions]]
party  = "Sudland"
stance = "asserts"
date   = 2025-04-01

[[positions]]
party  = "marshal"
stance = "denies"
date   = 2025-04-02

[[positions]]
party  = "the envoy"
stance = "asserts"
date   = 2025-04-03
quote  = "हमने बाँध खोला"
note   = "At the café."
"""

TOLLS = """
title  = "Tolls should be lifted"
kind   = "policy"
topics = ["bridges"]

[[positions]]
party  = "norland"
stance = "asserts"
date   = "2025-05"

[[positions]]
party   = "sudland"
stance  = "declines"
date    = 2025-06-01
sources = ["https://bare.example/tolls"]
"""

FLOOD = """
title = "The river will flood in spring"
kind  = "prediction"

[[positions]]
party   = "River Gazette"
stance  = "reports"
date    = 2025-01-05
sources = ["own"]

[[positions]]
party  = "Envoy"
stance = "comments"
date   = 2025-02-01

[[sources]]
id        = "own"
title     = "Spring"
publisher = "river gazette"
"""

FERRY = """
title = "The ferry is the better crossing"
kind  = "opinion"

[[positions]]
party    = "کشتی بان"
stance   = "qualifies"
quote    = "Only in summer"
original = "صرف گرمیوں میں"
lang     = "ur"
"""

TOLL_TAX = """
title = "The toll is a tax"

[[positions]]
party  = "sudland"
stance = "denies"
date   = 2024-12-31
"""

BOOK = {
    "parties": PARTIES,
    "sources": SOURCES,
    "bridge": BRIDGE,
    "dam": DAM,
    "river/tolls": TOLLS,
    "flood": FLOOD,
    "ferry": FERRY,
    "toll-tax": TOLL_TAX,
}


@pytest.fixture
def book(folder):
    """The book, in a folder of its own; give the directory above it."""
    return folder(BOOK).parent
