import pytest

from assessments.errors import RefusedFile
from assessments.scanning import ScannerState, is_configured, require_clean, scanner_state
from tests.scanners import EICAR, closed_port, fake_clamd


def refusal(content: bytes) -> str:
    with pytest.raises(RefusedFile) as refused:
        require_clean("mau.docx", content)
    return str(refused.value)


def test_without_a_scanner_everything_is_let_through():
    assert (is_configured(), scanner_state()) == (False, ScannerState.OFF)
    require_clean("mau.docx", EICAR.encode())


def test_with_one_that_answers(settings):
    with fake_clamd() as (settings.CLAMD_ADDRESS, _process):
        assert (is_configured(), scanner_state()) == (True, ScannerState.READY)
        require_clean("mau.docx", b"clean")
        assert refusal(EICAR.encode()) == "Tệp “mau.docx” có mã độc (Eicar-Signature) nên không được nhận."


def test_with_one_that_does_not_nothing_is_taken(settings):
    settings.CLAMD_ADDRESS = closed_port()
    assert scanner_state() == ScannerState.AWAY
    expected = "Bộ quét mã độc đang không hoạt động nên chưa nhận được tệp “mau.docx”; hãy gửi lại sau ít phút."
    assert refusal(b"clean") == expected


def test_what_the_scanner_takes_not_whole_is_not_taken(settings):
    with fake_clamd(limit=1000) as (settings.CLAMD_ADDRESS, _process):
        found = refusal(b"a" * 900_000)
    assert found == ("Tệp “mau.docx” lớn hơn mức bộ quét mã độc nhận nên chưa nhận được; hãy báo quản trị hệ thống.")
