"""CPU time of judging one recognized form, and of five hundred: `python -m tests.benchmarks.bench_rules`."""

from __future__ import annotations

import dataclasses
import time

from perfdesk.core.form import Form
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.check import check_forms
from perfdesk.rules.example import FORMS, sheet
from perfdesk.scoring.profile import choose_profile

AIM = 3.0
"""Milliseconds of CPU that judging one form may take."""
ROUNDS = 50


def forms() -> dict[str, Form]:
    """The example forms with their profiles, the largest rows copied until a form has sixty."""
    found = {}
    for name, text in FORMS.items():
        recognized = recognize(sheet(text))
        if recognized and recognized[0].indicators:
            form = recognized[0]
            rows = (form.indicators * (60 // len(form.indicators) + 1))[:60]
            for title, chosen in (
                (name, form),
                (f"{name}, 60 rows", dataclasses.replace(form, indicators=rows)),
            ):
                found[title] = dataclasses.replace(chosen, profile=choose_profile(chosen)[0])
    return found


def milliseconds(form: Form) -> float:
    """Mean CPU time of judging the form."""
    check_forms("x.xlsx", [form])
    start = time.process_time()
    for _ in range(ROUNDS):
        check_forms("x.xlsx", [form])
    return (time.process_time() - start) / ROUNDS * 1000


def main() -> None:
    """Print a line a form."""
    for name, form in forms().items():
        spent = milliseconds(form)
        print(f"{name:32} {spent:6.2f} ms  {'within' if spent < AIM else 'ABOVE'} {AIM} ms")


if __name__ == "__main__":
    main()
