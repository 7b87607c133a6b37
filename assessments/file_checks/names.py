"""The name of a file as it is stored and shown: nothing in it is a path, a device, or hidden."""

import re
import unicodedata
from pathlib import PurePath

LONGEST_STEM, LONGEST_ENDING = 140, 10
NO_FILE_NAME = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
"""What Windows has in no name."""

DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\..*)?", re.IGNORECASE)
"""What Windows takes for a device, with any ending."""


def safe_name(name: str) -> str:
    """The last part of a name without control and direction marks, at most 150 characters with its ending."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if char.isprintable()).translate(NO_FILE_NAME).strip() or "tep"
    path = PurePath(f"_{shown}" if DEVICE.fullmatch(shown) else shown)
    return f"{path.stem[:LONGEST_STEM]}{path.suffix[:LONGEST_ENDING]}".strip()
