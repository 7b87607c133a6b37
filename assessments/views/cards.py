"""One question on the page of its section: what it asks, what is said to it, and the words that change with both."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.catalogue import Item
from assessments.discussions import Talk
from assessments.forms.evidence import EvidenceForm
from assessments.forms.questions import QuestionForm, prefix_of
from assessments.models import Answer, Assessment, Clarification, Evidence
from catalogues.schema import EvidenceRule

from .card_parts import earlier_html, evidence_list
from .earlier_answers import Earlier


@dataclass
class Card:
    """`sent`: the data of its form, None if there are none; `condition` says when it is asked, if not always; `fed_by`:
    the question whose value the indicator takes while it has none itself, to be found in `fed_from`; `evidence_form`:
    only with sent data; `why_closed`: why this one cannot be changed where others can; `thread`: what the ministry
    asked about it; `talk`: how the province's own discussion of it stands; `earlier`: what was said in the round
    before; `html`: all of it, where it was written from its stencil."""

    item: Item
    assessment: Assessment
    today: date
    answer: Answer | None = None
    sent: Any = None
    evidence_form: EvidenceForm | None = None
    evidence: list[Evidence] = field(default_factory=list)
    is_hidden: bool = False
    condition: str = ""
    fed_by: str = ""
    fed_from: str = ""
    lacking: str = ""
    problem: str = ""
    conflict: Answer | None = None
    may_edit: bool = True
    why_closed: str = ""
    thread: list[Clarification] = field(default_factory=list)
    talk: Talk | None = None
    earlier: Earlier | None = None
    html: str = ""

    @cached_property
    def form(self) -> QuestionForm:
        return QuestionForm(self.item, self.answer, self.today, self.sent)

    @property
    def anchor(self) -> str:
        return prefix_of(self.item.code)

    @property
    def takes_evidence(self) -> bool:
        return self.item.evidence is not EvidenceRule.NONE

    @property
    def needs_evidence(self) -> bool:
        return self.item.evidence is EvidenceRule.REQUIRED

    @property
    def is_plain(self) -> bool:
        """Nothing was sent, and the question shows nothing but what every question does: its stencil will do."""
        return self.sent is None and not (self.why_closed or self.thread or self.problem)

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, each with the id of the place to mend it."""
        found = [(self.anchor, self.problem)] if self.problem else []
        for form in filter(None, (None if self.sent is None else self.form, self.evidence_form)):
            for name, errors in form.errors.items():
                place = form[name].auto_id if name in form.fields else self.anchor
                found += [(place, str(error)) for error in errors]
        return found

    @property
    def evidence_fields(self) -> SafeString:
        """Where evidence is added. Without sent data only the names differ between questions."""
        if self.evidence_form is not None:
            return _evidence_fields(self.evidence_form)
        return SafeString(_blank_evidence_fields(get_language()).replace(prefix_of(STENCIL), self.anchor))

    @cached_property
    def words(self) -> dict[str, str]:
        """What differs between assessments apart from the form's fields, by name, ready to be printed."""
        saved = self.answer if self.answer and self.answer.version else None
        talk = self.talk or Talk()
        return {
            "hidden": _if(self.is_hidden, " is-hidden"),
            "note_open": _if(self._has_note, " open"),
            "earlier": earlier_html(self.assessment, self.earlier, may_edit=self.may_edit) if self.earlier else "",
            "evidence": evidence_list(self.assessment, self.item.code, self.evidence, may_edit=self.may_edit),
            "no_lack": _if(not self.lacking, " hidden"),
            "lacking": conditional_escape(self.lacking),
            "is_saved": _if(saved, " is-saved"),
            "saved": conditional_escape(saved_at(saved)) if saved else "",
            "talk_count": str(localize(talk.count)),
            "talk_open": _if(not talk.is_settled, " hidden"),
        }

    @property
    def _has_note(self) -> object:
        if self.sent is None:
            return self.answer and self.answer.note
        return self.form["note"].value() or self.form["note"].errors


def saved_at(answer: Answer) -> str:
    return _("Đã lưu %s") % date_format(timezone.localtime(answer.updated_at), "H:i d/m/Y")


def _if(condition: object, mark: str) -> SafeString:
    return SafeString(mark if condition else "")


STENCIL = "STENCIL"
"""A code that stands for any question's in HTML written once."""


@lru_cache
def _blank_evidence_fields(language: str | None) -> str:
    return _evidence_fields(EvidenceForm(STENCIL))


def _evidence_fields(form: EvidenceForm) -> SafeString:
    return render_to_string("assessments/_evidence_add.html", {"form": form})
