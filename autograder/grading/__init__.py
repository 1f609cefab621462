"""Grade one submission: play its checks, judge each, name the mistake."""
