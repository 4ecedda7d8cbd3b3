"""The script that writes the tables of characters reads Unicode's data files as they are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import unicode_tables

INSTALLED = Path("/usr/share/unicode")  # of Debian's package unicode-data
FILES = {
    "ReadMe.txt": "# Unicode Character Database\nfor Version 99.1.0 of the Unicode Standard.\n",
    "UnicodeData.txt": """\
00AD;SOFT HYPHEN;Cf;0;BN;;;;;N;;;;;
00E9;LATIN SMALL LETTER E WITH ACUTE;Ll;0;L;0065 0301;;;;N;LATIN SMALL LETTER E ACUTE;;00C9;;00C9
0142;LATIN SMALL LETTER L WITH STROKE;Ll;0;L;;;;;N;LATIN SMALL LETTER L SLASH;;0141;;0141
01FF;LATIN SMALL LETTER O WITH STROKE AND ACUTE;Ll;0;L;00F8 0301;;;;N;;;01FE;;01FE
05B7;HEBREW POINT PATAH;Mn;17;NSM;;;;;N;;;;;
0623;ARABIC LETTER ALEF WITH HAMZA ABOVE;Lo;0;AL;0627 0654;;;;N;;;;;
0640;ARABIC TATWEEL;Lm;0;AL;;;;;N;;;;;
064B;ARABIC FATHATAN;Mn;27;NSM;;;;;N;;;;;
064C;ARABIC DAMMATAN;Mn;28;NSM;;;;;N;;;;;
0654;ARABIC HAMZA ABOVE;Mn;230;NSM;;;;;N;;;;;
093F;DEVANAGARI VOWEL SIGN I;Mc;0;L;;;;;N;;;;;
FB1F;HEBREW LIGATURE YIDDISH YOD YOD PATAH;Lo;0;R;05F2 05B7;;;;N;;;;;
FE71;ARABIC TATWEEL WITH FATHATAN ABOVE;Lo;0;AL;<medial> 0640 064B;;;;N;;;;;
""",
    "DerivedCoreProperties.txt": """\
00AD          ; Default_Ignorable_Code_Point # Cf       SOFT HYPHEN
FE00..FE0F    ; Default_Ignorable_Code_Point # Mn  [16] VARIATION SELECTOR-1..VARIATION SELECTOR-16
0041..005A    ; Alphabetic # L&  [26] LATIN CAPITAL LETTER A..LATIN CAPITAL LETTER Z
""",
    "ArabicShaping.txt": "# Unicode; Schematic Name; Joining Type; Joining Group\n0640; TATWEEL; C; No_Joining_Group\n"
    "0628; BEH; D; BEH\n",
    "CompositionExclusions.txt": "FB1F  #  HEBREW LIGATURE YIDDISH YOD YOD PATAH\n",
}
WRITTEN = """\
# Format characters, joiners, variation selectors, fillers.
IGNORED: Final = "\\u00ad\\ufe00-\\ufe0f"
# Kashida, also below an optional mark.
KASHIDA: Final = "\\u0640\\ufe71"
# Arabic, Hebrew, Syriac and Samaritan marks that may be left out.
OPTIONAL_MARKS: Final = "\\u05b7\\u064b-\\u064c"
# Latin letters with a stroke, a hook and so on.
MODIFIED: Final = "ł"
# The plain letter of each of these.
PLAIN: Final = "l"
"""


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Run the script on a folder, and return what it writes."""

    def written(folder):
        monkeypatch.setattr(unicode_tables, "MODULE", tmp_path / "written.py")
        monkeypatch.setattr(sys, "argv", ["unicode_tables.py", *([str(folder)] if folder else [])])
        unicode_tables.main()
        return (tmp_path / "written.py").read_text(encoding="utf-8")

    return written


def test_the_tables_come_from_the_data_files(written, tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    text = written(tmp_path)
    assert "from the data files of Unicode 99.1.0." in text
    assert text.endswith(WRITTEN)


def test_without_a_folder_the_script_says_what_it_needs(written):
    with pytest.raises(SystemExit, match=r"UnicodeData\.txt"):
        written(None)


@pytest.mark.skipif(not INSTALLED.is_dir(), reason="Unicode's data files are not installed")
def test_the_tables_are_as_the_installed_files_give_them(written):
    version = unicode_tables.MODULE.read_text(encoding="utf-8").splitlines()[0]
    if version != (text := written(INSTALLED)).splitlines()[0]:
        pytest.skip("the installed files are of another version")
    assert text == (Path(unicode_tables.__file__).parents[1] / "src/claimtrack/model/unicode_tables.py").read_text(
        encoding="utf-8"
    )
