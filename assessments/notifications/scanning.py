"""Malware in an evidence file, and that there was none after all, told to whoever gave it and to the coordinators."""

from collections.abc import Callable, Mapping
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Role
from assessments.models import Assessment, Evidence

from .writing import News, Text, people, tell


def infected(assessment: Assessment, items: Mapping[str, Evidence], finding: str) -> int:
    """`items`: of one file, by the code of the answer that each supports."""
    first = next(iter(items.values()))
    return _told("infected", assessment, items, partial(_infected, assessment, first, ", ".join(items), finding))


def released(assessment: Assessment, items: Mapping[str, Evidence], *, is_back: bool) -> int:
    """The same people hear that it was a false alarm; `is_back`: nobody need send the file again."""
    first = next(iter(items.values()))
    return _told("released", assessment, items, partial(_released, assessment, first, ", ".join(items), is_back))


def _told(what: str, assessment: Assessment, items: Mapping[str, Evidence], write: Callable[[], Text]) -> int:
    told = people({Role.COORDINATOR}, {assessment.province_id}).get(assessment.province_id, [])
    givers = [item.added_by for item in items.values() if item.added_by and item.added_by.is_active]
    everybody = {user.pk: user for user in (*told, *givers)}
    first = next(iter(items.values()))
    key, path = f"{what}:{assessment.pk}:{first.stored_file_id}", reverse("overview", args=[assessment.pk])
    return tell([News(list(everybody.values()), key, path, assessment.campaign, write)])


def _infected(assessment: Assessment, item: Evidence, codes: str, finding: str) -> Text:
    names = {"title": item.title, "codes": codes, "campaign": assessment.campaign, "finding": finding}
    body = _(
        "%(campaign)s: bộ quét mã độc tìm thấy %(finding)s trong tệp “%(title)s” của câu %(codes)s. Tệp đã bị xóa khỏi "
        "kho lưu trữ và không còn được tính là minh chứng. Hãy quét máy đã gửi tệp rồi gửi bản sạch."
    )
    return Text(_("Minh chứng “%s” có mã độc") % item.title, body % names)


def _released(assessment: Assessment, item: Evidence, codes: str, is_back: bool) -> Text:
    names = {"title": item.title, "codes": codes, "campaign": assessment.campaign}
    body = _(
        "%(campaign)s: bộ quét mã độc đã báo nhầm về tệp “%(title)s” của câu %(codes)s. Tệp không còn trong kho lưu "
        "trữ; hãy gửi lại đúng tệp đó ở một câu đang mở để tệp lại được tính là minh chứng."
    )
    if is_back:
        body = _(
            "%(campaign)s: bộ quét mã độc đã báo nhầm về tệp “%(title)s” của câu %(codes)s. Tệp đã có lại trong kho "
            "lưu trữ và lại được tính là minh chứng."
        )
    return Text(_("Minh chứng “%s” không có mã độc") % item.title, body % names)
