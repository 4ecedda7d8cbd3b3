"""The commands, each loaded when it is called, and the one handler of failures."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from importlib import import_module
from typing import Annotated, Any, Final, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from claimtrack import __version__
from claimtrack.cli.help_text import Command
from claimtrack.cli.streams import discard, message, prepare_streams, report_error
from claimtrack.problems import ClaimtrackError, ExitCode


class _Command(NamedTuple):
    """A command before it is loaded."""

    help: str  # what it does, in one line
    module: str = ""  # the module below `claimtrack.cli`; that of its own name if empty
    function: str = "command"


COMMANDS: Final[dict[str, _Command]] = {  # in the order of --help
    "list": _Command("List claims: status, how many on each side, latest date."),
    "show": _Command("Show whole claims: who says what, since when, on which sources."),
    "positions": _Command("List positions: who said what, in order, with the words."),
    "diff": _Command("Compare two parties, claim by claim."),
    "matrix": _Command("Show a table of claims by parties."),
    "shifts": _Command("When parties moved: every change of where they stand."),
    "changes": _Command("When our records changed: what is different between git revisions."),
    "contradictions": _Command("Show who contradicts themselves."),
    "parties": _Command("List parties: how much each said, and when last.", "registers", "parties"),
    "sources": _Command("List sources, and how often each is cited.", "registers", "sources"),
    "topics": _Command("List topics, and how many claims each has.", "registers", "topics"),
    "export": _Command("Write claims in other people's formats: wikitext, ClaimReview, SQLite, Mermaid."),
    "site": _Command("Write the claims as a web site, to publish as it is."),
    "check": _Command("Check all files: say what is wrong, and where."),
    "init": _Command("Make a folder of claims, ready to use."),
    "new": _Command("Make the file of a new claim."),
    "add": _Command("Add a position to a claim."),
    "edit": _Command("Open a claim in your editor, and check it afterwards."),
    "party": _Command("Add a party to parties.toml."),
    "source": _Command("Add a source to sources.toml."),
    "import": _Command("Import tables and feeds: CSV, JSONL, ClaimReview, Parquet.", "import_command"),
    "rename": _Command("Give a claim, a party or a source another id, everywhere."),
    "schema": _Command("Print the JSON Schema of a claim's file, for editors."),
    "merge-driver": _Command("Merge a file that two people changed; git calls it.", "merge_driver"),
    "cache": _Command("Show or clear the index, which makes answers fast."),
    "completion": _Command("Print the completion script of a shell.", "completion_scripts"),
    "help": _Command("Explain a command, with examples."),
}
# Commands of two words and their modules. The help of the first word lists them.
_OF_TWO_WORDS: Final = {"import parquet": "import_parquet"}


def _load(name: str, command: _Command) -> Any:  # noqa: ANN401 - Typer does not export the type
    """Return a command, from its module."""
    module = import_module(f"claimtrack.cli.{command.module or name}")
    callback: Callable[..., None] = getattr(module, command.function)
    single = typer.Typer(add_completion=False)
    single.command(name, cls=getattr(module, "COMMAND_CLASS", Command))(callback)
    return get_command(single)


class _Group(TyperGroup):
    """The commands. Looking one up loads its module; listing them loads none."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - Typer's
        super().__init__(**{**attributes, "commands": dict.fromkeys(COMMANDS)})

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - Typer does not export the types
        if cmd_name in COMMANDS and self.commands[cmd_name] is None:
            self.commands[cmd_name] = _load(cmd_name, COMMANDS[cmd_name])
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:  # noqa: ANN401 - as above
        name = " ".join(args[:2])
        if module := _OF_TWO_WORDS.get(name):
            return name, _load(name, _Command("", module)), args[2:]
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - as above
        with self._unloaded():
            super().format_help(ctx, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:  # noqa: ANN401 - as above
        with self._unloaded():
            return super().shell_complete(ctx, incomplete)

    @contextmanager
    def _unloaded(self) -> Iterator[None]:
        """Put a name and a line of help in place of each command, which is all that a list of them needs."""
        commands = self.commands
        self.commands = {name: TyperCommand(name, short_help=command.help) for name, command in COMMANDS.items()}
        try:
            yield
        finally:
            self.commands = commands


app = typer.Typer(
    cls=_Group,
    add_completion=False,  # `claimtrack completion` prints the script of any shell
    rich_markup_mode=None,  # plain text: the list of commands then loads no rich
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(ctx: typer.Context, value: bool) -> None:  # noqa: FBT001 - an option's callback
    if value and not ctx.resilient_parsing:  # the line is only completed, not run
        typer.echo(f"claimtrack {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001 - handled by its callback
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Plain-text accounting for contested facts: who says what, since when, on which source.

    A claim is one contested assertion, in a file of its own, which is called its record. A party is whoever speaks to it: a state, an
    office, a person, a paper. A position is one thing that a party said about it, on one occasion.

    Start with `claimtrack list --disputed`, then `claimtrack show CLAIM`. `claimtrack help COMMAND` has examples.
    """
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def run() -> int:
    """Run the command line and return its exit code; a failure is reported in a line or two on stderr."""
    prepare_streams()
    if os.environ.get("_CLAIMTRACK_COMPLETE", "").startswith("complete_"):
        # A message would land in the middle of the line that is being typed.
        with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
            return _run(completing=True)
    return _run()


def _run(*, completing: bool = False) -> int:
    try:
        command = get_command(app)
        if completing:
            from claimtrack.cli.completion_shells import answer_shells  # noqa: PLC0415 - for completion alone

            answer_shells()
        code = command(prog_name="claimtrack", standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except SystemExit as error:
        # Typer catches a broken pipe first and exits with 1, which would mean that there are findings.
        if isinstance(error.__context__, BrokenPipeError):
            return ExitCode.READER_LEFT
        raise
    except Exception as error:  # noqa: BLE001 - no traceback ever reaches a user
        return _report_failure(error)
    return code if isinstance(code, int) else ExitCode.OK


def _report_failure(error: Exception) -> int:
    match error:
        case ClaimtrackError():
            report_error(error)
            return error.exit_code
        case typer.TyperException():
            message(f"claimtrack: {error.format_message()}")
            context = getattr(error, "ctx", None)
            message(f"see: {context.command_path} --help" if context else "")
            return error.exit_code
        case BrokenPipeError():
            discard(sys.stdout)
            return ExitCode.READER_LEFT
    if os.environ.get("CLAIMTRACK_DEBUG"):
        raise error
    if isinstance(error, OSError):  # a full disk, a working directory that is gone: no fault in claimtrack
        discard(sys.stdout)
        where = f"{error.filename}: " if error.filename else ""
        message(f"claimtrack: {where}{error.strerror or error}")
        return ExitCode.CANNOT_WRITE
    message(f"claimtrack: this is a fault in claimtrack, not in your records: {type(error).__name__}: {error}")
    message("please report it with the output of the same command under CLAIMTRACK_DEBUG=1")
    return ExitCode.FAULT
