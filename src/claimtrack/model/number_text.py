"""Texts that are plainly a number, a percentage or a range; a value that is written so is never compared."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.model.names import slug
from claimtrack.model.values import Value, ValueFormError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST: Final = 80  # characters; a longer text is no number

_UNDER_TWENTY: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH: Final = {
    **{word: number for number, word in enumerate(_UNDER_TWENTY.split())},
    **{word: number * 10 for number, word in enumerate(_TENS.split(), 2)},
}
# The words for one to ten in other languages, but for those that are English words of another meaning ("once", "on").
_OTHER_LANGUAGES: Final = (
    "eins zwei drei vier fünf sechs sieben acht neun zehn",
    "un deux trois quatre cinq - sept huit neuf dix",
    "uno dos tres cuatro cinco seis siete ocho nueve diez",
    "um dois três quatro cinco seis sete oito nove dez",
    "uno due tre quattro cinque sei sette otto nove dieci",
    "bir iki üç dört beş altı yedi sekiz dokuz -",
    "один два три четыре пять шесть семь восемь девять десять",
    "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "ایک دو تین چار پانچ چھ سات آٹھ نو دس",
    "एक दो तीन चार पाँच छह सात आठ नौ दस",
)
_OTHERS: Final = {
    unicodedata.normalize("NFC", word): number
    for words in _OTHER_LANGUAGES
    for number, word in enumerate(words.split(), 1)
    if word != "-"
}
_MULTIPLES: Final = {
    unicodedata.normalize("NFC", word): 10**zeros
    for zeros, words in (
        (3, "thousand k тысяч тысячи هزار हज़ार"),
        (4, "万 萬"),
        (5, "lakh lakhs لاکھ लाख"),
        (6, "million millions mn mio mio. millionen millones миллион миллиона миллионов млн مليون ملیون میلیون"),
        (7, "crore crores کروڑ करोड़"),
        (8, "亿 億"),
        (
            9,
            "billion billions bn milliarde milliarden milliards mrd mrd. миллиард миллиарда миллиардов млрд مليار میلیارد",
        ),
        (12, "trillion trillions tn"),
    )
    for word in words.split()
}

_PERCENT: Final = re.compile(r"[%٪﹪％]|per ?cent|pct\.?")
_SEPARATORS: Final = re.compile(r" ?(?:[-‐‑‒–—−~]|\.\.\.?|…) ?| (?:to|through|(?P<vague>or)) ")
_AROUND: Final = re.compile(r"between (?P<low>.+) and (?P<high>.+)|from (?P<start>.+) to (?P<end>.+)")
_LIMITS: Final = re.compile(
    r"(?P<least>at least |no (?:fewer|less) than |not less than |min(?:imum|\.)? |>= ?|=> ?|≥ ?)"
    r"|(?P<most>at most |no more than |not more than |up to |max(?:imum|\.)? |<= ?|=< ?|≤ ?)"
    r"|(?P<over>(?:more|greater) than |over |above |> ?)|(?P<under>(?:less|fewer) than |under |below |< ?)"
)
_LIMITED: Final = re.compile(r"(?P<number>.+?)(?:(?P<least> ?\+| (?:or|and) more)|(?P<most> or (?:less|fewer)))")
# Marks of thousands are a space, an apostrophe, a point or a comma; India groups by two digits before the last three.
_GROUPED: Final = r"[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3})+|(?:[ '’_٬]\d{3})+)|[1-9]\d?(?:,\d\d)+,\d{3}"
_FORMS: Final = re.compile(
    rf"(?P<vague>[1-9]\d{{0,2}}[.,]\d{{3}})|(?P<plain>(?:0|[1-9]\d*)?(?:\.\d+)?(?:e[-+]?\d{{1,3}})?)|(?P<grouped>{_GROUPED})"
    rf"|(?P<whole>0|[1-9]\d*|{_GROUPED})(?P<mark>[.,٫])(?P<decimals>\d+)"
)
_COUNT: Final = re.compile(
    r"(?P<sign>[-+]?)(?P<digits>\d+(?:[ .,'’_٬٫]\d+)*(?:e[-+]?\d{1,3})?|\.\d+|(?=[¼-¾⅐-⅞]))"
    r"(?P<fraction>[¼-¾⅐-⅞]?) ?(?P<rest>.*)"
)


class NumberText(NamedTuple):
    """What a text says that is plainly a number, a percentage or a range."""

    value: Value  # what to write instead
    unit: str | None  # "%" or a currency sign, if the text has one that is not the claim's unit
    # Whether the text can mean nothing else, and is in digits. A point may be one of thousands or of decimals, and a
    # limit may leave out the number itself.
    sure: bool
    other: Value | None = None  # what it means if the point or comma is the other one
    beyond: bool = False  # whether it may leave out the limit itself, as "more than 5" does

    def instead(self, unit: str | None) -> str:
        """Return what to write in a claim with a unit, or without one."""
        written = in_toml(self.value)
        if self.other is not None:
            written += f", or {in_toml(self.other)} if that is meant"
        if self.unit is None:
            return written
        if unit is None:
            return f'{written}, and unit = "{self.unit}" above the first [[positions]]'
        return f'{written}, in a claim with unit = "{self.unit}"'


class _Number(NamedTuple):
    number: Decimal
    sure: bool = False
    other: Decimal | None = None
    scale: int = 1  # what a word such as "million" multiplies it by
    unit: str | None = None


def read_number(text: str, unit: str | None = None) -> NumberText | None:
    """Return what a text says if it is plainly a number, a percentage or a range; else None.

    A claim's unit may follow the number. "About ten" and "a few" are no numbers.

    >>> read_number("5–6").value.written, read_number("60%").unit, read_number("about ten")
    ({'min': 5, 'max': 6}, '%', None)
    """
    if len(text) > _LONGEST:
        return None
    plain = " ".join(_with_ascii_digits(unicodedata.normalize("NFC", text)).casefold().split())
    own = unit.casefold().strip() if unit else ""
    try:
        # "Twenty-one" is no range.
        return _single(plain, own) or _range(plain, own) or _limit(plain, own)
    except ValueFormError:  # so large that a text is the only form that there is
        return None


def in_toml(value: Value) -> str:
    """Return a number or a range as it is written in a record."""
    written = value.written
    if isinstance(written, dict):
        return f"{{ {', '.join(f'{key} = {end}' for key, end in written.items())} }}"
    return str(written)


def _with_ascii_digits(text: str) -> str:
    return text if text.isascii() else "".join(str(unicodedata.decimal(char, char)) for char in text)


def _range(text: str, unit: str) -> NumberText | None:
    for low_text, high_text, is_vague in _ends(text):
        low, high = _number(low_text, unit), _number(high_text, unit)
        if low is None or high is None:
            continue
        # "5 to 6 million" begins at five million.
        ends = (low.number * (high.scale if low.scale == 1 else low.scale), high.number * high.scale)
        if ends[0] < ends[1]:
            value = Value.parse({"min": _simple(ends[0]), "max": _simple(ends[1])})
            return NumberText(value, low.unit or high.unit, low.sure and high.sure and not is_vague)
    return None


def _ends(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield what the two ends of a range may be, and whether they may as well be two numbers."""
    if around := _AROUND.fullmatch(text):
        low, high = filter(None, around.groups())
        yield low, high, False
    for between in _SEPARATORS.finditer(text):
        yield text[: between.start()], text[between.end() :], between["vague"] is not None


