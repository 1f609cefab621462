"""Grade one submission: run its checks, make a result of each, name the mistake."""
