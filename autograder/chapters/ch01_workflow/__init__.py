"""Graders of chapter 01, PyTorch workflow."""
