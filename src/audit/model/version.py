"""The version of the tool, which every report names."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("audit-realisasi")
except PackageNotFoundError:  # run from a folder that was never installed
    VERSION = "0.0.0"
