"""A short guide for each role: steps of words, each with a picture that tests/e2e/test_handbook.py takes."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from accounts.roles import Role
from catalogues.schema import Shape, Text

PictureName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{2,40}$")]
WIDTH, HEIGHT = 1100, 620
"""Of a picture, in pixels: reserved on the page before it comes."""


class Picture(Shape):
    """A page of the demonstration. `of`: the home province's finished first round or its open second one; `code`: a
    section or leaf, where the page is one's; `anchor`: the id of what is scrolled into view."""

    name: PictureName
    route: str
    of: Literal["finished", "open"] | None = None
    code: str = ""
    anchor: str = ""
    alt: Text

    @property
    def file(self) -> str:
        return f"handbook/{self.name}.png"


class Step(Shape):
    title: Text
    points: tuple[Text, ...] = Field(min_length=1)
    picture: Picture | None = None


class Guide(Shape):
    """`account`: the demonstration's account that the pictures are taken with."""

    role: Role
    summary: Text
    account: str
    steps: tuple[Step, ...] = Field(min_length=1)


class Handbook(Shape):
    guides: tuple[Guide, ...]
