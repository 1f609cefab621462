"""What a task's words allow."""

from autograder.course import changes


def test_words_allow_what_they_name_and_nothing_else() -> None:
    """Without words, all but the settings of the process."""
    assert changes.allows(("mode",), "mode")
    assert not changes.allows(("mode",), "grads")
    assert not any(
        changes.allows(("nothing",), word) for word in changes.WORDS if word != "nothing"
    )
    assert changes.allows((), "grads")
    assert not changes.allows((), "settings")
