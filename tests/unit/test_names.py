"""How names compare, in any script; and that search finds each of them by all its forms."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.model.names import composed, composed_source, folded, slug, slug_prefix, unseen
from claimtrack.model.unicode_tables import MODIFIED, PLAIN
from claimtrack.rules.search import haystack, occurs, phrase

# Ways of writing one name.
ONE = {
    "Arabic": [
        ("وزارة الدفاع", "وِزَارَةُ الدِّفَاع", "وزارة  الدفـــاع", "وزارة\u200f الدفاع"),
        ("الدفاع", "ٱلدِّفَاع"),
        ("علي", "على", "علی", "ﻋﻠﻲ"),
        ("الكويت", "الکویت"),
        ("لا", "ﻻ"),
        ("أحمد", "ا\u0654حمد", "أَحْمَد"),
        ("هٰذا", "هذا"),
        ("وحدة ٧", "وحدة ۷"),
        ("هيئة الإذاعة، لندن", "هيئة الإذاعة - لندن"),
    ],
    "Hebrew": [("שלום", "שָׁלוֹם", "שׁלום", "שׁלוֹם"), ("תל אביב", "תל־אביב"), ('צה"ל', "צה״ל")],
    "Persian": [
        ("شرکت ملی", "شركت ملي", "شرکت ملّی"),
        ("می‌خواهم", "میخواهم"),
        ("خانهٔ ملت", "خانۀ ملت"),
        ("لشکر ۵", "لشكر ٥"),
    ],
    "Urdu": [("شہباز شریف", "شهباز شريف"), ("نہ\u200cیں", "نہیں"), ("وزیرِ اعظم", "وزیر اعظم"), ("آزاد", "ا\u0653زاد")],
    "Hindi": [("क़ानून", "क\u093cानून"), ("क्\u200dष", "क्ष", "क्\u200cष"), ("भारत।", "भारत")],
    "Bengali": [("কো", "ক\u09c7\u09be"), ("ঢাকা", "ঢাকা"), ("উৎসব", "উত্\u200dসব"), ("য়", "য\u09bc")],
    "Tamil": [("கொ", "க\u0bc6\u0bbe")],
    "Malayalam": [("അവൻ", "അവന്\u200d")],
    "Thai": [
        ("กรุงเทพ", "กรุงเทพ\u200b", "“กรุงเทพ”"),
        ("น\u0e49\u0e33", "น\u0e49\u0e4d\u0e32", "น\u0e4d\u0e49\u0e32", "น\u0e49\u200b\u0e4d\u0e32"),
    ],
    "Lao": [("ນ\u0ec9\u0eb3", "ນ\u0ec9\u0ecd\u0eb2", "ນ\u0ecd\u0ec9\u0eb2")],
    "Chinese": [("国防部", "国防部\ufe00"), ("ＡＢＣ公司", "ABC公司"), ("國防部（北京）", "國防部 (北京)")],
    "Japanese": [("ガス", "ｶﾞｽ", "カ\u3099ス"), ("神", "神")],
    "Korean": [("국방부", unicodedata.normalize("NFD", "국방부"))],
    "Turkish": [
        ("İstanbul", "istanbul", "ISTANBUL", "ıstanbul", "i\u0307stanbul", "İSTANBUL"),
        ("Diyarbakır", "DİYARBAKIR", "DIYARBAKIR", "diyarbakir"),
    ],
    "Vietnamese": [("Bộ Quốc phòng", "BỘ QUỐC PHÒNG", "Bô\u0323 Quốc phòng", "Bo\u0323\u0302 Quốc phòng")],
    "Polish": [("Łódź", "ŁÓDŹ", "ło\u0301dz\u0301")],
    "German": [("Straße", "STRASSE", "Strasse", "STRAẞE"), ("Müller", "MÜLLER", "Mu\u0308ller")],
    "Greek": [("Αθήνα", "ΑΘΗΝΑ", "αθηνα"), ("Οδυσσεύς", "ΟΔΥΣΣΕΥΣ"), ("Μαΐου", "ΜΑΪΟΥ"), ("ᾳδης", "ΑΙΔΗΣ")],
    "Cyrillic": [
        ("Андрей", "АНДРЕЙ", "Андре\u0438\u0306"),
        ("Київ", "КИЇВ", "Киі\u0308в"),
        ("Об'єкт", "Обʼєкт", "Об’єкт"),
    ],
    "English": [
        ("DG ISPR", "dg-ispr", "  DG  ISPR.", "“DG ISPR”"),
        ("O'Brien", "O’Brien", "OʼBrien", "O'BRIEN"),
        ("Water\u00ad Board", "Water Board", "Water\u00a0Board", "\ufeffWater Board"),
        ("Group A-", "Group A−", "Group A–", "Group A－", "Group (A-)", "group a -", "Group A-\u200e"),
        ("Group A+", "Group A＋", "Group A⁺", "“Group A+”", "Group A +"),
        ("C++", "c + +"),
        ("Unit #7", "Unit 7"),
    ],
}
# Names that are not one, and of those, what search finds by each other.
FOUND_TOGETHER = {
    "Arabic": [("احمد", "أحمد"), ("الإمارات", "الامارات"), ("مكتبه", "مكتبة"), ("وحدة ٧", "وحدة 7"), ("هيئة", "هيية")],
    "Persian": [("لشکر ۵", "لشکر 5"), ("آیین", "آئین")],
    "Urdu": [("بہائی", "بھائی")],  # some keyboards have one of the two, so search takes them for one
    "Hindi": [("२०२५", "2025")],
    "Turkish": [("Çağlar", "Caglar")],
    "Vietnamese": [("Đà Nẵng", "Da Nang"), ("Bộ", "Bo")],
    "Polish": [("Łódź", "Lodz"), ("Lódź", "Łódź")],
    "German": [("Müller", "Muller"), ("Öl", "Ol")],
    "Danish": [("Ærø", "Aero"), ("Århus", "Arhus")],
    "Cyrillic": [("Пётр", "Петр"), ("Ґалаґан", "Галаган")],
    "Yiddish": [("װאָס", "וואָס")],
    "English": [("Group A+", "Group A-"), ("Group A*", "Group A"), ("Acme ©", "Acme")],
}
APART = {
    "Arabic": [("عمر", "عمرو"), ("وزير", "وزيرة")],
    "Hebrew": [("שלום", "שלוש")],
    "Urdu": [("میں", "مے")],
    "Hindi": [("कि", "की"), ("बाँध", "बाध"), ("गिरा", "गिर")],
    "Bengali": [("কি", "কী"), ("মা", "ম")],
    "Tamil": [("கி", "கீ"), ("க", "கா")],
    "Thai": [("ปา", "ป่า"), ("กิน", "กัน")],
    "Chinese": [("国防", "國防")],
    "Japanese": [("カス", "ガス")],
    "Cyrillic": [("Андрей", "Андреи"), ("Київ", "Киів"), ("Шахта", "Щахта")],
    "Polish": [("Łódź", "Łódka")],
    "English": [("U.S.", "US"), ("Group A", "Group B")],
}


def rows(table):
    return [
        pytest.param(names, id=f"{script} {number}") for script in table for number, names in enumerate(table[script])
    ]


def found_by(one, other):
    return occurs(one, haystack([other]))


@pytest.mark.parametrize("names", rows(ONE))
def test_these_are_one_name(names):
    assert {slug(name) for name in names} == {slug(names[0])} != {""}
    assert all(found_by(one, other) for one in names for other in names)


@pytest.mark.parametrize("names", rows(FOUND_TOGETHER))
def test_these_are_two_names_that_search_finds_together(names):
    one, other = names
    assert slug(one) != slug(other)
    assert found_by(one, other)
    assert found_by(other, one)


@pytest.mark.parametrize("names", rows(APART))
def test_these_are_two_names_for_search_too(names):
    one, other = names
    assert slug(one) != slug(other)
    assert phrase(one) != phrase(other)


def test_the_hebrew_accents_are_optional_and_the_letters_are_not():
    assert slug("בְּרֵאשִׁ֖ית") == slug("בראשית") != slug("בראשת")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("  DG ISPR ", "dg-ispr"),
        ("U.S.", "u-s"),
        ("Prime Minister's Office", "prime-minister-s-office"),
        ("Éric Trappier", "éric-trappier"),
        ("Straße", "strasse"),
        ("पाकिस्तान", "पाकिस्तान"),
        ("شہباز شریف", "شهباز-شریف"),
        ("ＵＳＡ", "usa"),
        ("½", "1⁄2"),
        ("Group A+", "group-a+"),
        ("Group A -", "group-a−"),
        ("Group A-B", "group-a-b"),
        ("A* and B", "a-and-b"),
        ("Group A*−", "group-a*−"),
        ("$ 5 < 6", "$5<6"),
        ("C#", "c#"),
        ("O´Brien", "o´brien"),
        ("a\n\tb\0c", "a-b-c"),
        ("?!", ""),
        ("—", ""),
        ("+", ""),
        ("ـ", ""),
        ("", ""),
    ],
)
def test_a_slug_is_the_words_of_a_name(name, expected):
    assert slug(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("United-", "united-"), ("UNI", "uni"), ("A+", "a+"), ("Ł ", "ł-"), ("", "")]
)
def test_the_beginning_of_a_name_is_compared_without_a_sign_at_its_end(text, expected):
    assert slug_prefix(text) == expected
    assert slug(f"{text}Board").startswith(expected)


# -- what makes no difference to any name

# Letters, marks that compose with them, symbols, signs, and the invisible characters between them.
SPECIAL = (
    "eaiıIİαάЙи-−–*#+´\u0301\u0306\u0307\u0308\u0323\u0327\u0345\u0338\u034f\u0640\u064e\u0651\u0653\u0654\u0670\u05b8\u200c\u200d"
    "\u00ad\u3099\u09be\u09c7\u1100\u1161\u093c\u0d4d اأىیيكکهہةۃۀەٱ\ufe71\ufc5e\ufb1eכカﾞ"
)
TEXTS = st.text(st.characters(categories=["L", "M", "N", "Cf", "P", "S", "Zs"]) | st.sampled_from(SPECIAL), max_size=12)
SYMBOLS = st.characters(categories=["S"])
VOWELS = "\u064b\u064c\u064e\u0650\u0651\u0652\u0670\u05b0\u05b8\u05bc\u05c1"


def forms(text):
    return [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]


@given(TEXTS | st.text())
def test_a_slug_is_its_own_slug_and_a_phrase_its_own_phrase(text):
    assert slug(slug(text)) == slug(text)
    assert phrase(phrase(text)) == phrase(text)


@given(TEXTS)
def test_composed_and_decomposed_names_are_one(text):
    assert {slug(form) for form in forms(text)} == {slug(text)}
    assert {phrase(form) for form in forms(text)} == {phrase(text)}


@given(TEXTS)
def test_names_are_one_in_capitals(text):
    # Capitals can be letters of another kind, such as Σ and SS, but never another name.
    assert slug(text.upper().lower()) == slug(text.upper())
    assert slug(text.casefold()) == slug(text)
    assert phrase(text.casefold()) == phrase(text)


@given(
    st.lists(TEXTS, min_size=1, max_size=4),
    st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u202e\u034f\ufe0f" + VOWELS + "\u0640"),
)
def test_what_is_not_seen_makes_no_difference(parts, unseen_one):
    whole, parted = "".join(parts), unseen_one.join(parts)
    assert slug(parted) == slug(whole)
    assert phrase(parted) == phrase(whole)


@given(TEXTS, TEXTS)
def test_names_that_are_one_are_found_by_each_other(one, other):
    variants = str.maketrans("يىكہۃ۱ıٱʼ", "ییکهة١iا'")
    for left, right in ((one, other), (one, one.translate(variants)), (one, slug(one)), (one, f" “{one}” ")):
        if slug(left) == slug(right):
            assert phrase(left) == phrase(right)
    assert slug(one.translate(variants)) == slug(one)


@given(st.text(st.characters(categories=["L"]), min_size=1), SYMBOLS)
def test_a_symbol_distinguishes(name, symbol):
    assert slug(f"{name}{symbol}") != slug(name) or not slug(name)


@given(st.text(st.characters(codec="ascii")))
def test_the_short_way_for_ascii_gives_the_same(text):
    assert slug(f"{text}\u200c") == slug(text)
    assert phrase(f"{text}\u200c") == phrase(text)


@given(st.text())
def test_a_slug_has_no_blank_and_no_hyphen_but_between_words(text):
    found = slug(text)
    assert not any(char.isspace() for char in found)
    assert all(found.split("-")) or not found


# -- the tables


def all_chars():
    return map(chr, range(sys.maxunicode + 1))


def test_every_invisible_character_that_python_knows_is_ignored():
    known = {char for char in all_chars() if unicodedata.category(char) == "Cf"}
    assert [char for char in known if not unseen().fullmatch(char)] == []


def test_no_letter_is_ignored_but_kashida_and_fillers():
    letters = [char for char in all_chars() if unseen().fullmatch(char) and unicodedata.category(char)[0] in "LN"]
    names = [unicodedata.name(char) for char in letters]
    assert all(any(word in name for word in ("TATWEEL", "FILLER", "MEDIAL FORM", "LAJANYALAN")) for name in names)


def test_a_modified_letter_has_a_plain_one():
    pairs = dict(zip(MODIFIED, PLAIN, strict=True))
    assert {char: pairs[char] for char in "øłđħŧɓ"} == {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ɓ": "b"}
    assert all(plain.isascii() and plain.islower() for plain in PLAIN)
    assert all(unicodedata.decomposition(char) == "" for char in MODIFIED)


def test_what_a_character_stands_for_stands_for_itself():
    others = {*range(0x3400, 0xA000), *range(0xAC00, 0xD7A4), *range(0x20000, sys.maxunicode + 1)}  # many, and alike
    for char in (chr(code) for code in range(sys.maxunicode + 1) if code not in others):
        parts = folded(char)
        assert "".join(map(folded, parts)) == parts


# -- names and ids as they are read


@pytest.mark.parametrize(
    ("text", "name", "source"),
    [
        ("cafe", "cafe", "cafe"),
        ("cafe\u0301", "café", "café"),
        ("https://example.org/cafe\u0301", "https://example.org/café", "https://example.org/cafe\u0301"),
    ],
)
def test_names_and_ids_are_composed_and_addresses_are_not(text, name, source):
    assert composed(text) == name
    assert composed_source(text) == source
