"""Handles of objects that stay in the student's process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograder import wire

if TYPE_CHECKING:
    from autograder.remote.session import Session


class Remote:
    """An object in the student's process, or a path of attributes that leads to one.

    ``remote.name`` goes on to an attribute, ``remote(...)`` calls it and returns the value,
    ``remote.keep(...)`` calls it and leaves the result there, ``remote.value()`` fetches it.
    """

    __slots__ = ("_ref", "_session")

    def __init__(self, session: Session, ref: wire.Ref) -> None:
        self._session = session
        self._ref = ref

    def __getattr__(self, name: str) -> Remote:
        if name.startswith("__"):
            raise AttributeError(name)  # copy, pickle and numpy ask; they must not reach over
        return Remote(self._session, wire.Ref(self._ref.base, (*self._ref.path, name)))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object in its process; return plain results by value, others as a Remote.

        Raises:
            StudentError: the call raised, or did not end as it should.
        """
        return self._call(False, args, kwargs)

    def keep(self, *args: Any, **kwargs: Any) -> Remote:
        """Call the object in its process; leave the result there and return its handle.

        Raises:
            StudentError: as for a call.
        """
        kept: Remote = self._call(True, args, kwargs)
        return kept

    def value(self) -> Any:
        """Return a copy of the object where it is plain data, otherwise a Remote."""
        return self._session.request("value", target=self._ref)

    def _call(self, keep: bool, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        plain = wire.replaced([list(args), kwargs], Remote, lambda remote: remote._ref)
        return self._session.request(
            "call", target=self._ref, args=plain[0], kwargs=plain[1], keep=keep
        )

    def __repr__(self) -> str:
        return f"a {self._ref.type_name or '.'.join(self._ref.path) or 'object'}"
