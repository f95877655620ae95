from web_table import SIGNED_IN, Row

OBSERVERS = SIGNED_IN - {"firm"}

ROWS = [
    *(
        Row(f"observatory:{name}", OBSERVERS)
        for name in ("overview", "clusters", "change", "growth", "indicators")
    ),
    Row("observatory:industry", OBSERVERS, make=lambda: {"industry": "26"}),
    Row("observatory:indicator", OBSERVERS, make=lambda: {"indicator": "workers"}),
    Row(
        "observatory:line",
        {"director", "planner", "coordinator", "programme_manager"},
        make=lambda: {"line": "births"},
    ),
]
