"""What several test files share: one warm template, and chapters to grade."""

from collections.abc import Iterator

import pytest

from autograder import chapters
from autograder.launch import Template
from autograder.source import Source


@pytest.fixture(scope="session")
def template() -> Iterator[Template]:
    """A warm template process, shared because torch takes seconds to import."""
    with Template.start() as started:
        yield started


@pytest.fixture(scope="session")
def workflow() -> Source:
    """Chapter 01, as it is in the kit."""
    return chapters.load(chapters.find("01"))
