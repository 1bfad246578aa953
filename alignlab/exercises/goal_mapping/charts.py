from __future__ import annotations
from alignlab.model.measures import Released
from alignlab.model.picture import Chart
def charts(released: Released) -> list[Chart]:
    return []
