from web_table import SIGNED_IN, Row

SEE = SIGNED_IN - {"firm"}

ROWS = [
    Row("evaluation:index", SEE),
    Row("evaluation:register", {"evaluator", "planner"}),
]
