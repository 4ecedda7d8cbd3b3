"""Writes a feed of invented reviews, as public collections of ClaimReview have them, to try an import at their scale.

    python benchmarks/claimreview_feed.py FILE N
    mkdir -p claims && claimtrack import FILE

One review in five is about a claim that another one is about too, and one in four claimants is nobody in particular.
"""

from __future__ import annotations

import argparse
import json
import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = ["dam", "ferry", "mill", "lake", "council", "bridge", "vaccine", "tax", "union", "river", "border", "school"]
WORDS += ["water", "minister", "factory", "price", "storm", "photo", "speech", "record", "north", "south", "old", "new"]
VERDICTS = ["False", "True", "Mostly false", "Misleading", "زائف", "Falso", "Missing context", "Not what it seems"]
NOBODY = ["Social media users", "Viral post", "Several sources", "Publicaciones en Facebook"]


def reviews(count: int) -> Iterator[dict[str, Any]]:
    """Yield invented reviews."""
    chance = random.Random(1)
    title = ""
    for number in range(count):
        if number % 5 or not title:
            title = f"The {' '.join(chance.choices(WORDS, k=8))} {number}"
        day = f"20{chance.randrange(12, 25)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02}"
        checker = f"Example Check {chance.randrange(100)}"
        claimant = chance.choice(NOBODY) if chance.random() < 0.25 else f"Speaker {chance.randrange(20_000)}"
        yield {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "claimReviewed": title,
            "url": f"https://check-{chance.randrange(100)}.example/{number}",
            "datePublished": day,
            "author": {
                "@type": "Organization",
                "name": checker,
                "url": "https://check.example",
                "image": "https://x.example/i.png",
            },
            "itemReviewed": {
                "@type": "Claim",
                "author": {"@type": "Person", "name": claimant, "jobTitle": "x"},
                "datePublished": f"{day} 10:00",
                "appearance": [{"@type": "CreativeWork", "url": f"https://post.example/{number}"}],
            },
            "reviewRating": {
                "@type": "Rating",
                "ratingValue": str(chance.randrange(1, 6)),
                "bestRating": "5",
                "worstRating": "1",
                "alternateName": chance.choice(VERDICTS),
            },
        }


def main() -> None:
    """Write the feed."""
    parser = argparse.ArgumentParser(description="Write a feed of invented reviews.")
    parser.add_argument("file", help="where to write it")
    parser.add_argument("count", type=int, help="how many reviews")
    given = parser.parse_args()
    with open(given.file, "w", encoding="utf-8") as file:
        file.write('{"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": [\n')
        for number, review in enumerate(reviews(given.count)):
            element = {"@type": "DataFeedItem", "item": [review]}
            file.write((",\n" if number else "") + json.dumps(element, ensure_ascii=False))
        file.write("\n]}\n")


if __name__ == "__main__":
    main()
