"""What a check's calls left behind: the error for what the task's text does not ask for."""

from __future__ import annotations

from collections.abc import Collection

from autograder.course import changes
from autograder.course.changes import Change
from autograder.remote.faults import Failed
from autograder.remote.session import Entry, Session

_BY_NAME = {
    "autograd": "`with torch.inference_mode():` ends where its block ends; a bare call does not.",
    "the default dtype": "Pass dtype= to what needs it.",
    "the default device": "Pass device= to what needs it.",
    "the working folder": "Build paths with pathlib's / and leave os.chdir out.",
}
_BY_WORD = {
    changes.SETTINGS: "Put it back before your function returns.",
    changes.SEEDS: "Draw numbers without a seed, or from a torch.Generator of your own.",
    changes.FIGURES: "Draw with plt.gca() or pyplot's functions; plt.figure, plt.subplots and "
    "plt.close change what others draw on.",
    changes.FILES: "Write only the files that the task asks for.",
    changes.DELETES: "Remove only what your own code has made.",
    changes.DATA: "Work on a copy, or with operations that return a new object: no name ending in "
    "_, no assignment to a part.",
    changes.PARAMETERS: "Leave its numbers alone; a model in training mode also updates buffers.",
    changes.GRADS: "Compute with gradients off, or take torch.autograd.grad, which stores none.",
    changes.FREEZING: "Gradients are switched off for a while by torch.inference_mode().",
    changes.MODE: "Note model.training first, and call model.train(that) at the end.",
    changes.LAYERS: "Work on copy.deepcopy(model), and remove each hook when it has done its work.",
    changes.OPTIMIZER: "Leave the optimizer as you get it.",
}


def unwanted(session: Session, allowed: Collection[str]) -> Failed | None:
    """Return the error for what the last check's calls left changed, or None.

    What was changed goes into the trace, so that a known mistake that changes the same is told
    from one that gives the same values and changes nothing.

    Args:
        session: of the submission, or of a known mistake.
        allowed: the words of the task's header.
    """
    found = [change for change in session.left_changed if not changes.allows(allowed, change.word)]
    if not found:
        return None
    session.trace.append(Entry("value", "left changed", sorted(change.word for change in found)))
    return _error(found[0])


def _error(change: Change) -> Failed:
    hint = _BY_NAME.get(change.name) or _BY_WORD.get(change.word, "")
    if change.before and change.before != change.after:
        return Failed(
            f"Expected {change.name} to be {change.before} after your code ran, as it was before, "
            f"but got {change.after}.",
            hint,
        )
    return Failed(f"Expected {change.name} to stay as it was, but your code changed it.", hint)
