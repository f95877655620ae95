from web_table import Row

OBSERVERS = {
    "administrator",
    "director",
    "planner",
    "coordinator",
    "programme_manager",
    "council",
    "expert",
    "cluster_officer",
    "partner",
}

ROWS = [Row("observatory:overview", OBSERVERS)]
