#!/usr/bin/env python3
"""Rebuilds annotated articles and their annotation from the news corpora.

    build.py [--corpora ../shared/corpora/news] SET OUT

SET is one of the folders beside this script: heldout, blind, development. Its files `ID.json` hold no article text, only
offsets (`[begin, end]`, in Unicode code points) into it, and `characters` if only the beginning of the article is annotated.
This writes OUT/ID.article.json and OUT/ID.gold.json, the pairs that the scorer (`../shared/eval/score.py`) reads.
An article is found by its id in CORPORA/<corpus> or CORPORA/<corpus>.gz (JSON Lines with id, title, date, source, url,
text). If one is missing or its text has not the recorded SHA-256, the script names it, writes nothing and exits with 1.
Needs only the standard library.
"""

import argparse
import gzip
import hashlib
import json
import pathlib
import sys

# Fields of a claim that are stored as one offset pair and become the text between the two.
SPANS = ("evidence", "trigger", "dateText", "content", "quote", "medium", "amount")


def corpus_articles(path: pathlib.Path, wanted: set[str]) -> dict[str, dict]:
    """The wanted articles of one JSON Lines corpus, plain or gzipped, by id."""
    packed = path.with_name(path.name + ".gz")
    lines = gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else path.open(encoding="utf-8")
    with lines:
        return {a["id"]: a for a in map(json.loads, lines) if a["id"] in wanted}


def restore(stored: dict, text: str) -> dict:
    """The annotation with every offset pair replaced by the text it stands for."""

    def cut(span: list[int]) -> str:
        return text[span[0] : span[1]]

    def entity(e: dict) -> dict:
        name = cut(e["name"]) if isinstance(e["name"], list) else e["name"]
        return e | {"name": name, "mentions": [cut(m) for m in e["mentions"]]}

    def claim(c: dict) -> dict:
        return {k: cut(v) if k in SPANS else v for k, v in c.items()}

    gold = {
        "id": stored["id"],
        "entities": [entity(e) for e in stored["entities"]],
        "claims": [claim(c) for c in stored["claims"]],
    }
    if "duplicatedCaption" in stored:
        gold["duplicatedCaption"] = [claim(c) for c in stored["duplicatedCaption"]]
    return gold


def main() -> int:
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=pathlib.Path, default=here.parents[2] / "shared" / "corpora" / "news")
    parser.add_argument("set", choices=sorted(p.name for p in here.iterdir() if p.is_dir() and any(p.glob("*.json"))))
    parser.add_argument("out", type=pathlib.Path)
    args = parser.parse_args()

    annotations = [json.loads(p.read_text(encoding="utf-8")) for p in sorted((here / args.set).glob("*.json"))]
    found: dict[str, dict] = {}
    for corpus in sorted({s["corpus"] for s in annotations}):
        found |= corpus_articles(args.corpora / corpus, {s["id"] for s in annotations if s["corpus"] == corpus})

    problems = []
    for stored in annotations:
        article = found.get(stored["id"])
        if article is None:
            problems.append(f"{stored['id']}: not in {stored['corpus']}")
            continue
        article["text"] = article["text"][: stored.get("characters")]
        if hashlib.sha256(article["text"].encode()).hexdigest() != stored["sha256"]:
            problems.append(f"{stored['id']}: the text is not the one that was annotated (SHA-256 differs)")
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1

    args.out.mkdir(parents=True, exist_ok=True)
    for stored in annotations:
        source = found[stored["id"]]
        article = {k: source.get(k) or None for k in ("id", "title", "date", "source", "url", "text")}
        for kind, value in (("article", article), ("gold", restore(stored, source["text"]))):
            path = args.out / f"{stored['id']}.{kind}.json"
            path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(annotations)} articles in {args.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
