#!/usr/bin/env python3
"""Recall of the relations of re3d (Relationship and Entity Extraction Evaluation Dataset, Dstl 2017) on Syria and Iraq.

    score.py [--corpus ../shared/corpora/events/re3d] [--errors] CHANCERY [EXTRACT-OPTION…]

A relation is found if some claim of a class that stands for its type has one role on the relation's source and another on its
target: a mention of the filler overlaps the annotated span. Co-location, synonymy, attributes and distance have no claim class
and are left out. re3d marks relations between any two phrases ("the vile organisation"), so that what no claim could say
counts as missed, too. Needs only the standard library.
"""

import argparse
import collections
import gzip
import json
import pathlib
import subprocess
import sys

# The classes that stand for each relation type of re3d.
CLASSES = {
    "FightingAgainst": "Strike Attack Clash Bombing Killing Abduction Capture Defeat Deployment Invasion Conflict Opposition Condemnation Accusation",
    "CommWith": "Meeting Visit PhoneCall Talks Mediation Agreement Remark Announcement Pledge Demand Proposal Accusation Condemnation Rejection Threat Warning Praise",
    "AlliesOf": "Alliance Backing Support MilitaryCooperation EconomicCooperation MilitaryAid EconomicAid HumanitarianAid Membership Agreement Praise",
    "BelongsTo": "Membership Tenure Leadership",
    "InChargeOf": "Control Leadership Capture Tenure",
    "Likes": "Praise Support Backing Alliance Demand",
    "Dislikes": "Condemnation Accusation Opposition Rejection Conflict Demand",
}
CLASSES = {kind: set(names.split()) for kind, names in CLASSES.items()}


def lines(path: pathlib.Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        return [json.loads(line) for line in file if line.strip()]


def squeezed(text: str) -> str:
    """The letters and digits of a text: what chancery leaves as it is when it cleans white space and invisible characters."""
    return "".join(c for c in text if c.isalnum())


def main() -> int:
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=pathlib.Path, default=here.parents[2] / "shared" / "corpora" / "events" / "re3d")
    parser.add_argument("--errors", action="store_true", help="list the relations that are not found")
    parser.add_argument("chancery")
    args, options = parser.parse_known_args()
    documents, relations = [], []
    for folder in sorted(path for path in args.corpus.iterdir() if path.is_dir()):
        documents += lines(folder / "documents.json.gz")
        relations += [r for r in lines(folder / "relations.json.gz") if r["type"] in CLASSES]
    given = "\n".join(json.dumps({"id": d["_id"], "text": d["text"], "title": d["title"]}) for d in documents)
    command = [args.chancery, "-q", "inspect", "--any-language", "--format", "json", "--input-format", "jsonl", *options, "-"]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    read = {}
    for article in map(json.loads, done.stdout.splitlines()):
        kept = article["article"]["text"]
        # Where each mention stands among the letters, which both texts have in common.
        spans = [(len(squeezed(kept[: m["begin"]])), len(squeezed(kept[: m["end"]])), m["entity"] or []) for m in article["mentions"]]
        read[squeezed(kept)] = (article["claims"], spans)
    texts = {d["_id"]: d["text"] for d in documents}
    total, found = collections.Counter(), collections.Counter()
    for relation in relations:
        text = texts[relation["documentId"]]
        claims, spans = read.get(squeezed(text), (None, []))
        if claims is None:
            print(f"not read: {relation['documentId']} {done.stderr[:200]}", file=sys.stderr)
            continue

        def entities(side: str, text: str = text, spans: list = spans, relation: dict = relation) -> set[str]:
            begin, end = (len(squeezed(text[: relation[side + e]])) for e in ("Begin", "End"))
            over = [value for first, last, value in spans if first < end and begin < last]
            return {e for value in over for e in ([value] if isinstance(value, str) else value)}

        source, target = entities("source"), entities("target")
        total[relation["type"]] += 1
        for claim in claims:
            fillers = {role: set(values) for role, values in claim["roles"].items()} | {"place": set(claim["place"])}
            ends = [(a, b) for a in fillers for b in fillers if a != b or len(fillers[a]) > 1]
            if claim["class"] in CLASSES[relation["type"]] and any(fillers[a] & source and fillers[b] & target for a, b in ends):
                found[relation["type"]] += 1
                break
        else:
            if args.errors:
                begin, end = (f(relation[s + e] for s in ("source", "target") for e in ("Begin", "End")) for f in (min, max))
                print(f"{relation['type']} {relation['source']} → {relation['target']}: {' '.join(text[max(0, begin - 60) : end + 60].split())}")
    for kind in CLASSES:
        print(f"{kind:16} {found[kind]:3} of {total[kind]:3}")
    print(f"relations {total.total()}  found {found.total() / total.total():.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
