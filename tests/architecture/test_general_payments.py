"""What is general in payments knows no bank by name: words and protocols are the gateways' own."""

import ast
import re

import pytest

from tests.architecture.sources import ROOT, modules, named

GENERAL = [path for path in modules("payments") if "gateways" not in path.parts]
CONTRACT = [ROOT / "payments/gateways/__init__.py", ROOT / "payments/gateways/contract.py"]
TEMPLATES = sorted((ROOT / "templates/payments").glob("*.html"))
BANKS = re.compile(r"kaspi|apipay|paystack|paymob", re.IGNORECASE)
# What is said in spite of it, and why.
SAID = {
    "payments/urls.py": "puts a gateway's own addresses beside the others",
    "payments/webhooks.py": "answers under the address that issues and letters call Kaspi's",
    "payments/checks.py": "reads the switch of the pretended bank, KASPI_MOCK",
    "payments/gateways/__init__.py": "reads the switch of the pretended bank, KASPI_MOCK",
    "payments/fiscal/none.py": "names whose sales need no register",
    "templates/payments/mock_bank.html": "is the pretended bank itself",
}


@pytest.mark.parametrize("path", [*GENERAL, *CONTRACT, *TEMPLATES], ids=named)
def test_general_code_and_templates_name_no_bank(path):
    assert bool(BANKS.search(path.read_text())) is (named(path) in SAID), SAID.get(named(path), "words come from the gateway")


@pytest.mark.parametrize("path", GENERAL, ids=named)
def test_general_code_imports_no_gateways_folder(path):
    inside = re.compile(r"(^|\.)gateways\.(?!contract)")
    found = [
        node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom) and inside.search(f"{node.module}.")
    ]
    reached = [node.module for node in found if not (node.module or "").endswith("gateways")]
    assert reached == [] or named(path) in SAID
