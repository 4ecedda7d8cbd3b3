"""Texts that are plainly a number, in many ways of writing, and those that are not."""

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.model.number_text import in_toml, read_number
from claimtrack.model.values import Value

# What a text says: the value, and whether it can mean nothing else.
READ = {
    "5": (5, True),
    " 5 ": (5, True),
    "-5": (-5, True),
    "−5": (-5, True),
    "+5": (5, False),
    "5.0": (5, True),
    "0.125": (0.125, True),
    ".5": (0.5, True),
    "1e6": (1_000_000, True),
    "٥": (5, True),
    "۵": (5, True),
    "५०": (50, True),
    "１２": (12, True),
    "½": (0.5, False),
    "2½": (2.5, False),
    "五": (5, False),
    "Ⅷ": (8, False),
    # marks of thousands and of decimals
    "1,200": (1200, False),
    "1.200": (1.2, False),
    "1,200,000": (1_200_000, True),
    "1.200.000": (1_200_000, True),
    "1 200": (1200, True),
    "1\u202f200\u202f000": (1_200_000, True),
    "1'200": (1200, True),
    "1’200": (1200, True),
    "1_200": (1200, True),
    "12,00,000": (1_200_000, True),
    "1,200.50": (1200.5, True),
    "1.200,50": (1200.5, False),
    "1,5": (1.5, False),
    "١٬٢٠٠": (1200, True),
    "١٫٥": (1.5, True),
    # ranges
    "5-6": ({"min": 5, "max": 6}, True),
    "5–6": ({"min": 5, "max": 6}, True),
    "5 — 6": ({"min": 5, "max": 6}, True),
    "5..6": ({"min": 5, "max": 6}, True),
    "5 to 6": ({"min": 5, "max": 6}, True),
    "5 or 6": ({"min": 5, "max": 6}, False),
    "between 5 and 6": ({"min": 5, "max": 6}, True),
    "From 5 to 6": ({"min": 5, "max": 6}, True),
    "-6--5": ({"min": -6, "max": -5}, True),
    "٥-٦": ({"min": 5, "max": 6}, True),
    "1,000-2,000": ({"min": 1000, "max": 2000}, False),
    "5-6 million": ({"min": 5_000_000, "max": 6_000_000}, False),
    "500 thousand to 1 million": ({"min": 500_000, "max": 1_000_000}, False),
    "five to six": ({"min": 5, "max": 6}, False),
    # one end
    "at least 5": ({"min": 5}, True),
    ">=5": ({"min": 5}, True),
    "≥ 5": ({"min": 5}, True),
    "5+": ({"min": 5}, True),
    "5 or more": ({"min": 5}, True),
    "min. 5": ({"min": 5}, True),
    "at most 5": ({"max": 5}, True),
    "up to 5": ({"max": 5}, True),
    "<= 5": ({"max": 5}, True),
    "5 or fewer": ({"max": 5}, True),
    "more than 5": ({"min": 5}, False),
    "> 5": ({"min": 5}, False),
    "fewer than 5": ({"max": 5}, False),
    "at least five": ({"min": 5}, False),
    # words
    "five": (5, False),
    "Twenty-One": (21, False),
    "two hundred and five": (205, False),
    "a hundred": (100, False),
    "two thousand five hundred": (2500, False),
    "12 million": (12_000_000, False),
    "twelve million": (12_000_000, False),
    "1.5 billion": (1_500_000_000, False),
    "12k": (12_000, False),
    "3bn": (3_000_000_000, False),
    "12 lakh": (1_200_000, False),
    "12 Mio.": (12_000_000, False),
    "12 миллионов": (12_000_000, False),
    "12万": (120_000, False),
    "fünf": (5, False),
    "fu\u0308nf": (5, False),
    "пять": (5, False),
    "خمسة": (5, False),
    "पाँच": (5, False),
}
UNITS = {
    "60%": (60, "%"),
    "60 %": (60, "%"),
    "%60": (60, "%"),
    "٦٠٪": (60, "%"),
    "60 percent": (60, "%"),
    "60 per cent": (60, "%"),
    "5%-6%": ({"min": 5, "max": 6}, "%"),
    "5-6%": ({"min": 5, "max": 6}, "%"),
    "more than 60%": ({"min": 60}, "%"),
    "60% or more": ({"min": 60}, "%"),
    "$12 million": (12_000_000, "$"),
    "€5": (5, "€"),
    "5 €": (5, "€"),
    "₹5 crore": (50_000_000, "₹"),
}
WORDS = [
    *("about 5", "a few", "about a dozen", "a dozen", "dozens", "millions", "hundred", "five or so", "half", "k"),
    *("at least many", "more than enough", "up to the limit"),
    *("2025-05", "2025-05-07", "05", "007", "10:30", "1/2", "5-3", "5-5", "1.2.3", "12 34", "1,20,30", "6 May"),
    *(
        "",
        "-",
        "%",
        "$",
        "?",
        "and",
        "a",
        "five and",
        "one of two",
        "five six",
        "five twenty",
        "ten hundred thousand k",
    ),
    *("5 people", "5 jets and 2 drones", "VIII", "once", "none", "no", "5 -", "- 5", "and five", "five zero", "1e9 km"),
    *("99999999999999999999", "1e999", "9" * 90, "five " * 30),  # what no record can count or compare
]


