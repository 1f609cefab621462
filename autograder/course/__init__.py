"""The course as text: its chapters, sources in cells, known mistakes; nothing is run."""
