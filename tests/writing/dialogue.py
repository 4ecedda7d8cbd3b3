"""Talks with a command through a real terminal: waits for each question, and types the answer."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

_PATIENCE = 60.0  # seconds until a question has to come
_SOON = 2.0  # seconds until readline takes the terminal over
_AGAIN = 0.4  # seconds until a key that had no effect is pressed again
_STEERING = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
CTRL_C = "\x03"
CTRL_D = "\x04"


class Dialogue:
    """A command on a terminal of its own."""

    def __init__(self, start, *args, columns=80, **more):
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

        def own_terminal():
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a caller in the background may ignore it
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that ^C reaches it

        env = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "NO_COLOR": "1", **more.pop("env", {})}
        streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs, **more.pop("streams", {})}
        self._process = start(*args, preexec_fn=own_terminal, env=env, **streams, **more)
        os.close(theirs)
        self._ours = ours
        self._received = b""
        self._asked = 0  # where the last question ended

    @property
    def shown(self):
        """What the terminal shows, without colours."""
        text = self._received.decode(errors="replace").replace("\r\n", "\n").replace("\r", "")
        return _STEERING.sub("", text)

    def wait_for(self, question):
        """Wait until the command asks something; what was shown before does not count."""
        deadline = time.monotonic() + _PATIENCE
        while (found := self.shown.find(question, self._asked)) < 0:
            if not select.select([self._ours], [], [], max(0.0, deadline - time.monotonic()))[0] or not self._read():
                raise AssertionError(f"{question!r} is never asked:\n{self.shown}")
        self._asked = found + len(question)

    def answer(self, question, text, *, by_readline=True):
        """Wait for a question, and type an answer."""
        self.wait_for(question)
        if by_readline:
            self._wait_for_readline()
        os.write(self._ours, f"{text}\n".encode())

    def leave(self, question, key):
        """Wait for a question, and press a key until the command ends; return its exit code."""
        self.wait_for(question)
        self._wait_for_readline()
        # A key may be lost while the terminal changes hands, so press it again.
        for _ in range(100):
            os.write(self._ours, key.encode())
            deadline = time.monotonic() + _AGAIN
            while select.select([self._ours], [], [], max(0.0, deadline - time.monotonic()))[0]:
                if not self._read():
                    return self.end()
        raise AssertionError(f"it does not end:\n{self.shown}")

    def end(self):
        """Wait for the command to end, and return its exit code."""
        while self._read():
            pass
        os.close(self._ours)
        return self._process.wait(_PATIENCE)

    def stop(self):
        """Kill the command, if it has not ended."""
        self._process.kill()
        self._process.wait(_PATIENCE)

    def _wait_for_readline(self):
        """Wait until readline has taken the terminal over: what is typed before is shown twice, or lost."""
        deadline = time.monotonic() + _SOON
        while termios.tcgetattr(self._ours)[3] & termios.ICANON and time.monotonic() < deadline:
            time.sleep(0.005)

    def _read(self):
        try:
            part = os.read(self._ours, 65536)
        except OSError:  # as Linux says that the other end is closed
            return False
        self._received += part
        return bool(part)
