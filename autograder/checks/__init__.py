"""What a check is made of: expectations, comparisons, the right training loop, event files."""
