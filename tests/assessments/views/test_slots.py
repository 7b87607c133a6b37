from django.utils.safestring import SafeString

from assessments.views.slots import ANY_KEY, Stencil, slot


def test_slots_are_filled_and_those_without_a_word_stay_empty():
    stencil = Stencil.of(f"<b>{slot('one')}</b>{slot('two')}<i>{slot('one')}</i>")
    filled = stencil.filled({"one": "1", "three": "3"})
    assert (filled, type(filled)) == ("<b>1</b><i>1</i>", SafeString)
    assert stencil.filled({}) == "<b></b><i></i>"


def test_key_of_a_page_and_what_stands_in_an_address_are_slots():
    html = '<a href="{}{}">{}</a>'.format(f"/s/{ANY_KEY}/", "%EE%80%80code%EE%80%81/", slot("code"))
    words = {"pk": "7", "code": "a b", "code in address": "a%20b"}
    assert Stencil.of(html).filled(words) == '<a href="/s/7/a%20b/">a b</a>'


def test_template_with_slots_in_its_place():
    stencil = Stencil.drawn("assessments/_verdict_tag.html", verdict="accepted", text=slot("text"))
    assert stencil.pieces[1::2] == ("text",)
    assert stencil.filled({"text": "đạt"}).strip().endswith("đạt</span>")


def test_markers_stand_for_slots():
    stencil = Stencil.of("<a href='/0000/'>0000</a> 01/01/1111", {"0000": "item", "01/01/1111": "day"})
    assert stencil.filled({"item": "7", "day": "2/3/2026"}) == "<a href='/7/'>7</a> 2/3/2026"


def test_words_that_look_like_slots_stay_words():
    assert Stencil.of(slot("one")).filled({"one": slot("two"), "two": "2"}) == slot("two")
