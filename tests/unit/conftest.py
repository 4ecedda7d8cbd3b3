"""How the properties here are run: every run tries the same examples, and a slow machine is no failure."""

from hypothesis import HealthCheck, settings
from surroundings import examples

settings.register_profile(
    "unit",
    max_examples=examples(30),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("unit")
