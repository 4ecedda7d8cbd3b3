"""What a schema cannot say: the checks, what each code means, and the fixes that cannot be wrong."""

from claimtrack.checks.codes import Explanation, Severity, examples, explanations
from claimtrack.checks.fixes import FIXABLE, mend
from claimtrack.checks.run import Report, check_folder

__all__ = ["FIXABLE", "Explanation", "Report", "Severity", "check_folder", "examples", "explanations", "mend"]
