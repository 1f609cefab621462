"""Read what a student handed in, on the trusted side, without ever running it."""

from autograder.submission.model import Limits, Piece, Problem, Submission
from autograder.submission.reader import from_bytes, from_text, read

__all__ = ["Limits", "Piece", "Problem", "Submission", "from_bytes", "from_text", "read"]
