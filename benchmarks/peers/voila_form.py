"""Writes a notebook with a form of 25 statements with four answers each, as plain as ipywidgets makes it.

python voila_form.py FILE.ipynb [import …]
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat

CELL = """{imports}
import ipywidgets as widgets
ANSWERS = ["Did not come up", "Now and then", "Mostly", "Every time"]
widgets.VBox([widgets.RadioButtons(options=ANSWERS, value=None, description=f"Statement {{n}}") for n in range(1, 26)])
"""

if __name__ == "__main__":
    file, *modules = sys.argv[1:]
    cell = nbformat.v4.new_code_cell(CELL.format(imports="\n".join(f"import {name}" for name in modules)))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=kernel), Path(file))
