"""Client of the student's process: starts it, sends requests, handles its failures."""
