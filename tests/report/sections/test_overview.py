from sandan.report.document import KeyFigures, Number
from sandan.report.sections.overview import overview


def test_key_figures_are_the_counts_of_the_register(case):
    register = case.shelf.read(case.snapshots["establishments"].id)
    here = register.loc[(register["city"] == case.city) & (register["period"] == case.end)]
    (tiles,) = [block for block in overview(case).blocks if isinstance(block, KeyFigures)]
    values = [tile.number.figure.value for tile in tiles.items]
    assert values[:2] == [len(here), here["workers"].sum()]


def test_the_country_stands_beside_the_city(case):
    lead = next(block for block in overview(case).blocks if hasattr(block, "content"))
    areas = [one.figure.area for one in lead.content if isinstance(one, Number)]
    assert len(set(areas)) == 2
