"""``claimtrack completion``: the script with which a shell completes commands, options and names."""

from typing import Annotated, Final, Literal

import typer
from typer._completion_shared import get_completion_script

_Shell = Literal["bash", "zsh", "fish", "powershell", "pwsh"]

# A script in zsh's fpath is loaded at the first TAB, and has to answer that too.
_ZSH: Final = """\
compdef _claimtrack_completion claimtrack
case $ZSH_EVAL_CONTEXT in *loadautofunc) _claimtrack_completion "$@" ;; esac"""


def command(
    *, shell: Annotated[_Shell, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")]
) -> None:
    """Print the script with which a shell completes commands, options, claims, parties, topics and sources.

    Examples:
        claimtrack completion bash
        claimtrack completion zsh

    bash: add to ~/.bashrc: eval "$(claimtrack completion bash)"

    zsh: add to ~/.zshrc, below compinit: eval "$(claimtrack completion zsh)"

    fish: save the script as ~/.config/fish/completions/claimtrack.fish

    PowerShell: add to $PROFILE: claimtrack completion powershell | Out-String | Invoke-Expression
    """
    script = get_completion_script(prog_name="claimtrack", complete_var="_CLAIMTRACK_COMPLETE", shell=shell)
    if shell == "zsh":
        script = script.replace("compdef _claimtrack_completion claimtrack", _ZSH)
    typer.echo(script)
