"""Messages with descriptors over a socket."""

import os
import socket

from autograder.sandbox import channel


def test_a_message_arrives_with_its_descriptors() -> None:
    """A pipe that was sent works on the other side."""
    here, there = socket.socketpair()
    read, write = os.pipe()
    with here, there:
        channel.send(here, {"name": "value" * 1000}, [write])
        message, (copy,) = channel.receive(there)
    os.write(copy, b"x")

    assert message == {"name": "value" * 1000}
    assert os.read(read, 1) == b"x"
    assert not os.get_inheritable(copy)
    for descriptor in (read, write, copy):
        os.close(descriptor)


def test_the_end_is_an_empty_message() -> None:
    """A side that hung up, also in the middle of a message, is no error."""
    here, there = socket.socketpair()
    with there:
        here.sendall(b"\0\0\0\x09{")
        here.close()

        assert channel.receive(there) == ({}, [])
        assert channel.receive(there) == ({}, [])
