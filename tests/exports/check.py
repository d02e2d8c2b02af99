#!/usr/bin/env python3
"""Checks what `chancery export --as` wrote with the software that reads it.

    python3 -m venv .venv && .venv/bin/pip install -r tests/exports/requirements.txt
    .venv/bin/python tests/exports/check.py FOLDER

FOLDER holds plover.jsonl, plover.csv, visits.csv, ftm.jsonl, graph.graphml and claims.parquet of one store. The last line is
"N passed, N failed"; the exit code is 1 if something failed.
"""
import csv
import json
import pathlib
import re
import sys

import networkx
import pyarrow.parquet
from followthemoney import model

# Halterman et al. (2023), with YIELD for what they divide into CONCEDE and RETREAT.
PLOVER = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "REQUEST": 3, "ACCUSE": 3, "REJECT": 3,
    "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def plover(folder):
    """Event records: known types, dates as precise as known, the CSV the same as the JSON lines."""
    records = [json.loads(line) for line in (folder / "plover.jsonl").read_text().splitlines()]
    with open(folder / "plover.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    yield "has records", bool(records)
    yield "types have their quad classes", all(PLOVER[r["event_type"]] == r["quad_code"] for r in records)
    yield "dates are days, months or years", all(not r["event_date"] or DATE.fullmatch(r["event_date"]) for r in records)
    yield "each record has a side", all(r["actor_name"] or r["recipient_name"] for r in records)
    yield "ids are unique", len({r["event_id"] for r in records}) == len(records)
    number = lambda value: isinstance(value, (int, float)) and not isinstance(value, bool)
    text = lambda value: {None: "", True: "true", False: "false"}[value] if value is None or isinstance(value, bool) else value
    same = len(rows) == len(records) and all(
        list(row) == list(record)
        and all(float(cell) == record[key] if number(record[key]) else cell == text(record[key]) for key, cell in row.items())
        for row, record in zip(rows, records)
    )
    yield "CSV and JSON lines agree", same


def visits(folder):
    """Travels: a traveller and where to, or whom, in each row."""
    with open(folder / "visits.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    yield "has rows", bool(rows)
    yield "each row has a traveller", all(row["traveller"] for row in rows)
    yield "countries are ISO 3166 codes", all(re.fullmatch(r"([A-Z]{2}(;[A-Z]{2})*)?", row["country"]) for row in rows)


def ftm(folder):
    """FollowTheMoney: every value is valid for its property, every reference has its entity."""
    texts = [json.loads(line) for line in (folder / "ftm.jsonl").read_text().splitlines()]
    # A proxy that cleans its values drops those that are not valid.
    proxies = [model.get_proxy(text, cleaned=False) for text in texts]
    by_id = {proxy.id: proxy for proxy in proxies}
    values = lambda text: sum(len(values) for values in text["properties"].values())
    kept = lambda proxy: sum(len(proxy.get(prop)) for prop in proxy.iterprops())
    dropped = [text["id"] for text, proxy in zip(texts, proxies) if values(text) != kept(proxy)]
    references = {value for proxy in proxies for prop, value in proxy.itervalues() if prop.type.name == "entity"}
    schemata = {proxy.schema.name for proxy in proxies}
    yield "has entities", bool(proxies)
    yield "ids are unique", len(by_id) == len(proxies)
    yield f"no value is refused {dropped[:3]}", not dropped
    yield "references have their entities", references <= set(by_id)
    ranges = [
        (proxy.id, prop.name)
        for proxy in proxies
        for prop, value in proxy.itervalues()
        if prop.type.name == "entity" and prop.range
        and value in by_id and not by_id[value].schema.is_a(prop.range)
    ]
    yield f"references are of the right schema {ranges[:3]}", not ranges
    yield "persons, bodies, posts and events are there", {"Person", "PublicBody", "Position", "Occupancy", "Event", "Article"} <= schemata


def graphml(folder):
    """The network, as networkx (and Gephi, by the same format) reads it."""
    graph = networkx.read_graphml(folder / "graph.graphml", force_multigraph=True)
    yield "has nodes and edges", graph.number_of_nodes() > 1 and graph.number_of_edges() > 0
    yield "nodes have labels and classes", all(node.get("label") and node.get("class") for _, node in graph.nodes(data=True))
    yield "edges have kinds and weights", all(edge["kind"] and edge["weight"] > 0 for *_, edge in graph.edges(data=True))


def parquet(folder):
    """The claims, as Apache Arrow reads them, with the records of PLOVER among them."""
    table = pyarrow.parquet.read_table(folder / "claims.parquet")
    table.validate(full=True)
    claims = table.column("claim").to_pylist()
    records = [json.loads(line)["event_id"].rsplit(".", 1)[0] for line in (folder / "plover.jsonl").read_text().splitlines()]
    yield "has rows", table.num_rows > 0
    yield "claims are unique", len(set(claims)) == table.num_rows
    yield "every record is a claim", set(records) <= set(claims)
    yield "confidence is a number in (0, 1]", all(0 < value <= 1 for value in table.column("confidence").to_pylist())


def main():
    folder = pathlib.Path(sys.argv[1])
    passed = failed = 0
    for check in (plover, visits, ftm, graphml, parquet):
        for name, holds in check(folder):
            print(f"{'ok' if holds else 'FAILED'} {check.__name__}: {name}")
            passed, failed = passed + bool(holds), failed + (not holds)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
