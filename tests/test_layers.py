"""The architecture is a test: a module imports only from lower layers (README, Architecture)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# From low to high. A module may import from lines above its own, and from its own package.
LAYERS = [
    ["rubric"],
    ["alignlab.errors"],
    ["alignlab.resources", "alignlab.platform", "alignlab.keys", "alignlab.tasks", "alignlab.terminal"],
    ["alignlab.one_module"],
    ["alignlab.model"],
    ["alignlab.page_templates"],
    ["alignlab.methods", "alignlab.config", "alignlab.guide", "alignlab.guide_pages", "alignlab.launcher"],
    ["alignlab.exercises", "alignlab.log"],
    ["alignlab.state", "alignlab.languages"],
    ["alignlab.grouping", "alignlab.pace"],
    ["alignlab.fold", "alignlab.promise"],
    ["alignlab.coarse"],
    ["alignlab.release"],
    ["alignlab.drafts"],
    ["alignlab.agenda", "alignlab.answers", "alignlab.erasure", "alignlab.plan_notices"],
    ["alignlab.carrying", "alignlab.other_moves", "alignlab.plan_now", "alignlab.planning"],
    ["alignlab.plans"],
    ["alignlab.templates"],
    ["alignlab.views", "alignlab.deciding"],
    ["alignlab.imports"],
    ["alignlab.room", "alignlab.studio", "alignlab.storing", "alignlab.connection"],
    ["alignlab.gallery", "alignlab.desks", "alignlab.saving", "alignlab.publishing"],
    ["alignlab.erasing"],
    ["alignlab.hosting"],
    ["alignlab.house", "alignlab.client", "alignlab.listing"],
    ["alignlab.recap", "alignlab.rehearsal"],
    ["alignlab.verifying"],
    ["alignlab.tables", "alignlab.sessions"],
    ["alignlab.owner"],
    ["alignlab.frames", "alignlab.notebook"],
    ["alignlab.server"],
    ["alignlab.measuring", "alignlab.paper", "alignlab.serving", "alignlab.rehearsing", "alignlab.privacy"],
    ["alignlab.tending", "alignlab.doctoring"],
    ["alignlab.cli"],
    ["alignlab.__main__"],
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}

# Heavy or special libraries, and the only places that import them.
ONLY_IN = {
    "pandas": {"alignlab.frames"},
    "altair": {"alignlab.notebook"},
    "vl_convert": {"alignlab.studio"},
    "sqlalchemy": {"alignlab.log"},
    "voila": {"alignlab.server"},
    "fcntl": {"alignlab.platform"},
    "msvcrt": {"alignlab.platform"},
    "openpyxl": {"alignlab.imports", "alignlab.recap"},
    "typer": {"alignlab.cli"},
    "ipywidgets": {"alignlab.notebook"},
    "anywidget": {"alignlab.notebook"},
}

MODULES = sorted([*(ROOT / "alignlab").rglob("*.py"), *(ROOT / "rubric").rglob("*.py")])


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def unit(name: str) -> str:
    """The entry of LAYERS that a module belongs to: `alignlab.x` for everything below alignlab/x, or `rubric`."""
    parts = name.split(".")
    return parts[0] if parts[0] == "rubric" else ".".join(parts[:2])


def imported(path: Path) -> set[str]:
    """All modules that a file imports anywhere, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= (
                {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "alignlab" else {node.module}
            )
    return found


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_imports_only_from_lower_layers(path: Path) -> None:
    own = unit(module_name(path))
    if own == "alignlab":
        return  # the package's front door imports inside functions, from anywhere
    assert own in LEVEL, f"{own} has no place in the layers; give it one"
    for name in imported(path):
        if name.split(".")[0] in ("alignlab", "rubric") and unit(name) not in (own, "alignlab.__version__"):
            assert unit(name) in LEVEL, f"{module_name(path)} imports {name}, which has no layer"
            assert LEVEL[unit(name)] < LEVEL[own], f"{module_name(path)} imports {name}, which is not below it"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_special_libraries_stay_where_they_belong(path: Path) -> None:
    own = unit(module_name(path))
    for name in imported(path):
        places = ONLY_IN.get(name.split(".")[0])
        assert places is None or own in places, f"{module_name(path)} imports {name}; only {places} may"
