"""Auto-graded exercises for the course *PyTorch for Deep Learning*."""

__version__ = "0.1.0"


def load_ipython_extension(shell: object) -> None:
    """Give a notebook its ``check``: what ``%load_ext autograder`` calls."""
    from autograder import jupyter

    jupyter.load(shell)
