"""Real shells on pseudo-terminals, with the script of `claimtrack completion`, for tests that press TAB and Enter.

Nothing waits for a time to pass. The shell tells through a pipe when it shows a prompt, when it has handled the keys
sent so far (a key of our own makes it write down the line being edited), and when the program has run.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import selectors
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from surroundings import isolated

SHELLS = ("bash", "zsh", "fish")
SECONDS = 60  # nothing takes as long, on any machine
SYNC = "\x18\x17"  # ^X ^W: "write down the line"

# The program on PATH: completion requests go to the real one, other calls note their arguments.
PROGRAM = """#!/bin/sh
if [ -n "$_CLAIMTRACK_COMPLETE" ]; then exec {python} -m claimtrack "$@"; fi
exec {python} -S -c 'import json, sys
with open({calls}, "a", encoding="utf-8") as calls:
    print(json.dumps(sys.argv[1:]), file=calls)' "$@"
"""
# Makes the terminal that of the session, so that ^C works, and becomes the shell.
ON_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)
STARTUP = {
    "bash": """
unset HISTFILE; prompts=0; PS2='continued> '
PROMPT_COMMAND='prompts=$((prompts + 1)); PS1="ready $prompts> "; echo prompt >{events}'
shopt -s extglob; set -H
bind 'set completion-query-items 0'; bind 'set page-completions off'; bind 'set enable-bracketed-paste off'
_write_line() {{ printf %s "$READLINE_LINE" >{line}; echo line >{events}; }}
bind -x '"\\C-x\\C-w": _write_line'
""",
    "zsh": """
unset HISTFILE zle_bracketed_paste; prompts=0; PS2='continued> '; LISTMAX=100000
precmd() {{ prompts=$((prompts + 1)); PS1="ready $prompts> "; echo prompt >{events} }}
_write_line() {{ printf %s "$BUFFER" >{line}; echo line >{events} }}
zle -N _write_line; bindkey -e; bindkey '^X^W' _write_line
""",
    "fish": """
