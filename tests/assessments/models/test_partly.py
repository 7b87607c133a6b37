import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.models.partly import part
from tests.assessments.reports import snapshots

VALUES = st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.lists(inner), max_leaves=8)
LISTS = st.dictionaries(st.sampled_from(["claimed", "evidenced", "verified"]), st.lists(VALUES), min_size=1)
CANONICAL = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}


@given(st.fixed_dictionaries({"gaps": LISTS, "readings": LISTS, "schema": st.text()}), st.booleans())
def test_part_is_what_parsing_the_whole_would_give(document, is_canonical):
    text = json.dumps(document, **CANONICAL) if is_canonical else json.dumps(document)
    for name in ("gaps", "readings"):
        assert part(text, name) == document[name]
        assert {reading: part(text, name, reading) for reading in document[name]} == document[name]


def test_neither_words_nor_scalars_pass_for_a_key():
    document = {"note": '"reviews": {', "answers": [{"evidenced": "100", "note": '"evidenced":['}], "evidenced": [1]}
    assert part(json.dumps(document), "evidenced") == [1]
    with pytest.raises(KeyError, match="reviews"):
        part(json.dumps(document), "reviews")
    with pytest.raises(KeyError, match="claimed"):
        part(json.dumps(document), "answers", "claimed")


@pytest.mark.django_db
@pytest.mark.parametrize("how", [CANONICAL, {}])
def test_parts_of_a_real_snapshot(how):
    snapshot = snapshots.verified()
    trace = json.dumps(snapshot.trace, **how)
    for name in ("gaps", "readings"):
        for reading in snapshot.trace[name]:
            assert part(trace, name, reading) == snapshot.trace[name][reading]
    assert part(json.dumps(snapshot.context, **how)) == snapshot.context
