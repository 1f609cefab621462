"""Evidence where work may have been copied, found by winnowing; a person judges it."""
