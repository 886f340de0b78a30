"""The report as PDF, where WeasyPrint is installed. It may fetch nothing: the page brings all it needs."""

from __future__ import annotations

from typing import Any

from simulator.errors import NotConfigured

TODO = (
    "Install it with `pip install 'attune-simulator[pdf]'` and the system's pango library, "
    "or print the HTML report from a browser."
)


def _nothing(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"a report fetches nothing, and {url!r} was asked for")


def pdf(page: str) -> bytes:
    """PDF of a whole HTML page. Raises NotConfigured where the optional parts are missing."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError):  # OSError: installed, but the system's pango library is missing
        raise NotConfigured("PDF reports are not installed here.", todo=TODO) from None
    made: bytes = HTML(string=page, url_fetcher=_nothing).write_pdf(pdf_variant="pdf/ua-1")
    return made
