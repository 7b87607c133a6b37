from catalogues.faults import CatalogueError, Fault


def test_fault_names_file_line_and_field():
    assert str(Fault("1-kt.yaml", 12, "weight", "cần lớn hơn 0")) == "1-kt.yaml:12: weight: cần lớn hơn 0"


def test_fault_of_a_whole_file_names_no_line():
    assert str(Fault("1-kt.yaml", 0, "", "tệp lớn quá")) == "1-kt.yaml: tệp lớn quá"


def test_fault_without_a_field_names_the_line():
    assert str(Fault("1-kt.yaml", 3, "", "sai cú pháp")) == "1-kt.yaml:3: sai cú pháp"


def test_error_lists_faults_by_file_and_line():
    late, early, other = (
        Fault("a.yaml", 20, "x", "một"),
        Fault("a.yaml", 3, "x", "hai"),
        Fault("b.yaml", 1, "", "ba"),
    )
    error = CatalogueError([other, late, early])
    assert error.faults == (early, late, other)
    assert str(error) == "a.yaml:3: x: hai\na.yaml:20: x: một\nb.yaml:1: ba"
