"""Names as the world gives them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.file_checks.names import DEVICE, safe_name


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("a.pdf", "a.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Lan\\Bao cao.pdf", "Bao cao.pdf"),
        ("/var/www/a.pdf", "a.pdf"),
        ("a\x00\x1b[31m\r\nb.pdf", "a[31mb.pdf"),
        ("ho\u202efdp.exe\u202c.pdf", "hofdp.exe.pdf"),
        ("a\u200b\u2066b\ufeff.pdf", "ab.pdf"),
        ("Quyết định.pdf", "Quyết định.pdf"),
        ("Quye\u0302\u0301t đi\u0323nh.pdf", "Quyết định.pdf"),
        ("  a.pdf  ", "a.pdf"),
        ("x" * 300 + ".pdf", "x" * 140 + ".pdf"),
        ("a." + "y" * 50, "a." + "y" * 9),
        ("", "tep"),
        ("\u202e\u2066", "tep"),
        ("thu-muc/", "tep"),
        ("..", ".."),
        ("con.pdf", "_con.pdf"),
        ("COM1", "_COM1"),
        ("Lpt9.tai-lieu.docx", "_Lpt9.tai-lieu.docx"),
        ("aux .pdf", "_aux .pdf"),
        ("conduoc.pdf", "conduoc.pdf"),
        ('a<b>:"c|d?e*.pdf', "a_b___c_d_e_.pdf"),
        ("báo cáo\u2028\u0085.pdf", "báo cáo.pdf"),
        ("x" * 139 + "  y.pdf", "x" * 139 + " .pdf"),
    ],
)
def test_safe_name_is_the_last_part_without_marks(name, clean):
    assert safe_name(name) == clean


@pytest.mark.slow
@given(st.text())
def test_safe_name_of_anything_is_short_and_shows_what_it_is(name):
    clean = safe_name(name)
    assert len(clean) <= 150
    assert clean.isprintable()
    assert not {"/", "\\"} & set(clean)
    assert not set('<>:"|?*') & set(clean)
    assert DEVICE.fullmatch(clean) is None
    assert safe_name(clean) == (clean or "tep")
