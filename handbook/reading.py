"""The guides as they stand in data/handbook.yaml, read once a process."""

from functools import cache
from pathlib import Path

from accounts.models import User
from accounts.roles import Role
from catalogues.decoding import decode
from catalogues.yaml_file import read_yaml

from .schema import Guide, Handbook

FILE = Path(__file__).with_name("data") / "handbook.yaml"


@cache
def guides() -> dict[Role, Guide]:
    """In the order of the file. Raises CatalogueError with file, line and field."""
    found = decode(read_yaml(FILE, FILE.name), Handbook)
    return {guide.role: guide for guide in found.guides}


def own_first(user: User) -> list[Guide]:
    """All guides, those of the user's own roles before the others."""
    return sorted(guides().values(), key=lambda guide: guide.role not in user.roles)
