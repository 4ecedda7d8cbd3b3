"""What each party did on many claims is the sum of what it did on each, however they are put together."""

from hypothesis import given
from hypothesis import strategies as st

from claimtrack.rules.party_counts import PartyCount, PartySummary, add_up, counts_on, names_in

PARTIES = ["india", "پاکستان", "us"]

summaries = st.dictionaries(
    st.sampled_from(PARTIES),
    st.builds(
        lambda name, positions, at: PartySummary(name, positions, at, f"2025-0{at}" if at else None, None),
        st.sampled_from([None, "India", "INDIA"]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
)
books = st.lists(summaries, max_size=12).map(
    lambda each: {f"claim-{number:02}": done for number, done in enumerate(each)}
)


@given(books, st.randoms(use_true_random=False), st.integers(1, 5))
def test_claims_may_be_added_up_in_any_order_and_in_parts(book, chance, size):
    whole = add_up(counts_on(claim_id, done) for claim_id, done in book.items())
    ids = [*book]
    chance.shuffle(ids)
    parts = [ids[start : start + size] for start in range(0, len(ids), size)]
    summed = [add_up(counts_on(each, book[each]) for each in part) for part in parts]
    assert whole == add_up(summed)
    names = names_in(summed)
    assert [*names.items()] == sorted((party, count.name) for party, count in whole.items() if count.name is not None)


@given(books)
def test_a_count_is_that_of_its_claims(book):
    for party, count in add_up(counts_on(claim_id, done) for claim_id, done in book.items()).items():
        done = {claim_id: each[party] for claim_id, each in book.items() if party in each}
        named = [(claim_id, each.name) for claim_id, each in done.items() if each.name is not None]
        dated = [(each.at, claim_id) for claim_id, each in done.items() if each.at]
        assert (count.named_in, count.name) == (named[0] if named else ("", None))
        assert count.positions == sum(each.positions for each in done.values())
        assert count.claims == sum(each.positions > 0 for each in done.values())
        assert (count.at, count.last_in) == max(dated, default=(0, ""))
        assert count.last == (done[count.last_in].last if dated else None)


def test_nothing_is_the_sum_of_nothing():
    assert add_up([]) == {}
    assert PartyCount() == PartyCount(name=None, claims=0)
