"""Figures for papers and slides, as SVG: the network with its true weights, boundary and loss."""

from __future__ import annotations

from .look import Look
from .page import PANELS, caption, figure_svg

__all__ = ["PANELS", "Look", "caption", "figure_svg"]
