"""gradlab for Streamlit Community Cloud: the same page, beside a requirements.txt with the CPU build of PyTorch."""

import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
runpy.run_path(str(ROOT / "app.py"), run_name="__main__")
