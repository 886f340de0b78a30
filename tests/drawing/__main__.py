"""Write the made parts of docs/patient.md, and docs/images/rule.svg: python -m tests.drawing"""

from __future__ import annotations

from tests.drawing.page import PAGE, PICTURE, page, renewed
from tests.drawing.picture import picture

if __name__ == "__main__":
    PAGE.write_text(renewed(page()), "utf-8")
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(), "utf-8")
    print(f"{PAGE} and {PICTURE} say what the rule says.")