def _limit(text: str, unit: str) -> NumberText | None:
    match = _LIMITS.match(text) or _LIMITED.fullmatch(text)
    if match is None or match.lastgroup is None:
        return None
    number = _number(match.groupdict().get("number") or text[match.end() :], unit)
    if number is None:
        return None
    end = "min" if match.lastgroup in {"least", "over"} else "max"
    sure = number.sure and match.lastgroup in {"least", "most"}
    beyond = match.lastgroup in {"over", "under"}
    return NumberText(Value.parse({end: _simple(number.number * number.scale)}), number.unit, sure, beyond=beyond)


def _single(text: str, unit: str) -> NumberText | None:
    number = _number(text, unit)
    if number is None:
        return None
    value, other = (
        None if each is None else Value.parse(_simple(each * number.scale)) for each in (number.number, number.other)
    )
    return value and NumberText(value, number.unit, number.sure, other)


def _number(text: str, unit: str) -> _Number | None:
    """Return what one number says, which a unit may precede or follow."""
    sign = text[:1] if text and (unicodedata.category(text[0]) == "Sc" or _PERCENT.fullmatch(text[0])) else ""
    text = text.removeprefix(sign).strip()
    text = f"-{text[1:]}" if text.startswith("−") else text
    match = _COUNT.fullmatch(text)
    found, rest = (_count(match), match["rest"].split()) if match else _words(text)
    if found is None:
        return None
    if rest and rest[0] in _MULTIPLES and " ".join(rest) != unit:
        found, rest = found._replace(scale=found.scale * _MULTIPLES[rest[0]], sure=False), rest[1:]
    following = _foreign_unit(f"{' '.join(rest)}{sign}", unit)
    return None if following is None else found._replace(unit=following or None)


