import pytest

from sign_in.devices import device

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (f"{WINDOWS} Chrome/141.0.0.0 Safari/537.36", "Chrome trên Windows"),
        (f"{WINDOWS} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0", "Microsoft Edge trên Windows"),
        (f"{WINDOWS} coc_coc_browser/120.0 Chrome/114 Safari/537.36", "Cốc Cốc trên Windows"),
        (f"{PHONE} Version/18.2 Mobile/15E148 Safari/604.1", "Safari trên iPhone"),
        (f"{PHONE} CriOS/141.0 Mobile/15E148 Safari/604.1", "Chrome trên iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox trên Linux"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141 Mobile Safari/537.36", "Chrome trên Android"),
        ("curl on Windows", "Windows"),
        ("Firefox", "Firefox"),
        ("", "Thiết bị không rõ"),
        ("<script>\x00", "Thiết bị không rõ"),
    ],
)
def test_browser_is_named_as_people_know_it(user_agent, words):
    assert device(user_agent) == words