set -g fish_greeting; set -g fish_autosuggestion_enabled 0
set -g prompts 0
function _count --on-event fish_prompt; set -g prompts (math $prompts + 1); echo prompt >{events}; end
function fish_prompt; echo "ready $prompts> "; end
function fish_right_prompt; end
function _write_line; printf %s (commandline | string collect) >{line}; echo line >{events}; end
bind \\cx\\cw _write_line
""",
}
STARTUP_FILE = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}
SCRIPT_FILE = {
    "bash": "completion.bash",
    "zsh": "functions/_claimtrack",
    "fish": ".config/fish/completions/claimtrack.fish",
}
LOAD = {
    "bash": ". ~/completion.bash",
    "zsh": "fpath+=~/functions; autoload -Uz compinit; compinit; zstyle ':completion:*' menu select",
}
START = {
    "bash": ("bash", "--noprofile", "-i"),
    "zsh": ("zsh", "-d", "-i"),
    "fish": ("fish", "-i"),
}


def installed(shell):
    """Return whether a shell is there; used to skip a test and to say why."""
    return shutil.which(shell) is not None


def need(shell):
    """Skip the test if it has no such shell or no pseudo-terminal."""
    if os.name == "nt":
        pytest.skip("pseudo-terminals are POSIX's")
    if not installed(shell):
        pytest.skip(f"{shell} is not installed")


def set_up(home, shell, options):
    """Make a home in which a shell has the script that `claimtrack completion` prints."""
    home.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "claimtrack", "completion", shell]
    printed = subprocess.run(command, env=isolated(home), check=True, capture_output=True, stdin=subprocess.DEVNULL)
    script = home / SCRIPT_FILE[shell]
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_bytes(printed.stdout)
    # Without this folder, a new fish reads all manual pages in the background, which takes a core for a minute.
    (home / "data/fish/generated_completions").mkdir(parents=True, exist_ok=True)
    tools = home / "tools"
    tools.mkdir(exist_ok=True)
    names = {"events": home / "events", "line": home / "line", "calls": home / "calls"}
    os.mkfifo(names["events"])
    quoted = {name: shlex.quote(str(path)) for name, path in names.items()}
    program = tools / "claimtrack"
    program.write_text(PROGRAM.format(python=shlex.quote(sys.executable), calls=json.dumps(str(names["calls"]))))
    program.chmod(0o755)
    startup = home / STARTUP_FILE[shell]
    startup.parent.mkdir(parents=True, exist_ok=True)
    with startup.open("a") as file:
        file.write(f"{LOAD.get(shell, '')}\n{STARTUP[shell].format(**quoted)}\n{options}\n")


class Shell:
    """An interactive shell at work in a folder."""

    def __init__(self, shell, home, cwd):
        import fcntl
        import pty
        import struct
        import termios

        self.name, self.home, self.screen, self._prompts = shell, home, b"", 0
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 400, 0, 0))
        self._terminal = ours
        self._events = os.open(home / "events", os.O_RDWR | os.O_NONBLOCK)  # for writing too: never at its end
        self._heard = b""
        env = {
            **isolated(home),
            "PATH": f"{home / 'tools'}{os.pathsep}{os.environ['PATH']}",
            "XDG_CONFIG_HOME": str(home / ".config"),
            "ZDOTDIR": str(home),
            "TERM": "xterm",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
        }
        streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs, "start_new_session": True}
        command = [sys.executable, "-S", "-c", ON_TERMINAL, *START[shell]]
        self._process = subprocess.Popen(command, cwd=cwd, env=env, **streams)
        os.close(theirs)
        os.set_blocking(ours, False)
        self._selector = selectors.DefaultSelector()
        for source in (self._terminal, self._events):
            self._selector.register(source, selectors.EVENT_READ)
        self._wait_for_prompt()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(SECONDS)
        self._selector.close()
        os.close(self._terminal)
        os.close(self._events)

    @property
    def calls(self):
        """The arguments of each call of the program, completion aside."""
        path = self.home / "calls"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    @property
    def shown(self):
        """What the terminal has received since the shell started, as text without colours and cursor movements."""
        return re.sub(r"\x1b(\[[0-9;?<=>]*[A-Za-z]|[()][A-Z0-9]|[=>])", "", self.screen.decode("utf-8", "replace"))

    def type(self, keys):
        """Type keys, wait until the shell has handled them, and give the line that is being edited."""
        self._send(keys + SYNC)
        self._wait("line")
        return (self.home / "line").read_text()

    def list(self, line, expected):
        """Type a line, press TAB until the shell lists what there is, and wait until the terminal shows a text of it."""
        self.type(line)
        seen = len(self.shown)
        # bash lists at the second TAB. With more keys to come, zsh would not list its matches.
        self._send("\t\t" if self.name == "bash" else "\t")
        self._listen_until(lambda: expected in self.shown[seen:], f"a list with {expected!r}")

    def enter(self):
        """Press Enter, wait for the next prompt, and give the arguments that the program was called with."""
        before = len(self.calls)
        self._send("\r")
        self._wait_for_prompt()
        called = self.calls[before:]
        assert len(called) < 2, called
        return called[0] if called else None

    def clear(self):
        """Throw the line away."""
        self._send("\x05\x15")  # ^E ^U
        while self.type(""):
            self._send("\x03")
            self._wait_for_prompt()

    def _send(self, keys):
        data = keys.encode()
        while data:
            with contextlib.suppress(BlockingIOError):
                data = data[os.write(self._terminal, data) :]
            self._listen(0)

    def _wait(self, event):
        wanted = f"{event}\n".encode()
        self._listen_until(lambda: wanted in self._heard, event)
        self._heard = self._heard.partition(wanted)[2]

    def _wait_for_prompt(self):
        self._wait("prompt")
        # The shell reads keys only once the prompt is on the screen; before, the terminal would edit the line.
        self._prompts += 1
        prompt = f"ready {self._prompts}> ".encode()
        self._listen_until(lambda: prompt in self.screen, "prompt")

    def _listen_until(self, reached, what):
        end = time.monotonic() + SECONDS
        while not reached():
            if time.monotonic() > end:
                pytest.fail(f"{self.name} does not answer ({what}); the terminal shows: {self.shown[-2000:]!r}")
            self._listen(1)

    def _listen(self, seconds):
        for key, _ in self._selector.select(seconds):
            try:
                part = os.read(key.fd, 65536)
            except OSError:  # the shell has ended
                pytest.fail(f"{self.name} has ended; the terminal shows: {self.shown[-2000:]!r}")
            if key.fd == self._events:
                self._heard += part
                continue
            self.screen += part
            if re.search(rb"\x1b\[0?c", part):  # fish 4 asks what terminal this is
                os.write(self._terminal, b"\x1b[?62c")


@contextlib.contextmanager
def shell_in(shell, home, cwd, options=""):
    """Run a shell with completion installed, and with options that its user has set."""
    need(shell)
    set_up(home, shell, options)
    with Shell(shell, home, Path(cwd)) as running:
        yield running
