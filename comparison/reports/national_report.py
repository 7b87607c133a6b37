"""The national report of one edition: everything the template prints, and nothing that is not stored."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.reports import in_words
from assessments.reports.products import PRINTING
from assessments.reports.storing import Rendered, stored
from comparison.models import Edition, NationalReport

from .method import Method, method
from .overclaims import Overclaims, overclaims
from .parts import Level, Part, Parts
from .ranking import Ranking, ranking
from .source import Source
from .summary import Summary, summary

TEMPLATE = "reports/national/national_report.html"


@dataclass(frozen=True)
class Cover:
    """`body`: who made the edition, "" if that is not known; `made_at`: ISO time of it, for the metadata; `reason`: of
    a correction; `checksum`: over the results that were compared."""

    body: str
    campaign: str
    number: int
    reason: str
    status: str
    is_draft: bool
    is_demonstration: bool
    as_of: str
    year: int
    made_at: str
    draws: int
    seed: int
    checksum: str


@dataclass(frozen=True)
class Report:
    """`identifier`: the same for the same edition, state and language."""

    language: str
    title: str
    identifier: str
    cover: Cover
    summary: Summary
    ranking: Ranking
    themes: tuple[Part, ...]
    groups: tuple[Part, ...]
    levels: tuple[Level, ...]
    overclaims: Overclaims
    method: Method


def build(edition: Edition, language: str) -> Report:
    """The report of a ready edition. Reads its rows and the pinned catalogues, writes nothing."""
    with translation.override(language):
        source = Source(edition)
        cover, parts = _cover(source), Parts(source)
        return Report(
            language=language,
            title=_("Báo cáo toàn quốc về phát triển đô thị thông minh – %s") % cover.campaign,
            identifier=_identifier(cover, edition, language),
            cover=cover,
            summary=summary(source, parts),
            ranking=ranking(source),
            themes=tuple(parts.themes()),
            groups=tuple(parts.groups()),
            levels=parts.levels(),
            overclaims=overclaims(source),
            method=method(source),
        )


def keep(report: NationalReport) -> dict[str, Any]:
    """Render a report and store it under its content. Returns the columns that make it ready."""
    return stored(print_out(build(report.edition, report.language)), "pdf")


def print_out(report: Report) -> Rendered:
    """The report as PDF/UA-1."""
    with translation.override(report.language):
        html = render_to_string(TEMPLATE, {"report": report})
    return import_module(PRINTING).print_html(html, report.identifier)


def _cover(source: Source) -> Cover:
    edition, campaign = source.edition, source.edition.campaign
    made = timezone.localtime(edition.finished_at)
    return Cover(
        body=in_words.plain(next(_bodies(edition.created_by), "")),
        campaign=in_words.plain(campaign.name),
        number=edition.number,
        reason=in_words.plain(edition.reason),
        status=_status(edition),
        is_draft=edition.published_at is None,
        is_demonstration=campaign.is_demonstration,
        as_of=date_format(made),
        year=made.year,
        made_at=made.isoformat(timespec="seconds"),
        draws=edition.draws,
        seed=edition.seed,
        checksum=source.checksum,
    )


def _bodies(user: User | None) -> Iterator[str]:
    """The user's bodies in the ministry."""
    for seat in user.seats if user else ():
        if seat.body.province_id is None:
            yield str(seat.body)


def _status(edition: Edition) -> str:
    if edition.published_at is None:
        return _("Dự thảo, chưa công bố")
    return _("Đã công bố ngày %s") % date_format(timezone.localtime(edition.published_at))


def _identifier(cover: Cover, edition: Edition, language: str) -> str:
    parts = (str(edition.pk), language, cover.checksum, cover.status)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