@pytest.mark.parametrize("text", READ)
def test_a_number_is_read_however_it_is_written(text):
    found = read_number(text)
    assert (found.value.written, found.sure, found.unit) == (*READ[text], None)


@pytest.mark.parametrize("text", UNITS)
def test_a_percent_or_currency_sign_is_a_unit(text):
    found = read_number(text)
    assert (found.value.written, found.unit) == UNITS[text]


@pytest.mark.parametrize("text", WORDS)
def test_what_says_less_or_other_than_a_number_stays_a_text(text):
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "found"),
    [
        ("5 jets", "jets", 5),
        ("5 Jets", "jets", 5),
        ("1 jet", "jets", 1),
        ("5 m", "m", 5),
        ("5 litres a second", "litres a second", 5),
        ("60%", "%", 60),
        ("60 percent", "per cent", 60),
        ("at least 5 jets", "jets", {"min": 5}),
        ("5 jets", None, None),
        ("5 jets", "drones", None),
        ("5 جہاز", "جہاز", 5),
        ("5 --", "...", None),
    ],
)
def test_the_unit_of_the_claim_may_follow(text, unit, found):
    read = read_number(text, unit)
    assert (read and (read.value.written, read.unit)) == (found and (found, None))


@pytest.mark.parametrize(
    ("text", "unit", "instead"),
    [
        ("5", None, "5"),
        ("5-6", "jets", "{ min = 5, max = 6 }"),
        ("at least 5", None, "{ min = 5 }"),
        ("1,200", None, "1200, or 1.2 if that is meant"),
        ("-1.200", None, "-1.2, or -1200 if that is meant"),
        ("60%", None, '60, and unit = "%" above the first [[positions]]'),
        ("60%", "percent", "60"),
        ("60%", "jets", '60, in a claim with unit = "%"'),
    ],
)
def test_it_says_what_to_write_instead(text, unit, instead):
    assert read_number(text, unit).instead(unit) == instead


numbers = st.integers(-(10**12), 10**12) | st.integers(-(10**6), 10**6).map(lambda number: number / 1000)
ranges = st.tuples(numbers, numbers).filter(lambda ends: ends[0] < ends[1])


@given(
    st.one_of(
        numbers.map(lambda number: (f"{number}", number)),
        numbers.map(lambda number: (f"at least {number}", {"min": number})),
        numbers.map(lambda number: (f"{number} or less", {"max": number})),
        ranges.map(lambda ends: (f"{ends[0]} to {ends[1]}", {"min": ends[0], "max": ends[1]})),
        ranges.map(lambda ends: (f"{ends[0]}–{ends[1]}", {"min": ends[0], "max": ends[1]})),
    ),
    st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９"]),
)
def test_every_number_and_range_is_read_from_the_digits_of_every_script(written, digits):
    text, value = written
    found = read_number(text.translate(str.maketrans("0123456789", digits)))
    assert value in (found.value.written, found.other.written if found.other else None) or not found.sure
    # What it says to write is that value in a record, and no text.
    again = Value.parse(tomli.loads(f"value = {in_toml(found.value)}")["value"])
    assert again.text is None
    assert (again.low, again.high) == (found.value.low, found.value.high)


@given(st.integers(0, 10**15 - 1))
def test_english_words_are_read(number):
    found = read_number(spelt(number))
    assert found.value.written == number if len(spelt(number)) <= 80 else found is None


SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelt(number):
    """Spell a number in English."""
    for size, word in (
        (10**12, "trillion"),
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if number >= size:
            rest = f"{' and' if size == 100 else ''} {spelt(number % size)}" if number % size else ""
            return f"{spelt(number // size)} {word}{rest}"
    if number < 20:
        return SMALL[number]
    return f"{TENS[number // 10]}{f'-{SMALL[number % 10]}' if number % 10 else ''}"


@given(st.text(max_size=100))
def test_any_text_is_read_or_not(text):
    found = read_number(text)
    assert found is None or found.value.text is None
