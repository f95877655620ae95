"""A small valid file for every profile: each function writes one and returns the options to read it with."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

from sandan.data.profiles.kr_sigungu import ACTIVITIES
from sandan.data.profiles.mapping import EXAMPLE
from sandan.data.profiles.seongnam_join import DONGS

ROWS = 60


def generic(path: Path) -> dict[str, str]:
    mapping = path.with_name("jobs.toml")
    mapping.write_text(EXAMPLE, encoding="utf-8")
    rows = [f'{31000 + k % 20 * 10},"어느 시, {k}",C{10 + k},2015년,"1,{k:03d}"' for k in range(ROWS)]
    _text(path, "시군구코드,시군구,산업코드,연도,종사자수", rows, encoding="cp949")
    return {"mapping": str(mapping)}


def german_states(path: Path) -> dict[str, str]:
    rows = [f"2015,Berlin,BE,WZ08-{k},Industrie {k},{k}.0,{10 * k}.0,3520031.0,891.7" for k in range(ROWS)]
    _text(path, "year,region,region_code,ind_code,ind_name,firms,emp_all,pop,area_sqkm", rows)
    return {}


def kr_sigungu_census(path: Path) -> dict[str, str]:
    def row(place: str, code: str, name: str, value: object) -> str:
        return f'2015,Somewhere,31,{place},{code},economy,grdp,"{name}",million KRW,{value}'

    rows = []
    for place, code in (("A-si", "31010.0"), ("B-si", "31020"), ("C-gun", "31310")):
        rows += [row(place, code, name, 100.5 + k) for k, name in enumerate(ACTIVITIES)]
        rows.append(row(place, code, "total value added at basic prices", sum(100.5 + k for k in range(16))))
        rows.append(row(place, code, "net taxes on products", 12))
    rows.append("2015,Somewhere,31,A-si,31010,population,all households,total,persons,5000")
    _text(path, "year,adm1,adm1_code,adm2,adm2_code,type,class1,class2,unit,value", rows)
    return {}


def ons_gva_itl(path: Path) -> dict[str, str]:
    industries = [
        ("Total", 40),
        ("A-E", 30),
        ("C (10-33)", 30),
        ("CA (10-12)", 10),
        ("11-Dec", 5),
        ("F (41-43)", 10),
    ]
    rows = [
        f'TLC{a},Area {a},{code},Industry of {code},"1,{n:03d}",{n}'
        for a in range(10)
        for code, n in industries
    ]
    _text(path, "ITL code,Region name,SIC07 code,SIC07 description,2021,2022", rows, encoding="utf-8-sig")
    return {}


def ons_population_itl(path: Path) -> dict[str, str]:
    rows = [f'ITL3,TLC{k:02d},"Place {k}, north","12{k:02d},345",[u]' for k in range(ROWS)]
    _text(path, "ITL,ITL code,Region name,2021,2022", ["UK,UK,United Kingdom,1,2", *rows])
    return {}


def us_county_naics(path: Path) -> dict[str, str]:
    columns = (
        "\tid\tstate\tCOUNTY\tGEO_TTL\trelevant_naics\tNAICS2012_TTL\tNAICS_Sector\testab\temp_reported"
        "\temp_est1\testimate_est1\temp_est3\testimate_est3"
    )
    rows = [
        f"{k}\t{6001 + 2 * k}\t6\t{k}\tCounty {k}, Ohio\t1133\tLogging\t11\t{k + 0.4}\t{k % 3 * 10}\t{k - 1}"
        f"\t{0.0 if k % 3 else 0.8}\t{k}\t0.9"
        for k in range(ROWS)
    ]
    path.write_bytes(gzip.compress("\n".join([columns, *rows, ""]).encode()))
    return {"value": "emp_reported"}


def seongnam_biz_dong(path: Path) -> dict[str, str]:
    industries = '제조업(10~34),"공공 행정, 국방 및 사회보장 행정(84)"'
    names = [(gu, name) for gu, dongs in DONGS.items() for name in [gu, *dongs.values(), "301"]]
    rows = [f"{gu},{name},{k + 1},0.1,{k},1" for k, (gu, name) in enumerate(names)]
    _text(path, f"gu_name,dong_name,total_biz,it_ratio,{industries}", rows, encoding="utf-8-sig")
    return {}


def seongnam_workers_dong(path: Path) -> dict[str, str]:
    codes = [(gu, code) for gu, dongs in DONGS.items() for code in dongs]
    rows = [f"{gu},{code},{k}.0,0.2,{k}.0,0.0" for k, (gu, code) in enumerate(codes)]
    header = "gu_name,행정구역읍면동코드,total_workers,self_employed_ratio,industry_A,industry_C"
    _text(path, header, rows, encoding="utf-8-sig")
    return {}


def boundaries(path: Path) -> dict[str, str]:
    rows = []
    for k in range(ROWS):
        x, y = 127 + k % 10 / 10, 37 + k // 10 / 10
        corners = [[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]
        shape = {"type": "Polygon", "coordinates": [corners]}
        known = {"code": f"{31000 + k}", "name": f"시 {k}", "base_year": 2018}
        rows.append(json.dumps({"type": "Feature", "properties": known, "geometry": shape}))
    _text(path, '{"type": "FeatureCollection", "features": [', [",\n".join(rows), "]}"])
    return {"system": "statistics", "level": "city"}


def claims(path: Path) -> dict[str, str]:
    rows = [
        f'C{k:02d},jobs,"{k} jobs, newly made",{k},,persons,2011/2013,Seongnam,flow,S1' for k in range(ROWS)
    ]
    _text(path, "claim,subject,said,value,value_before,unit,period,place,kind,source", rows)
    return {}


def evidence(path: Path) -> dict[str, str]:
    rows = [f"C{k:02d},{k},persons,2011,release {k},part-of,,S{k}" for k in range(ROWS)]
    _text(path, "claim,value,unit,period,measures,stance,differs_in,source", rows)
    return {}


def sandan_register(path: Path) -> dict[str, str]:
    header = "establishment,enterprise,name,period,region,city,complex,industry,classification,product,"
    header += "workers,status"
    rows = [f"E{k},F{k},Firm {k},2013,31021,31020,,C26,KSIC10,chips,{k},reported" for k in range(ROWS)]
    _text(path, header, [*rows, "E99,F99,,2013,31021,31020,,C26,KSIC10,,,suppressed"])
    return {}


def sandan_industry_table(path: Path) -> dict[str, str]:
    header = "region,region_name,industry,industry_name,period,measure,unit,value,status,lower,upper"
    rows = [
        f"{31000 + k},City {k},C26,Chips,2013,employment,persons,{k},reported,{k},{k}" for k in range(ROWS)
    ]
    _text(path, header, [*rows, "31999,,C26,,2013,employment,persons,,suppressed,0,4"])
    return {}


def sandan_indicators(path: Path) -> dict[str, str]:
    header = "indicator,area,area_name,period,value,unit,status,stage,definition_version,lower,upper"
    rows = [f"jobs,{31000 + k},City {k},2013,{k}.5,persons,reported,final,1,{k},{k + 1}" for k in range(ROWS)]
    _text(path, header, rows)
    return {}


def sandan_applications(path: Path) -> dict[str, str]:
    header = "programme,round,enterprise,region,decided_on,score,cut_off,selected,amount_asked,amount_granted"
    rows = [
        f"P,1,F{k},31020,2013-03-0{1 + k % 9},{k},30,{k >= 30},100,{100 * (k >= 30)}" for k in range(ROWS)
    ]
    _text(path, header, rows)
    return {}


def sandan_jobs(path: Path) -> dict[str, str]:
    header = "record,area,period,kind,programme,client,persons,person_days,anyway,stage"
    rows = [f"J{k},31020,2013,subsidy,P,F{k},{k},{200 * k},{k / 4},final" for k in range(ROWS)]
    _text(path, header, rows)
    return {}


def sandan_input_output(path: Path) -> dict[str, str]:
    rows = [f"{260 + k % 8},{260 + k // 8},KSIC10,2015,million KRW,{10 * k}" for k in range(ROWS)]
    _text(path, "supplier,user,classification,period,unit,value", rows)
    return {}


def sandan_occupations(path: Path) -> dict[str, str]:
    header = "region,region_name,occupation,occupation_name,classification,period,basis,"
    header += "unit,value,status,lower,upper"
    rows = [
        f"{31000 + k},City {k},22,Computing,KSCO7,2015,workplace,persons,{k},reported,{k},{k}"
        for k in range(ROWS)
    ]
    _text(path, header, [*rows, "31000,City 0,23,,KSCO7,2015,residence,persons,X,suppressed,1,4"])
    return {}


def sandan_industry_occupations(path: Path) -> dict[str, str]:
    header = "industry,industry_name,industry_classification,occupation,occupation_name,"
    header += "occupation_classification,period,unit,value,status"
    rows = [f"{200 + k},Chips,KSIC10,22,Computing,KSCO7,2015,persons,{k},reported" for k in range(ROWS)]
    _text(path, header, rows)
    return {}


def sandan_ties(path: Path) -> dict[str, str]:
    rows = [f"T{k},2013-03-{1 + k % 28:02d},F{k},F{k + 1},meeting" for k in range(ROWS)]
    _text(path, "tie,date,from,to,kind", rows)
    return {}


def factories(path: Path) -> dict[str, str]:
    return _many(path, "factories_city.csv", "cp949")


def ventures(path: Path) -> dict[str, str]:
    return _many(path, "ventures_new.csv", "cp949")


def pensions(path: Path) -> dict[str, str]:
    return _many(path, "pensions_new.csv", "cp949")


def stores(path: Path) -> dict[str, str]:
    return _many(path, "stores.csv", "utf-8")


def regions(path: Path) -> dict[str, str]:
    rows = [f"{31000 + 10 * k},city,31,시 {k},1973,127.{k},37.{k}" for k in range(ROWS)]
    _text(path, "code,level,parent,name_ko,valid_from,longitude,latitude", ["31,province,,경기도,,,", *rows])
    return {"system": "statistics"}


def kr_admin_codes(path: Path) -> dict[str, str]:
    rows = [
        f"경기도 성남시수정구 {k}동\t31021{k}\t41131\t41\t경기도\t성남시수정구" for k in range(10, 10 + ROWS)
    ]
    _text(path, "adm_nm\tadm_cd\tsgg\tsido\tsidonm\tsggnm", rows, encoding="cp949")
    return {}


def strategic_definition(path: Path) -> dict[str, str]:
    industry = (
        '[[version.industry]]\nkey = "k{0}"\nname_ko = "칩"\nname_en = "Chips"\ninclude.codes = ["26{0}"]'
    )
    version = '[[version]]\nname = "2013"\nfrom = 2013-01-01'
    industries = [industry.format(k) for k in range(111, 130)]
    _text(path, 'classification = "KSIC10"', [version, *industries])
    return {}


def classification(path: Path) -> dict[str, str]:
    _text(path, "분류코드,분류명,영문명,상위코드", [f"{10 + k},업종 {k},Industry {k},C" for k in range(ROWS)])
    return {"classification": "KSIC11"}


def concordance(path: Path) -> dict[str, str]:
    _text(path, "ksic10_cd,ksic11_cd,weight,remark", [f"{10 + k},{11 + k},0.5," for k in range(ROWS)])
    return {"source": "KSIC10", "target": "KSIC11"}


def _text(path: Path, header: str, rows: list[str], encoding: str = "utf-8") -> None:
    path.write_bytes("\n".join([header, *rows, ""]).encode(encoding))


def _many(path: Path, name: str, encoding: str) -> dict[str, str]:
    """Repeat the rows of one of the small files until there are enough."""
    header, *rows = (Path(__file__).parent / "files" / name).read_text(encoding="utf-8").splitlines()
    _text(path, header, (rows * ROWS)[:ROWS], encoding)
    return {}


SAMPLES: dict[str, Callable[[Path], dict[str, str]]] = {
    write.__name__.replace("_", "-"): write
    for write in (
        boundaries,
        claims,
        classification,
        concordance,
        evidence,
        factories,
        generic,
        german_states,
        kr_admin_codes,
        kr_sigungu_census,
        ons_gva_itl,
        ons_population_itl,
        pensions,
        regions,
        sandan_applications,
        sandan_indicators,
        sandan_industry_occupations,
        sandan_industry_table,
        sandan_input_output,
        sandan_jobs,
        sandan_occupations,
        sandan_register,
        sandan_ties,
        seongnam_biz_dong,
        seongnam_workers_dong,
        stores,
        strategic_definition,
        us_county_naics,
        ventures,
    )
}
