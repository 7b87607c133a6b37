"""Every component on one page, in each of its states: for those who build the portal (settings.GALLERY)."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.forms import helper
from assessments.charts.bars import Bar, bars
from assessments.charts.radar import radar
from assessments.enums import Band

HINT = "Gợi ý đứng giữa nhãn và ô nhập."
CHOICES = [("1", "Chưa có"), ("2", "Đang xây dựng"), ("3", "Đã vận hành")]
POINTS = [("Hạ tầng", Decimal(62)), ("Dữ liệu", Decimal(48)), ("IOC", Decimal(71)), ("An toàn", Decimal(35))]


class SampleForm(forms.Form):
    """Each kind of control; `disabled` and `wrong` are the states that the others have by themselves."""

    plain = forms.CharField(label="Một dòng chữ", required=False, initial="Ủy ban nhân dân tỉnh")
    hint = forms.CharField(label="Có gợi ý", required=False, help_text=HINT)
    disabled = forms.CharField(label="Không sửa được", disabled=True, required=False, initial="Đã nộp")
    wrong = forms.IntegerField(label="Có lỗi", help_text=HINT)
    day = forms.DateField(label="Ngày", required=False)
    one_of = forms.ChoiceField(label="Danh sách chọn", choices=CHOICES, required=False)
    wrong_choice = forms.ChoiceField(label="Danh sách chọn có lỗi", choices=[("", "Hãy chọn"), *CHOICES])
    text = forms.CharField(label="Nhiều dòng chữ", widget=forms.Textarea({"rows": 3}), required=False)
    file = forms.FileField(label="Tệp", required=False)
    checkbox = forms.BooleanField(label="Một ô đánh dấu", required=False, help_text=HINT)
    radio = forms.ChoiceField(
        label="Chọn một", choices=CHOICES, widget=forms.RadioSelect, required=False, help_text=HINT
    )
    many = forms.MultipleChoiceField(label="Chọn nhiều, có lỗi", choices=CHOICES, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = helper()


def gallery(request: HttpRequest) -> HttpResponse:
    bound = SampleForm({"plain": "Ủy ban nhân dân tỉnh", "wrong": "bảy mươi", "radio": "2", "one_of": "2"})
    return render(request, "gallery/index.html", {"form": bound, "colours": colours(), **_samples()})


def colours() -> list[str]:
    """The names of the colours of the stylesheet."""
    sheet = Path(str(finders.find("css/portal.css"))).read_text()
    return re.findall(r"^  --([\w-]+): #", sheet, re.MULTILINE)


def _samples() -> dict[str, Any]:
    return {
        "tones": ["success", "info", "warning", "error"],
        "tags": [("ok", "done"), ("accent", "begun"), ("warn", "warning"), ("bad", "error"), ("empty", "empty")],
        "bands": [None, *Band],
        "scores": [None, Decimal(0), Decimal("37.5"), Decimal(100)],
        "percents": [0, 40, 100],
        "lines": [{"state": state} for state in ("done", "begun", "empty", "unasked")],
        "page": Paginator(range(30), 10).page(2),
        "radar": radar(POINTS, "Biểu đồ mạng nhện"),
        "bars": bars([Bar(name, score) for name, score in POINTS], "Biểu đồ thanh"),
    }