def _foreign_unit(text: str, unit: str) -> str | None:
    """Return "%" or a currency sign; an empty text if there is no unit but the claim's; None if it is something else."""
    if _PERCENT.fullmatch(text):
        return "" if _PERCENT.fullmatch(unit) else "%"
    if not text or text == unit or slug(text).rstrip("s") == slug(unit).rstrip("s") != "":
        return ""
    return text if len(text) == 1 and unicodedata.category(text) == "Sc" else None


def _count(match: re.Match[str]) -> _Number | None:
    """Return what digits say, with marks of thousands or of decimals among them."""
    sign = -1 if match["sign"] == "-" else 1
    fraction = Decimal(str(unicodedata.numeric(match["fraction"]))) if match["fraction"] else Decimal(0)
    form = _FORMS.fullmatch(match["digits"])
    if form is None:
        return None
    number, other = _amounts(form)
    sure = other is None and not fraction and match["sign"] != "+" and form["mark"] != ","
    return _Number(sign * (number + fraction), sure, None if other is None else sign * other)


def _amounts(form: re.Match[str]) -> tuple[Decimal, Decimal | None]:
    """Return the number that digits make, and the one that they make if a point or comma is the other mark."""
    if form["whole"]:
        return Decimal(f"{_only_digits(form['whole'])}.{form['decimals']}"), None
    if form["vague"]:
        thousands, decimals = Decimal(_only_digits(form["vague"])), Decimal(form["vague"].replace(",", "."))
        return (thousands, decimals) if "," in form["vague"] else (decimals, thousands)
    return Decimal(_only_digits(form["grouped"]) if form["grouped"] else form["plain"] or 0), None


def _only_digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _words(text: str) -> tuple[_Number | None, list[str]]:
    """Return the number with which a text in words begins, and the words that follow."""
    if text in _OTHERS:
        return _Number(Decimal(_OTHERS[text])), []
    if len(text) == 1 and (numeric := unicodedata.numeric(text, None)) is not None:
        return _Number(Decimal(str(numeric))), []
    words = text.replace("-", " ").split()
    if len(words) > 1 and words[0] in {"a", "an"} and (words[1] == "hundred" or words[1] in _MULTIPLES):
        words[0] = "one"
    total, part, taken = 0, 0, 0
    for place, word in enumerate(words):
        number = _ENGLISH.get(word)
        if number is not None and _follows(number, part, is_first=not taken):
            part += number
        elif word == "hundred" and 0 < part < 100:
            part *= 100
        elif word in _MULTIPLES and part and words[place + 1 :] and words[place + 1] in _ENGLISH:
            total, part = total + part * _MULTIPLES[word], 0
        elif word != "and" or not taken or words[place + 1 : place + 2] == []:
            break
        taken = place + 1
    return (_Number(Decimal(total + part)) if taken else None), words[taken:]


def _follows(number: int, part: int, *, is_first: bool) -> bool:
    """Return whether a number can follow the part of one that came before it, as in "twenty-one"."""
    if is_first:
        return True
    tens = part % 100
    return number > 0 and (tens == 0 or (number < 10 and tens >= 20 and tens % 10 == 0))


def _simple(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
