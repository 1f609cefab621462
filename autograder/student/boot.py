"""Start a process of the kit: ``python -I boot.py template|alone NUMBER DATA [FOLDER...]``.

The interpreter ignores its surroundings (``-I``), so it may find another copy of the kit, or none.
This script loads the copy it belongs to, then hands over to the named module of this package.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path


def load_kit(package: Path) -> None:
    """Import ``autograder`` from the folder ``package``, wherever else there may be one."""
    places = [str(package)]
    spec = importlib.util.spec_from_file_location(
        "autograder", package / "__init__.py", submodule_search_locations=places
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"{package} is no package")
    sys.modules["autograder"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


if __name__ == "__main__":
    sys.path += sys.argv[4:]
    load_kit(Path(__file__).resolve().parents[1])
    importlib.import_module(f"autograder.student.{sys.argv[1]}").main()
