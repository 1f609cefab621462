"""Send and receive JSON messages with descriptors over a UNIX socket, between trusted processes."""

from __future__ import annotations

import json
import socket
import struct
from array import array
from collections.abc import Sequence
from typing import Any

_SIZE = struct.Struct(">I")
_MOST_DESCRIPTORS = 4


def send(
    connection: socket.socket, message: dict[str, Any], descriptors: Sequence[int] = ()
) -> None:
    """Send one message, JSON values only, and duplicates of ``descriptors``."""
    data = json.dumps(message).encode()
    socket.send_fds(connection, [_SIZE.pack(len(data))], descriptors)
    connection.sendall(data)


def receive(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Read one message and the descriptors that came with it; an empty message at the end.

    Raises:
        OSError: the connection broke, or a time limit set on it passed.
    """
    descriptors = array("i")
    flags = socket.MSG_WAITALL | getattr(socket, "MSG_CMSG_CLOEXEC", 0)
    room = socket.CMSG_SPACE(_MOST_DESCRIPTORS * descriptors.itemsize)
    try:
        head, attached, _, _ = connection.recvmsg(_SIZE.size, room, flags)
    except ConnectionResetError:
        return {}, []
    for _, _, packed in attached:
        descriptors.frombytes(packed)
    data = b""
    size = _SIZE.unpack(head)[0] if len(head) == _SIZE.size else 0
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            return {}, descriptors.tolist()
        data += more
    return (json.loads(data) if data else {}), descriptors.tolist()
