from web_table import SIGNED_IN, Row

ROWS = [Row("accounts:me", SIGNED_IN)]
