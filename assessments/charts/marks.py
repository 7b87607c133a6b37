"""Small shapes that tell units apart without colour."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from .drawing import Place, shape, xy

Mark = Callable[..., SafeString]


def circle(place: Place, radius: float, fill: str = "currentColor", name: str = "chart-mark") -> SafeString:
    return shape(
        "circle", class_=name, cx=float(place[0]), cy=float(place[1]), r=radius, fill=fill, stroke="currentColor"
    )


def square(place: Place, radius: float, fill: str = "currentColor", name: str = "chart-mark") -> SafeString:
    x, y = place
    corners = ((x - radius, y - radius), (x + radius, y - radius), (x + radius, y + radius), (x - radius, y + radius))
    return _polygon(corners, fill, name)


def triangle(place: Place, radius: float, fill: str = "currentColor", name: str = "chart-mark") -> SafeString:
    x, y = place
    return _polygon(
        ((x, y - 1.25 * radius), (x + 1.15 * radius, y + radius), (x - 1.15 * radius, y + radius)), fill, name
    )


def diamond(place: Place, radius: float, fill: str = "currentColor", name: str = "chart-mark") -> SafeString:
    x, y = place
    reach = 1.3 * radius
    return _polygon(((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)), fill, name)


def _polygon(corners: tuple[Place, ...], fill: str, name: str) -> SafeString:
    return shape("polygon", class_=name, points=" ".join(map(xy, corners)), fill=fill, stroke="currentColor")
