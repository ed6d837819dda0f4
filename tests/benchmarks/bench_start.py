"""How long the first window takes, against a bare QApplication with an empty QMainWindow.

Each in fresh processes that take turns, so that both see the same machine; prints medians of
CPU and wall time from the start of the process to the first paint, and their ratio.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 9
TARGET = 1.5
CHECKOUT = Path(__file__).resolve().parents[2]

# Time is taken where the first paint is done: from the start of the process, imports included.
_END = """
import resource, time
use = resource.getrusage(resource.RUSAGE_SELF)
print(use.ru_utime + use.ru_stime, time.time())
"""
_BARE = f"""
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
application.processEvents()
{_END}
"""
_WINDOW = f"""
from PySide6.QtWidgets import QApplication
from perfdesk.gui.app import prepare
from perfdesk.gui.window import Window
application = QApplication([])
prepare(application)
window = Window()
window.show()
application.processEvents()
{_END}
"""


def measure(program: str) -> tuple[float, float]:
    """CPU and wall seconds of one fresh process up to its first paint."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
    began = time.time()
    output = subprocess.run(
        [sys.executable, "-c", program],
        cwd=CHECKOUT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    cpu, ended = map(float, output.split())
    return cpu, ended - began


def main() -> int:
    """Print medians and ratios; exit status 1 when the CPU ratio misses the target."""
    measure(_BARE), measure(_WINDOW)  # Warm the disk caches.
    bare, window = [], []
    for _ in range(ROUNDS):
        bare.append(measure(_BARE))
        window.append(measure(_WINDOW))
    ratios = []
    for number, name in enumerate(("CPU", "wall")):
        plain = statistics.median(sample[number] for sample in bare)
        full = statistics.median(sample[number] for sample in window)
        ratios.append(full / plain)
        print(f"{name}: window {full * 1000:.0f} ms, bare {plain * 1000:.0f} ms, ratio {full / plain:.2f}")
    print(f"target: at most {TARGET}")
    return int(ratios[0] > TARGET)


if __name__ == "__main__":
    sys.exit(main())
