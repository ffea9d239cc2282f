"""What all tests share."""

from hypothesis import settings

pytest_plugins = ["tests.databases"]

# The same examples in every run; no time limit for one, since the machine may be busy with others.
settings.register_profile("seeded", derandomize=True, deadline=None)
settings.load_profile("seeded")
