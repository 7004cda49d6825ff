"""Properties are tried on the same examples every time, and take the time they need."""

from hypothesis import settings

settings.register_profile("audit", derandomize=True, deadline=None, max_examples=150)
settings.load_profile("audit")
