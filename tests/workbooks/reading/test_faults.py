from workbooks.reading.faults import Fault, refused


def test_fault_says_where_a_person_finds_it():
    said = "Câu A1.2 cần giá trị từ 0 đến 100; bạn nhập 120."
    assert str(Fault("KT", "F12", "A1.2", said)) == f"Trang “KT”, ô F12: {said}"
    assert str(Fault("KT", "", "", "thiếu cột")) == "Trang “KT”: thiếu cột"
    assert str(Fault("", "", "", "tệp hỏng")) == "tệp hỏng"


def test_refusal_has_its_fault():
    assert refused("hỏng", "KT").faults == (Fault("KT", "", "", "hỏng"),)
