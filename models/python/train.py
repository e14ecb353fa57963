"""Trains a model on generated rows and prints it as JSON, with how good it is on rows of others.

Run by `npm run train`, which makes the rows and says in `settings.json` what to make of
them. The same rows and settings give the same document: one thread, fixed seeds.
"""

import json
import sys
from pathlib import Path

from training.document import document_of
from training.settings import Settings
from training.table import Table


def main(folder: Path) -> None:
    settings = Settings.read(folder / "settings.json")
    trained = Table.read(folder / "trained.csv", settings.features)
    held_out = Table.read(folder / "held-out.csv", settings.features)
    json.dump(document_of(settings, trained, held_out), sys.stdout, allow_nan=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
