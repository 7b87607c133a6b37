from audit import trail


def test_what_is_looked_at_is_kept_once_in_its_order_with_whence():
    with trail.following("192.0.2.0/24") as followed:
        trail.seen("assessment", 2)
        trail.seen("assessment", 1)
        trail.seen("assessment", 2)
        assert trail.network() == "192.0.2.0/24"
    assert list(followed.chains) == ["assessment:2", "assessment:1"]


def test_without_a_request_nobody_looks_and_nothing_is_kept():
    trail.seen("assessment", 1)
    assert trail.network() == ""
    with trail.following("") as followed:
        pass
    trail.seen("assessment", 1)
    assert followed.chains == {}
