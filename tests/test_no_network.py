"""Nothing phones home: with every socket refused an audit, an expectation and a checkpoint run as ever."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[1] / "samples" / "kecil" / "laporan.csv"

#: Every way to a socket or a name is refused and noted, also what a library catches and what another thread tries.
REFUSE = """
import socket, sys
tried = []
def refused(*arguments, **keywords):
    tried.append(repr(arguments[-1] if arguments else keywords))
    raise OSError("no network in this test")
for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "create_connection"):
    setattr(socket, name, refused)
for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, refused)
import warnings
warnings.filterwarnings("ignore", "module 'sre_", DeprecationWarning)
"""
#: At the end threads are waited for, and what was tried is printed.
TELL = """
import threading
for thread in threading.enumerate():
    if thread is not threading.current_thread():
        thread.join(5)
print("tried:", tried)
"""
CHECK = """
import audit
report = audit.check(sys.argv[1])
assert report.asked and report.findings
"""
EXPECT = """
import audit, pathlib
pathlib.Path("kasus.yaml").write_text('''
rulebook: kasus
title: {id: Kasus, en: Case}
statements:
  rincian:
    columns:
      uraian: {type: text, headings: [uraian]}
      pagu: {type: rupiah, headings: [pagu]}
      realisasi: {type: rupiah, headings: [realisasi]}
    schema: {pagu: {min: 0}}
    expect: [{expect_column_values_to_be_between: {column: pagu, max_value: 10}}]
''')
pathlib.Path("laporan.csv").write_text("uraian,pagu,realisasi\\nAspal,11,1\\nBatu,-3,1\\n")
report = audit.check("laporan.csv", "kasus.yaml")
assert [finding.printed for finding in report.findings] == ["-3", "11"], report.findings
assert "great_expectations" in sys.modules and "pandera" in sys.modules
"""
CHECKPOINT = """
import pandas, pathlib
from audit.gx import ExpectEquationToHold
import great_expectations as gx
context = gx.get_context(mode="ephemeral")
store = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(pathlib.Path("docs").resolve())}
context.add_data_docs_site("lokal", {"class_name": "SiteBuilder", "store_backend": store})
suite = context.suites.add(gx.ExpectationSuite("s"))
suite.add_expectation(ExpectEquationToHold(assertion="sisa = pagu - realisasi"))
asset = context.data_sources.add_pandas("p").add_dataframe_asset("a")
data = asset.add_batch_definition_whole_dataframe("b")
definition = context.validation_definitions.add(gx.ValidationDefinition(name="v", data=data, suite=suite))
action = gx.checkpoint.UpdateDataDocsAction(name="d", site_names=["lokal"])
checkpoint = context.checkpoints.add(gx.Checkpoint(name="c", validation_definitions=[definition], actions=[action]))
frame = pandas.DataFrame({"pagu": [5, 5], "realisasi": [1, 1], "sisa": [4, 3]})
assert not checkpoint.run(batch_parameters={"dataframe": frame}).success
assert any("sisa 3 is not 4" in page.read_text("utf-8") for page in pathlib.Path("docs").rglob("*.html"))
"""


def ran(code: str, folder: Path) -> str:
    """What a program prints that may not use the network."""
    done = subprocess.run(
        [sys.executable, "-c", REFUSE + code + TELL, str(SAMPLE)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("code", [CHECK, EXPECT, CHECKPOINT], ids=["check", "expect", "checkpoint"])
def test_nothing_phones_home(code: str, tmp_path: Path) -> None:
    assert ran(code, tmp_path) == "tried: []"


@pytest.mark.parametrize(
    "call",
    [
        "socket.create_connection(('192.0.2.1', 80))",
        "socket.getaddrinfo('example.org', 80)",
        "socket.socket().connect(('192.0.2.1', 80))",
        "__import__('urllib.request').request.urlopen('http://192.0.2.1/')",
        "__import__('requests').get('http://192.0.2.1/')",
    ],
)
def test_a_call_would_be_noted(call: str, tmp_path: Path) -> None:
    """The refusal itself is tried, so that the test above can fail."""
    caught = f"try:\n    {call}\nexcept Exception:\n    pass\n"
    assert ran(caught, tmp_path) not in ("", "tried: []")


def test_our_context_has_its_analytics_switched_off() -> None:
    from audit.schemas.expectations import great_expectations

    with great_expectations() as context:
        assert context.config.analytics_enabled is False
        assert context.mode == "ephemeral"
