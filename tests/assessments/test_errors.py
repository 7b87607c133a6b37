from assessments.errors import InvalidAnswer, NotAllowed, Refusal, RefusedFile, StaleAnswer


def test_every_refusal_is_caught_as_one():
    refusals = [NotAllowed("x"), StaleAnswer("x"), RefusedFile("x"), InvalidAnswer({"": "x"})]
    assert all(isinstance(refusal, Refusal) and str(refusal) == "x" for refusal in refusals)


def test_invalid_answer_keeps_a_sentence_for_each_field():
    error = InvalidAnswer({"numerator": "Một.", "denominator": "Hai."})
    assert error.messages == {"numerator": "Một.", "denominator": "Hai."}
    assert str(error) == "Một. Hai."
