"""How tests look into an SVG."""

from decimal import Decimal
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('1')</script> & \"x\""
SIX = [
    ("Kiến trúc ICT", Decimal("80.51")),
    ("Sẵn sàng IOC", Decimal("84.24")),
    ("Chiến lược dữ liệu", Decimal("83.36")),
    ("Bộ chỉ số", Decimal("74.96")),
    ("Người dân tham gia", None),
    ("Tầm nhìn, tổ chức", Decimal("86.21")),
]


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return ["".join(found.itertext()) for found in parsed(svg).iter(f"{SVG}text")]


def classes(svg: str, name: str) -> list[ElementTree.Element]:
    """Elements that have this class, alone or beside others."""
    return [found for found in parsed(svg).iter() if name in found.get("class", "").split()]


def title(svg: str) -> str:
    return parsed(svg).findtext(f"{SVG}title")


def description(svg: str) -> str:
    return parsed(svg).findtext(f"{SVG}desc")


def attributes(svg: str) -> set[str]:
    return {name for element in parsed(svg).iter() for name in element.attrib}
