from audit.enums import FaultKind, Verb


def test_every_kind_has_its_words_and_fits_its_column():
    for kind in (*Verb, *FaultKind):
        assert kind.label != kind.value
        assert len(kind.value) <= 20
