"""Properties are tried on the same examples every time, and take the time they need."""

import gc

from hypothesis import settings

# As the command does: to look for cycles among values without any takes a good part of the time.
gc.set_threshold(200_000, 20, 100)

settings.register_profile("audit", derandomize=True, deadline=None, max_examples=150)
settings.load_profile("audit")
