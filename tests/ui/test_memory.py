"""What a server holds in memory: a page must not bring in a library it has no use for."""

import subprocess
import sys
from pathlib import Path

from gradlab.ui.pages import PAGES

ROOT = Path(__file__).parents[2]

# pandas and pyarrow, 70 MB, are imported by Streamlit itself for a component whose data it has to look at closely.
OPENED = """
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=60).run()
for page in sys.argv[1:]:
    app.switch_page(f"gradlab/ui/pages/{page}.py").run()
    assert not app.exception, app.exception
    print(page, {"pandas", "pyarrow"} & set(sys.modules))
"""


def test_opening_a_page_brings_in_no_library_for_tables():
    command = [sys.executable, "-c", OPENED, *PAGES]
    opened = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert opened.stdout.splitlines() == [f"{page} set()" for page in PAGES]
