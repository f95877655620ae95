"""Sandan: software that a city runs an industrial-cluster policy on."""

from importlib.metadata import version as _version

__all__ = ["__version__"]

__version__ = _version("sandan")
