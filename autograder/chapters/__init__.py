"""A folder a chapter: its checks, known mistakes, variants, helpers; other courses' beside them.

``autograder.chapters.ch11_name`` is a chapter of whichever course in force has it.
"""

from __future__ import annotations

import os

from autograder.course import courses

__path__ += [os.fspath(courses.chapters_folder(course)) for course in courses.private()]
