"""Evidence that a province has given before: to be used again, and recognised when it is given once more."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from catalogues.folding import fold

from .enums import ScanState
from .models import AnswerEvidence, Assessment, Evidence


@dataclass
class Kept:
    """One item, an assessment that it is opened from, and where it stands: codes of this assessment, and of other
    rounds with the round's name."""

    evidence: Evidence
    assessment: Assessment
    here: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    @property
    def sought(self) -> str:
        """What a search looks at."""
        item = self.evidence
        return fold(" ".join((item.title, item.url, item.document_number, item.document_issuer, *self.here)))


def kept(assessment: Assessment, code: str) -> list[Kept]:
    """What the province has given to any answer and this one does not have yet, each content once: first what this
    assessment uses, then the newest. Made-up evidence never stands beside real."""
    found: dict[tuple[object, ...], Kept] = {}
    own: set[tuple[object, ...]] = set()
    for link in _links(assessment):
        content, answer = _content(link.evidence), link.answer
        item = found.setdefault((*content, *_marks(link.evidence)), Kept(link.evidence, answer.assessment))
        if answer.assessment_id != assessment.pk:
            item.elsewhere.append(f"{answer.code} ({answer.assessment.campaign.name})")
        elif answer.code == code:
            own.add(content)
        else:
            item.here.append(answer.code)
    rest = [item for item in found.values() if _content(item.evidence) not in own]
    return sorted(rest, key=lambda item: not item.here)


def _links(assessment: Assessment) -> Iterable[AnswerEvidence]:
    links = AnswerEvidence.objects.filter(
        evidence__province=assessment.province_id,
        answer__assessment__campaign__is_demonstration=assessment.campaign.is_demonstration,
    )
    links = links.exclude(evidence__stored_file__scan_state=ScanState.INFECTED)
    links = links.select_related("answer__assessment__campaign", "evidence__stored_file")
    return links.order_by("-evidence__added_at", "evidence_id", "answer__code", "pk")


def _content(item: Evidence) -> tuple[object, ...]:
    cited = (item.document_number, item.document_date, item.document_issuer)
    return (item.kind, item.stored_file_id, item.url, *cited)


def _marks(item: Evidence) -> tuple[object, ...]:
    """What keeps two items of one content apart."""
    return (item.is_confidential, item.valid_until)


def matching(items: Iterable[Kept], words: str) -> list[Kept]:
    """Those in which every word is found, typed with marks or without."""
    wanted = fold(words).split()
    return [item for item in items if all(word in item.sought for word in wanted)]


def attached(assessment: Assessment, code: str) -> frozenset[UUID]:
    links = AnswerEvidence.objects.filter(answer__assessment=assessment, answer__code=code)
    return frozenset(links.values_list("evidence_id", flat=True))


def met_before(assessment: Assessment, code: str, given: Iterable[Evidence], before: Collection[UUID]) -> list[str]:
    """What to say of files just given whose content this assessment had already; `before`: what the answer had."""
    files = {item.stored_file_id: item for item in given if item.stored_file_id}
    links = AnswerEvidence.objects.filter(answer__assessment=assessment, evidence__stored_file__in=files)
    codes: dict[int, list[str]] = {}
    for stored, other in links.values_list("evidence__stored_file", "answer__code").order_by("answer__code"):
        codes.setdefault(stored, []).append(other)
    notes = []
    for stored, item in files.items():
        others = sorted({other for other in codes.get(stored, ()) if other != code})
        if item.pk in before:
            notes.append(_("Tệp “%(title)s” đã có ở câu %(code)s.") % {"title": item.title, "code": code})
        elif others:
            names = {"title": item.title, "codes": ", ".join(others)}
            notes.append(_("Tệp “%(title)s” này đã có ở câu %(codes)s.") % names)
    return notes
