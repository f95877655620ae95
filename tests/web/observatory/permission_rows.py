from web_table import SIGNED_IN, Row

OBSERVERS = SIGNED_IN - {"firm"}
SEE_FIRMS = {"director", "planner", "coordinator", "programme_manager"}

ROWS = [
    *(
        Row(f"observatory:{name}", OBSERVERS)
        for name in (
            "overview",
            "clusters",
            "portfolio",
            "map",
            "hotspots",
            "robustness",
            "localization",
            "space",
            "opportunities",
            "bridge",
            "creative",
            "change",
            "growth",
            "indicators",
        )
    ),
    Row("observatory:industry", OBSERVERS, make=lambda: {"industry": "26"}),
    Row("observatory:localization_curve", OBSERVERS, make=lambda: {"industry": "26"}),
    Row("observatory:region_cluster", OBSERVERS, make=lambda: {"cluster": "26"}),
    Row("observatory:indicator", OBSERVERS, make=lambda: {"indicator": "workers"}),
    Row("observatory:points", SEE_FIRMS),
    Row(
        "observatory:line",
        SEE_FIRMS,
        make=lambda: {"line": "births"},
    ),
]
