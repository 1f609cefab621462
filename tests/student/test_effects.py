"""What a call leaves behind, by the word that allows it."""

import torch

from autograder.student import effects


def test_a_students_call_is_looked_at_whole_and_a_librarys_for_settings_only(tmp_path):
    """A check has probes write files and draw figures as it likes."""
    x = torch.zeros(2)

    def call():
        x.add_(1)
        torch.manual_seed(3)
        (tmp_path / "new.txt").touch()

    for own, words in ((True, {"seeds", "data", "files"}), (False, set())):
        torch.manual_seed(2)
        (tmp_path / "new.txt").unlink(missing_ok=True)
        before = effects.noted(call, [x], {}, tmp_path, own=own)
        call()
        assert effects.changed(before, tmp_path).keys() == words
