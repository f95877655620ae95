"""The joint: rows become tables, tables become figures."""
