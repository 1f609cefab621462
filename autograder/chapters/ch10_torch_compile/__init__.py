"""Graders of chapter 10: torch.compile."""
