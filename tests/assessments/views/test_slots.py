from assessments.views.slots import cut, slot


def test_words_stand_where_slots_were():
    stencil = cut(f"<p>{slot('one')} and {slot('two')}, again {slot('one')}</p>")
    assert stencil.filled({"one": "1", "two": "&amp;"}) == "<p>1 and &amp;, again 1</p>"
    assert stencil.filled({"two": "2"}) == "<p> and 2, again </p>"


def test_markers_stand_for_slots():
    stencil = cut("<a href='/0000/'>0000</a> 01/01/1111", {"0000": "pk", "01/01/1111": "day"})
    assert stencil.filled({"pk": "7", "day": "2/3/2026"}) == "<a href='/7/'>7</a> 2/3/2026"


def test_words_that_look_like_slots_stay_words():
    assert cut(slot("one")).filled({"one": slot("two"), "two": "2"}) == slot("two")


def test_html_without_slots_is_itself():
    assert cut("<p>a</p>").filled({"one": "1"}) == "<p>a</p>"
