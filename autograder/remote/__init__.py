"""The trusted side's line to a student's process: start it, ask it, bear what it does."""
