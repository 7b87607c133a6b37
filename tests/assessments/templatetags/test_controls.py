from html.parser import HTMLParser

import pytest
from django import forms

from assessments.templatetags.controls import control, is_checkbox

EVIL = "\"><script>alert('x')</script>&"


class Sample(forms.Form):
    text = forms.CharField(max_length=20)
    area = forms.CharField(widget=forms.Textarea({"rows": 4}), help_text="Ghi ngắn.")
    pick = forms.ChoiceField(choices=[("", "Chọn"), ("a", "Một"), (EVIL, EVIL)])
    tick = forms.BooleanField(required=False)
    secret = forms.IntegerField(widget=forms.HiddenInput)


class Parsed(HTMLParser):
    """What a browser makes of it: tags with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def parsed(name: str, **fields) -> Parsed:
    form = Sample(**fields)
    return Parsed(str(control(form[name])))


def test_input_has_its_style_name_id_and_value():
    [(tag, attrs)] = parsed("text", initial={"text": "Huế"}).tags
    assert tag == "input"
    assert attrs == {
        "type": "text",
        "name": "text",
        "id": "id_text",
        "class": "form-control",
        "maxlength": "20",
        "required": None,
        "value": "Huế",
    }


def test_empty_input_has_no_value():
    assert "value" not in parsed("text").tags[0][1]


def test_control_is_described_by_its_hint_and_marked_when_wrong():
    attrs = parsed("area", data={}).tags[0][1]
    assert (attrs["aria-invalid"], attrs["aria-describedby"]) == ("true", "id_area_helptext id_area_error")


def test_select_marks_what_is_chosen():
    found = parsed("pick", initial={"pick": "a"})
    options = [attrs for tag, attrs in found.tags if tag == "option"]
    assert [("selected" in attrs) for attrs in options] == [False, True, False]
    assert found.tags[0][1]["class"] == "form-select"


def test_checkbox_and_hidden_field_have_their_own_styles():
    assert parsed("tick").tags[0][1]["class"] == "form-check-input"
    hidden = parsed("secret", initial={"secret": 3}).tags[0][1]
    assert (hidden["type"], hidden["value"], hidden["class"]) == ("hidden", "3", "")


@pytest.mark.parametrize("name", ["text", "area"])
def test_what_people_typed_stays_text(name):
    found = parsed(name, initial={name: EVIL})
    assert len(found.tags) == 1
    assert EVIL in (found.text, found.tags[0][1].get("value")) or found.text.strip() == EVIL


def test_labels_of_a_catalogue_stay_text():
    found = parsed("pick")
    assert [tag for tag, _attrs in found.tags] == ["select", "option", "option", "option"]
    assert found.text == f"ChọnMột{EVIL}"


def test_only_a_single_box_is_a_checkbox():
    form = Sample()
    assert [name for name in form.fields if is_checkbox(form[name])] == ["tick"]
