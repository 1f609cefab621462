"""Look for bytes that break a target, by the branches they take.

``python tests/fuzz/hunt.py frame FOLDER -max_total_time=60``: FOLDER gets good examples, and what
Atheris makes of them.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["autograder"]):
    import targets


def main() -> None:
    """Fuzz the target that is named first; further options are libFuzzer's."""
    name, folder, *options = sys.argv[1:]
    for number, seed in enumerate(targets.seeds(name)):
        (Path(folder) / f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], folder, *options], targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
