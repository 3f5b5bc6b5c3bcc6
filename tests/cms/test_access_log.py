from datetime import timedelta
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from cms.access_log import MaskingLogger
from tests.architecture.sources import ROOT


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/api/payments/kaspi/biller/s3cret/?command=pay&account=1", "/api/payments/kaspi/biller/***/?***"),
        ("/kk/e/toi/g/2fdOP4Xvje_HuqkIw42rxOi41ZbtAg/", "/kk/e/toi/g/***/"),
        ("/kk/help/", "/kk/help/"),
    ],
)
def test_line_of_the_web_server_holds_no_secret(address, kept):
    path, _, query = address.partition("?")
    config = Config()
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": address, "SERVER_PROTOCOL": "HTTP/1.1", "PATH_INFO": path, "QUERY_STRING": query}
    environ |= {"REMOTE_ADDR": "127.0.0.1", "HTTP_REFERER": f"https://toi.example{address}"}
    response = SimpleNamespace(status="200 OK", sent=1, headers=[])
    request = SimpleNamespace(headers=[("REFERER", f"https://toi.example{address}")])
    made = MaskingLogger(config)
    atoms = made.atoms(response, request, environ, timedelta(seconds=1))
    line = config.access_log_format % made.atoms_wrapper_class(atoms)
    assert f'"GET {kept} HTTP/1.1"' in line
    assert f'"https://toi.example{kept}"' in line


def test_gunicorn_is_told_to_use_it():
    found = {}
    exec((ROOT / "gunicorn.conf.py").read_text(), found)
    assert found["logger_class"] == f"{MaskingLogger.__module__}.{MaskingLogger.__name__}"
