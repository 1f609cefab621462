"""Auto-graded exercises for the course *PyTorch for Deep Learning*."""

__version__ = "0.1.0"
