"""What generated claims are made of: invented states, people and papers, and sentences in several scripts."""

from __future__ import annotations

from typing import Final, NamedTuple


class Named(NamedTuple):
    """A name in Latin letters, its language, and the same name as written in that language."""

    latin: str
    lang: str
    native: str


STATES: Final = (
    Named("Tavena", "ur", "تاوینا"),
    Named("Shahbar", "ur", "شہبر"),
    Named("Gulmarz", "ur", "گلمرز"),
    Named("Darvesha", "ur", "درویشہ"),
    Named("Belkara", "hi", "बेलकारा"),
    Named("Sundaria", "hi", "सुंदरिया"),
    Named("Vindhara", "hi", "विंधरा"),
    Named("Maluka", "hi", "मलूका"),
    Named("Xinlu", "zh", "新麓国"),
    Named("Anhe", "zh", "安禾国"),
    Named("Yunqiao", "zh", "云桥国"),
    Named("Haizhe", "zh", "海哲国"),
    Named("Kestria", "ru", "Кестрия"),
    Named("Marovia", "ru", "Маровия"),
    Named("Zelengrad", "ru", "Зеленградия"),
    Named("Ostovia", "ru", "Остовия"),
    Named("Montrève", "fr", "République de Montrève"),
    Named("Côte-Noire", "fr", "État de Côte-Noire"),
    Named("Valdorée", "fr", "Royaume de Valdorée"),
    Named("Île-Perrin", "fr", "Fédération d’Île-Perrin"),
)

FIRST_NAMES: Final = {
    "ur": (
        ("Irfan", "عرفان"),
        ("Sadia", "سعدیہ"),
        ("Naveed", "نوید"),
        ("Rukhsana", "رخسانہ"),
        ("Tariq", "طارق"),
    ),
    "hi": (("Anil", "अनिल"), ("Meera", "मीरा"), ("Suresh", "सुरेश"), ("Kavita", "कविता"), ("Deepak", "दीपक")),
    "zh": (("Wei", "伟"), ("Xiaomei", "晓梅"), ("Jun", "军"), ("Lihua", "丽华"), ("Qiang", "强")),
    "ru": (("Lev", "Лев"), ("Zoya", "Зоя"), ("Gleb", "Глеб"), ("Vera", "Вера"), ("Taras", "Тарас")),
    "fr": (("Zoé", "Zoé"), ("Rémi", "Rémi"), ("Hélène", "Hélène"), ("Noël", "Noël"), ("Agnès", "Agnès")),
}
LAST_NAMES: Final = {
    "ur": (("Malvi", "مالوی"), ("Barkat", "برکت"), ("Zardan", "زردان"), ("Qasuri", "قصوری")),
    "hi": (("Verdhan", "वर्धन"), ("Kolhe", "कोल्हे"), ("Naidan", "नायडन"), ("Bisthal", "बिस्थल")),
    "zh": (("Ouyan", "欧颜"), ("Shilan", "石岚"), ("Baiyu", "白羽"), ("Tangmo", "唐墨")),
    "ru": (("Orlenko", "Орленко"), ("Sedyin", "Седьин"), ("Vetrov", "Ветров"), ("Lugovsky", "Луговский")),
    "fr": (("Bréval", "Bréval"), ("Côtenay", "Côtenay"), ("d’Ormésson", "d’Ormésson"), ("Lefaÿ", "Lefaÿ")),
}

OFFICES: Final = ("Foreign Ministry", "Army Command", "Water Ministry")
BODIES: Final = (
    "Herald", "Fishers’ Union", "River Trust", "Chamber of Trade", "Relief Society", "Bar Association", "Institute",
    "Pilots’ Guild", "Teachers’ League", "Energy Company", "Shipping Line", "Press Club", "Farmers’ Union",
)  # fmt: skip
PLACES: Final = (
    "Lower Delta", "Upper Basin", "Harbour", "Example Lake", "Northern Pass", "Salt Plain", "Old Ford", "Iron Hills",
    "Eastern Canal", "Reed Coast", "High Valley",
)  # fmt: skip
PUBLISHERS: Final = (
    "Basin Herald", "Delta Wire", "Harbour Post", "Pass Gazette", "Daily Ledger", "Coast Radio", "Valley Review",
    "Plain Observer", "Canal Times", "Evening Courier", "Ministry Bulletin", "Open Archive",
)  # fmt: skip
WIRES: Final = ("Example Wire", "Northern Wire", "Coast Wire", "Wire of the Basin")

