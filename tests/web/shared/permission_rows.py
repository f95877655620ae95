from web_table import EVERYBODY, Row

ROWS = [
    Row("set_language", EVERYBODY, method="POST", data={"language": "ko", "next": "/"}),
    Row("set_theme", EVERYBODY, method="POST", data={"theme": "dark", "next": "/"}),
]
