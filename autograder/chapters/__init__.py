"""The content of the chapters: public and hidden checks, and the catalogue of mistakes."""
