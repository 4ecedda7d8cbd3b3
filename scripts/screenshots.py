"""Take the pictures of the web site that README.md shows: the site of the shipped claims, in Chromium.

It needs Chromium and the extra `browser`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

_ROOT: Final = Path(__file__).resolve().parents[1]
# The page, and how high the picture is.
_PICTURES: Final = {"site-front": ("index.html", 790), "site-claim": ("claims/jets.html", 1210)}
_WIDTH: Final = 960


def main() -> None:
    """Write the pictures into docs/."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        site = Path(folder) / "public"
        command = [sys.executable, "-m", "claimtrack", "site", "-o", str(site)]
        subprocess.run(command, cwd=_ROOT, check=True, capture_output=True)  # noqa: S603 - our own program
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (path, height) in _PICTURES.items():
            page = browser.new_page(viewport={"width": _WIDTH, "height": height}, color_scheme="light")
            page.goto((site / path).as_uri())
            page.screenshot(path=_ROOT / "docs" / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
