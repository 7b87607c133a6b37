import codecs
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.views.defaults import bad_request


class ChosenLanguage(LocaleMiddleware):
    """Vietnamese until somebody chooses otherwise: what a browser asks for is that of its maker more often than that of
    the official before it."""

    def process_request(self, request: HttpRequest) -> None:
        _speak(request, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))


class OwnLanguage:
    """Whoever is signed in has pages in their own language, also on a computer where somebody else chose another."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _speak(request, request.user.language)
        return self.get_response(request)


def _speak(request: HttpRequest, chosen: str) -> None:
    request.LANGUAGE_CODE = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    translation.activate(request.LANGUAGE_CODE)


class ReadableRequests:
    """Refuses what no browser sends and what would fail deep inside: a declared charset other than UTF-8, cookies with
    control characters."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = codecs.lookup(request.encoding or "utf-8").name
        if charset != "utf-8" or not all(value.isprintable() for value in request.COOKIES.values()):
            return bad_request(request, SuspiciousOperation())
        return self.get_response(request)


class PrivatePages:
    """What a signed-in person sees stays out of caches, also of the browser's on a shared office computer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response
