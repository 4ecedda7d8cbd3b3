"""The characters by which names and words are compared, from the data files of Unicode 15.0.0.

Written by scripts/unicode_tables.py: change that, then run it.
"""

from typing import Final

# Format characters, joiners, variation selectors, fillers.
IGNORED: Final = (
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u115f-\u1160\u17b4-\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
# Kashida, also below an optional mark.
KASHIDA: Final = "\u0640\u07fa\u0883-\u0885\u180a\ufcf2-\ufcf4\ufe71\ufe77\ufe79\ufe7b\ufe7d\ufe7f"
# Arabic, Hebrew, Syriac and Samaritan marks that may be left out.
OPTIONAL_MARKS: Final = (
    "\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u0816-\u0819\u081b-\u0823"
    "\u0825-\u0827\u0829-\u082d\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff\ufb1e\U00010efd-\U00010eff"
)
# Latin letters with a stroke, a hook and so on.
MODIFIED: Final = (
    "øđħłŧƀƃƈƌƒƙƚƞƥƫƭƴƶǥȡȥȴȵȶȼȿɀɇɉɋɍɏɓɕɖɗɠɦɨɫɬɭɱɲɳɼɽɾʂʈʋʐʑʝʠᵬᵭᵮᵯᵰᵱᵲᵳᵴᵵᵶᵽᶀᶁᶂᶃᶄᶅᶆᶇᶈᶉᶊᶌᶍᶎᶏᶑᶒᶖᶙỿⱡⱥⱦⱨⱪⱬⱱⱳⱴⱸⱺꝁꝃ"
    "ꝅꝉꝋꝍꝑꝓꝕꝗꝙꝟꞎꞑꞓꞔꞕꞗꞙꞡꞣꞥꞧꞩꞹꟈꟊꬴꬷꬸꬹꬺꬻꭉꭎꭒꭖꭗꭘꭙꭚ𝼉𝼑𝼓𝼖𝼚𝼛𝼝𝼞𝼥𝼦𝼧𝼨𝼩𝼪"
)
# The plain letter of each of these.
PLAIN: Final = (
    "odhltbbcdfklnpttyzgdzlntcszejqrybcddghilllmnnrrrstvzzjqbdfmnprrstzpbdfgklmnprsvxzadeiuylathkzvwveokk"
    "kloopppqqvlncchbfgknrsudselllmnruuxxxxytllriocsdlnrst"
)
