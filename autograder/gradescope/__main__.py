"""``python -m autograder.gradescope [ROOT]`` is what ``run_autograder`` runs."""

import sys
from pathlib import Path

if __name__ == "__main__":
    from autograder.gradescope.run import Container, run

    sys.exit(run(Container(Path(sys.argv[1] if len(sys.argv) > 1 else "/autograder"))))
