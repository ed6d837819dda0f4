"""What a form says, apart from its layout."""

from __future__ import annotations

from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.example import KEY_EVALUATION, sheet
from perfdesk.writing.filling import filling_of


def test_points_written_with_their_word_are_numbers_for_any_other_form() -> None:
    (form,) = recognize(sheet(KEY_EVALUATION, {"F7": "20分", "G7": "19.5分"}))
    filling = filling_of(form)
    assert [(row.weight, row.score) for row in filling.indicators][:2] == [("20", "19.5"), ("30", "30")]