THINGS: Final = (
    "dam", "bridge", "convoy", "pipeline", "ferry", "radar", "refinery", "border-post", "grain-store", "substation",
    "canal-lock", "drone", "railway", "reservoir", "hospital", "warehouse", "school",
)  # fmt: skip
DEEDS: Final = (
    "was damaged", "was closed without notice", "was repaired in time", "had been inspected", "served the army",
    "lost power for a day", "was hit from across the border", "was reopened under guard", "had no licence",
    "was sold below its price", "stood empty at the time", "carried aid", "was sealed by order",
)  # fmt: skip
SUBJECTS: Final = (
    "dams", "airspace", "trade", "fishing", "borders", "elections", "energy", "aid", "railways", "ports", "minerals",
    "prisons", "harvest", "press",
)  # fmt: skip
REGIONS: Final = (
    "delta", "basin", "coast", "pass", "plain", "valley", "hills", "lake", "canal", "ford", "harbour", "capital",
)  # fmt: skip
UNITS: Final = ("people", "vehicles", "hours", "tonnes", "metres", "boats", "litres a second")
TEXT_VALUES: Final = ("a few", "several dozen", "nearly all of them", "hardly any")

# What was said in English, in which language it was said, and how it was said there.
QUOTES: Final = (
    ("we counted {n} and not one more", "ur", "ہم نے {n} گنے، ایک بھی زیادہ نہیں"),
    ("after {n} hours the water had gone", "ur", "{n} گھنٹے بعد پانی اتر چکا تھا"),
    (
        "nobody from our side was at the site on day {n}",
        "ur",
        "{n}ویں دن ہماری طرف سے وہاں کوئی موجود نہیں تھا",
    ),
    ("that is not true, and {n} witnesses will say so", "hi", "यह सच नहीं है, और {n} गवाह यही कहेंगे"),
    ("the report of {n} pages is public", "hi", "{n} पन्नों की रिपोर्ट सार्वजनिक है"),
    ("we were told of it {n} days later", "hi", "हमें इसकी सूचना {n} दिन बाद मिली"),
    ("there were {n} in all, as the photographs show", "zh", "照片显示，一共有{n}个"),
    ("our side has stated this {n} times already", "zh", "我方已经{n}次说明这一点"),
    ("the figure of {n} has no basis whatever", "zh", "{n}这个数字毫无根据"),
    ("of the {n} named, none was there", "ru", "из {n} названных там не было никого"),
    ("we accept {n}, and we regret it", "ru", "мы признаём {n} и сожалеем об этом"),
    ("ask them about the other {n}", "ru", "спросите их об остальных {n}"),
    ("at no time were there more than {n}", "fr", "à aucun moment il n’y en a eu plus de {n}"),
    ("the inquiry, opened {n} days ago, goes on", "fr", "l’enquête, ouverte il y a {n} jours, se poursuit"),
    ("I have seen {n} of them myself", "fr", "j’en ai moi-même vu {n}"),
    ("no comment before day {n} of the inquiry", "en", ""),
    ("it was {n} at the very least", "en", ""),
)
NOTES: Final = (
    "The value counts what was seen on the day, not what was reported missing afterwards.",
    "A speaker who gives a number and names no side qualifies at most.",
    "The two papers print one wire report; only one of them says so.",
    "The transcript breaks off before the question; the answer is coded for what it says.",
    "An earlier version of the page gave another day, which is in the archived copy.",
    "Whether the order was given in writing is a claim of its own.",
    "The office changed hands that year, and the successor was asked again.",
    "The photographs carry no date; the weather of that week fits them.",
    "Silence of the others is not recorded here as assent.",
    "The translation is that of the paper, checked against the recording.",
    "Coded from the second edition; the first left the sentence out.",
    "The inquiry is still open, so none of this is final.",
)
