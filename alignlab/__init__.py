"""alignlab: facilitated strategy workshops in Jupyter notebooks."""

__version__ = "0.1.0"

__all__ = ["__version__"]
