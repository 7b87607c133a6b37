from workbooks.enums import Fate, UploadStatus


def test_stored_values_never_change():
    assert UploadStatus.values == ["refused", "unchanged", "ready", "applied"]
    assert Fate.values == ["conflict", "withdrawn", "changed", "new", "taken", "kept"]
