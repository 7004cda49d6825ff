"""`audit.gx`: expectations of our own in a checkpoint on a pandas batch, shown in Data Docs."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from audit.gx import ExpectChildrenToSumToParent, ExpectEquationToHold
from audit.schemas.expectations import great_expectations

FRAME = pd.DataFrame(
    {
        "kode": ["1", "1.1", "1.2", "2"],
        "uraian": ["Program", "Aspal", "Batu", "Lain"],
        "pagu": [310, 100, 200, 50],
        "realisasi": [100, 40, 60, 0],
        "sisa": [210, 60, 141, 50],
    },
    index=["w", "x", "y", "z"],
)


def result_of(expectation: Any, frame: pd.DataFrame, result_format: object = "COMPLETE") -> Any:
    """What Great Expectations says of one expectation on one table."""
    with great_expectations() as context:
        asset = context.data_sources.add_pandas("p").add_dataframe_asset("a")
        batch = asset.add_batch_definition_whole_dataframe("b").get_batch({"dataframe": frame})
        return batch.validate(expectation, result_format=result_format)


def broken(expectation: Any, frame: pd.DataFrame) -> list[object]:
    """The labels of the rows that do not meet it."""
    result = result_of(expectation, frame)
    assert not result.exception_info["raised_exception"], result.exception_info["exception_message"]
    assert result.success == (not result.result["unexpected_index_list"])
    return list(result.result["unexpected_index_list"])


def why_not(expectation: Any, frame: pd.DataFrame) -> str:
    """Why it could not be asked."""
    result = result_of(expectation, frame)
    assert not result.success
    assert result.exception_info["raised_exception"]
    return str(result.exception_info["exception_message"])


# Equations


def test_an_equation_names_the_rows_in_which_it_does_not_hold() -> None:
    result = result_of(ExpectEquationToHold(assertion="sisa = pagu - realisasi"), FRAME)
    assert not result.success
    assert result.result["unexpected_index_list"] == ["y"]
    assert result.result["unexpected_list"] == ["141"]
    assert (result.result["element_count"], result.result["unexpected_count"]) == (4, 1)
    assert result.result["observed_value"] == "3 of 4 claims hold"
    assert result.result["details"]["findings"] == [
        {
            "row": "y",
            "column": "sisa",
            "stated": "141",
            "expected": "140",
            "message": "1.2 Batu: sisa 141 is not 140 (sisa = pagu - realisasi)",
        }
    ]
    json.dumps(result.to_json_dict())


@pytest.mark.parametrize(
    ("columns", "assertion", "rows"),
    [
        ({"a": [1, 2], "b": [2, 3], "c": [3, 6]}, "c = a + b", [1]),
        ({"a": [10**18, 10**18], "b": [1, 1], "c": [10**18 + 1, 10**18]}, "c = a + b", [1]),
        (
            {"a": [Decimal("0.1")] * 2, "b": [Decimal("0.2")] * 2, "c": [Decimal("0.3"), Decimal("0.5")]},
            "c = a + b",
            [1],
        ),
        ({"a": [0.1, 0.1], "b": [0.2, 0.2], "c": [0.3, 0.5]}, "c = a + b", [1]),
        # 33.33 and 100 are rounded at their last digit, which is the finest of the column.
        ({"k": [33.33, 66.66, 100], "r": [1, 2, 2.99999], "p": [3, 3, 3]}, "k = 100 * r / p", [1]),
        ({"r": [1, 4], "p": [3, 3]}, "r <= p", [1]),
        ({"r": [-1, 4], "p": [3, 3]}, "abs(r) < p + 1", [1]),
        # Every row may be wrong: nobody has read the table, so no reading is doubted.
        ({"a": [1] * 30, "b": [2] * 30}, "a = b", list(range(30))),
        ({"a": [0, 0], "b": [0, 1]}, "a = b", [1]),
        ({"a": [1, 2, 3], "b": [2, 3, 4], "c": [3, 4, 5]}, "a < c", []),
    ],
)
def test_an_equation_is_exact(columns: dict[str, list[Any]], assertion: str, rows: list[int]) -> None:
    assert broken(ExpectEquationToHold(assertion=assertion), pd.DataFrame(columns)) == rows


def test_a_blank_and_a_zero_divisor_are_not_asked() -> None:
    frame = pd.DataFrame({"r": [1, None, 3, 5], "p": [3, 3, 0, 5], "k": [33.33, 5.0, 5.0, 100.0]})
    result = result_of(ExpectEquationToHold(assertion="k = 100 * r / p"), frame)
    assert result.success
    assert result.result["details"]["unasked"] == {"r is blank": 1, "the divisor is zero": 1}
    assert result.result["missing_count"] == 2


def test_a_table_of_which_nothing_could_be_asked_does_not_pass() -> None:
    frame = pd.DataFrame({"a": [None, None], "b": [1, 2]}, dtype=object)
    result = result_of(ExpectEquationToHold(assertion="a = b"), frame)
    assert not result.success
    assert result.result["observed_value"] == "nothing could be asked"
    assert result_of(ExpectEquationToHold(assertion="a = b"), frame.head(0)).success


def test_a_condition_a_tolerance_and_other_names_are_taken() -> None:
    frame = pd.DataFrame({"Pagu (Rp)": [10, 10, 9], "Sisa": [4, 3, 3], "realisasi": [5, 5, 1]})
    asked = {"assertion": "sisa = pagu - realisasi", "columns": {"pagu": "Pagu (Rp)", "sisa": "Sisa"}}
    assert broken(ExpectEquationToHold(**asked), frame) == [0, 1, 2]
    assert broken(ExpectEquationToHold(**asked, tolerance="1"), frame) == [1, 2]
    assert broken(ExpectEquationToHold(**asked, when="realisasi > 1", tolerance="1"), frame) == [1]


def test_figures_are_exact_if_they_are_said_to_be() -> None:
    frame = pd.DataFrame({"a": [0.1, 0.2], "b": [0.15, 0.25]})
    asked = {"assertion": "b = 1.5 * a"}
    assert broken(ExpectEquationToHold(**asked), frame) == []
    assert broken(ExpectEquationToHold(**asked, rounded=[]), frame) == [1]


def test_rows_may_be_told_by_a_column() -> None:
    wanted = {"result_format": "COMPLETE", "partial_unexpected_count": 1}
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [1, 1, 1]})
    result = result_of(ExpectEquationToHold(assertion="a = b"), frame, wanted)
    assert result.result["partial_unexpected_list"] == ["2"]
    assert result.result["unexpected_index_list"] == [1, 2]
    basic = result_of(ExpectEquationToHold(assertion="a = b"), frame, "BASIC").result
    assert "unexpected_index_list" not in basic
    assert result_of(ExpectEquationToHold(assertion="a = b"), frame, "BOOLEAN_ONLY").result == {}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"assertion": "sisa = = pagu"}, "cannot be read"),
        ({"assertion": "sisa"}, "cannot be read"),
        ({"assertion": "sisa = pagu", "when": "pagu >"}, "cannot be read"),
        ({"assertion": "sisa = pagu", "tolerance": "satu"}, "satu"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_at_once(given: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        ExpectEquationToHold(**given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"assertion": "sisah = pagu"}, "the table has no column sisah; it has kode, uraian, pagu, realisasi, sisa"),
        ({"assertion": "sisa = base"}, "the table has no column base"),
        ({"assertion": "sisa = pagu", "columns": {"pagu": "nix"}}, "the table has no column nix"),
        ({"assertion": "filled(induk)"}, "induk and tingkat tell the tree"),
    ],
)
def test_a_column_that_is_not_there_is_said(given: dict[str, Any], said: str) -> None:
    assert said in why_not(ExpectEquationToHold(**given), FRAME)


def test_a_column_that_is_there_twice_is_said() -> None:
    frame = pd.DataFrame([[1, 2, 3]], columns=["a", "b", "b"])
    assert "several columns b" in why_not(ExpectEquationToHold(assertion="a = b"), frame)


# Sums over a tree


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3]])
@pytest.mark.parametrize(("code", "parent"), [("kode", None), ("kode", "induk"), ("id", "atasan")])
def test_parts_are_known_by_their_parent_or_their_code_in_any_order(
    code: str, parent: str | None, order: list[int]
) -> None:
    frame = pd.DataFrame(
        {
            code: ["5", "5.1", "5.1.1", "5.1.2", "5.2"],
            parent or "lain": [None, "5", "5.1", "5.1", "5"],
            "Pagu": [600, 310, 100, 200, 300],
        }
    ).iloc[order]
    asked = ExpectChildrenToSumToParent(column="Pagu", code_column=code, parent_column=parent)
    # 5 is not 310 + 300, and 5.1 is not 100 + 200.
    assert sorted(map(int, broken(asked, frame))) == [0, 1]  # type: ignore[call-overload]


def test_levels_tell_the_tree_by_the_order_of_the_rows() -> None:
    frame = pd.DataFrame({"t": [1, 2, 3, 3, 2], "nama": list("abcde"), "pagu": [15, 9, 4, 5, 7]})
    assert broken(ExpectChildrenToSumToParent(column="pagu", level_column="t", label_column="nama"), frame) == [0]


def test_a_total_row_without_a_code_is_the_sum_of_what_stands_on_top() -> None:
    frame = pd.DataFrame({"kode": ["1", "2", None], "uraian": ["x", "y", "JUMLAH"], "pagu": [1, 3, 5]})
    assert broken(ExpectChildrenToSumToParent(column="pagu"), frame) == [2]


def test_a_blank_part_leaves_the_sum_unasked_unless_it_is_too_small() -> None:
    frame = pd.DataFrame({"kode": ["1", "1.1", "1.2", "2", "2.1"], "pagu": [10, 4, None, 3, 3]})
    result = result_of(ExpectChildrenToSumToParent(column="pagu"), frame)
    assert result.success
    assert result.result["details"]["asked"] == 1
    assert list(result.result["details"]["unasked"].values()) == [1]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"column": "pagu", "code_column": "nix"}, "the table has no column nix"),
        ({"column": "nix"}, "the table has no column nix"),
    ],
)
def test_a_sum_without_its_columns_says_so(given: dict[str, str], said: str) -> None:
    assert said in why_not(ExpectChildrenToSumToParent(**given), FRAME)


def test_a_table_without_codes_parents_and_levels_has_no_parts() -> None:
    said = why_not(ExpectChildrenToSumToParent(column="pagu"), FRAME[["pagu", "sisa"]])
    assert "which row is part of which is told by a column kode, induk, tingkat" in said


def test_rows_that_are_part_of_one_another_are_said() -> None:
    frame = pd.DataFrame({"kode": ["a", "b"], "induk": ["b", "a"], "pagu": [1, 3]})
    assert "is part of itself" in why_not(ExpectChildrenToSumToParent(column="pagu"), frame)


# A checkpoint and its Data Docs


def test_a_checkpoint_on_a_pandas_batch_shows_the_findings_in_data_docs(tmp_path: Path) -> None:
    with great_expectations() as context:
        import great_expectations as gx
        from great_expectations.checkpoint import UpdateDataDocsAction

        folder = tmp_path / "docs"
        store = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)}
        context.add_data_docs_site("lokal", {"class_name": "SiteBuilder", "store_backend": store})
        suite = context.suites.add(gx.ExpectationSuite("laporan"))
        suite.add_expectation(ExpectEquationToHold(assertion="sisa = pagu - realisasi"))
        suite.add_expectation(ExpectChildrenToSumToParent(column="pagu"))
        suite.add_expectation(ExpectEquationToHold(assertion="realisasi <= pagu"))
        asset = context.data_sources.add_pandas("p").add_dataframe_asset("a")
        data = asset.add_batch_definition_whole_dataframe("b")
        definition = context.validation_definitions.add(gx.ValidationDefinition(name="v", data=data, suite=suite))
        checkpoint = context.checkpoints.add(
            gx.Checkpoint(
                name="c",
                validation_definitions=[definition],
                result_format="COMPLETE",
                actions=[UpdateDataDocsAction(name="docs", site_names=["lokal"])],
            )
        )
        ran = checkpoint.run(batch_parameters={"dataframe": FRAME})
        assert not ran.success
        (validated,) = ran.run_results.values()
        told = {
            result.expectation_config.kwargs.get("assertion", "parts"): result.result["unexpected_index_list"]
            for result in validated.results
        }
        assert told == {"sisa = pagu - realisasi": ["y"], "parts": ["w"], "realisasi <= pagu": []}
    (page,) = (folder / "validations").rglob("*.html")
    html = page.read_text("utf-8")
    assert "1.2 Batu: sisa 141 is not 140" in html
    assert "1 Program: pagu 310 is not 300, the sum of the 2 rows below it" in html
    assert "sisa = pagu - realisasi" in html
    assert "3 of 4 claims hold" in html
    (suite_page,) = (folder / "expectations").rglob("*.html")
    assert "of a row is the sum of that of its parts" in suite_page.read_text("utf-8")


def test_a_suite_with_our_expectations_survives_json() -> None:
    with great_expectations():
        import great_expectations as gx

        asked = ExpectEquationToHold(assertion="sisa = pagu", when="pagu > 0", columns={"pagu": "P"}, rounded=["P"])
        suite = gx.ExpectationSuite(name="s", expectations=[asked, ExpectChildrenToSumToParent(column="pagu")])
        read = gx.ExpectationSuite(**json.loads(json.dumps(suite.to_json_dict())))
        assert read.expectations == suite.expectations
