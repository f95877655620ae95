"""Who does what: lists of occupations, their revisions, and the creative class of a place."""
