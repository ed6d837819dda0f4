"""Pictures of the window in every state, to be looked at: `python -m tests.gui.screenshots FOLDER [NAME …]`.

One process for each scale, since Qt takes the scale at its start. With names only those scenes are taken.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication

    from tests.gui.studio import Scene

SCALES = (100, 150, 200, 300)
FEW = ("start", "finding", "narrow", "laptop", "fixes", "profiles", "new_form", "claims", "file_face")
"""The scenes that are taken at every scale; the others at 100 % alone."""
WIDE = (1280, 800)


def main(arguments: Sequence[str]) -> int:
    """Take all pictures, each scale in a process of its own."""
    folder, names = Path(arguments[0]), arguments[1:]
    folder.mkdir(parents=True, exist_ok=True)
    for scale in SCALES:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
        environment |= {"QT_SCALE_FACTOR": str(scale / 100), "PERFDESK_SCREENSHOT_SCALE": str(scale)}
        code = "import sys; from tests.gui.screenshots import take; sys.exit(take(sys.argv[1:]))"
        program = [sys.executable, "-c", code, str(folder), *names]
        if subprocess.run(program, env=environment).returncode:
            return 1
    return 0


def take(arguments: Sequence[str]) -> int:
    """Take the pictures of one scale, in each theme."""
    from PySide6.QtWidgets import QApplication

    from perfdesk.gui.look.appearance import show
    from perfdesk.gui.look.theme import THEMES
    from perfdesk.memory.preference import Preference
    from tests.gui.dialog_scenes import DIALOG_SCENES
    from tests.gui.window_scenes import WINDOW_SCENES

    scale = int(os.environ["PERFDESK_SCREENSHOT_SCALE"])
    folder, names = Path(arguments[0]), arguments[1:]
    application = QApplication([])
    _load_fonts(application)
    scenes = {scene.__name__: scene for scene in (*WINDOW_SCENES, *DIALOG_SCENES)}
    for theme in THEMES:
        if theme == "contrast" and scale > 100:
            continue
        for name, scene in scenes.items():
            if (names and name not in names) or (scale > 100 and name not in FEW):
                continue
            show(Preference(theme))
            # Each scene begins as on the first day: nothing is remembered from the one before.
            with tempfile.TemporaryDirectory() as settings:
                os.environ["PERFDESK_SETTINGS"] = settings
                for number, picture in enumerate(_play(scene)):
                    ending = f"-{number + 1}" if number else ""
                    picture.save(str(folder / f"{name}{ending}-{theme}-{scale}.png"))
    return 0


def _load_fonts(application: QApplication) -> None:
    import pylopdf_fonts_zh_cn
    from PySide6.QtGui import QFontDatabase

    from perfdesk.gui.app import prepare

    for file in sorted(Path(pylopdf_fonts_zh_cn.__file__).parent.rglob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    prepare(application)


def _play(scene: Scene) -> Iterator[QPixmap]:
    """Furnish a window, play the scene in it, grab what it shows, and take the window down."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from perfdesk.gui.app import furnish
    from perfdesk.gui.window import Window
    from tests.gui.stage import Answers
    from tests.gui.studio import Studio

    window = Window()
    window.resize(*WIDE)
    window.show()
    bench = furnish(window, [])
    user = Answers()
    user.keep = "discard"
    bench.dialogs = user  # type: ignore[assignment]
    studio = Studio(bench, user)
    bench.fit(*WIDE)
    studio.work()
    for widget in scene(studio):
        studio.work()
        yield widget.grab()
    sys.excepthook = sys.__excepthook__
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
