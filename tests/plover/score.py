#!/usr/bin/env python3
"""Scores chancery on the gold standard records of the PLOVER event ontology.

    score.py [--records ../shared/corpora/events/plover-gsr-dev.json] [--errors] CHANCERY [EXTRACT-OPTION…]

A record is a sentence with the event type, source and target that its coder gave it. Found ("type"): a claim of a class
that stands for the type; right ("type and roles"): the claim also has the source among those who act or speak, and the
target, if the record has one, among those acted on, addressed or spoken of. Precision: of the claims whose class stands
for some type, other than plain remarks, the share whose type is that of their sentence's record (which names only one
event of the sentence, so that this is a lower bound). Needs only the standard library.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

# The classes that stand for each type of PLOVER (Open Event Data Alliance, PLOVER codebook 0.7b2, 2018), with those of
# its CAMEO predecessors: a promise to meet is AGREE as well as CONSULT to its coders.
TYPES = {
    "AGREE": "Pledge Agreement Ceasefire",
    "CONSULT": "Meeting Visit PhoneCall Talks Mediation",
    "SUPPORT": "Support Praise Backing Recognition DiplomaticRelations Agreement Alliance",
    "COOPERATE": "EconomicCooperation MilitaryCooperation Agreement Exercise Investigation Support Arrest",
    "AID": "EconomicAid MilitaryAid HumanitarianAid Support",
    "CONCEDE": "Withdrawal Ceasefire Release SanctionsRelief Surrender Resignation Pledge",
    "RETREAT": "Withdrawal Ceasefire Release SanctionsRelief Surrender",
    "DEMAND": "Demand Proposal",
    "DISAPPROVE": "Accusation Condemnation Opposition Denial",
    "REJECT": "Rejection Denial Opposition",
    "THREATEN": "Threat Warning",
    "PROTEST": "Demonstration Riot",
    "MOBILIZE": "Deployment Exercise WeaponsTest",
    "SANCTION": "Sanctions DiplomaticBreak Ban Withdrawal",
    "COERCE": "Arrest Blockade CyberAttack Ban DiplomaticBreak Capture Ruling Attack Sanctions Legislation",
    "ASSAULT": "Attack Bombing Killing Abduction Strike",
    "FIGHT": "Strike Attack Clash Bombing Killing Capture Invasion Conflict Defeat",
    "INVESTIGATE": "Investigation",
}
TYPES = {name: set(classes.split()) for name, classes in TYPES.items()}
# What is only planned stands for the verbal type as well: help promised is AGREE, help refused is REJECT.
HELPFUL = TYPES["CONSULT"] | TYPES["SUPPORT"] | TYPES["AID"] | TYPES["RETREAT"] | {"Deployment"}
BY_MODALITY = {"AGREE": ({"Planned", "Possible"}, HELPFUL), "REJECT": ({"Denied"}, HELPFUL), "DEMAND": ({"Demanded"}, HELPFUL), "SANCTION": ({"Denied"}, HELPFUL)}
SIDES = {"participant", "member", "opponent", "opposed", "backer", "backed", "force"}
SOURCE = {"agent", "speaker", "leader", "controller", "holder"} | SIDES
TARGET = {"recipient", "addressee", "about", "place", "group", "document"} | SIDES
EMPTY = {"the", "a", "an", "of", "its", "his", "their", "s", "and", "in", "on", "for", "two", "three", "all"}


def stands_for(claim: dict, event: str) -> bool:
    modalities, classes = BY_MODALITY.get(event, (set(), set()))
    return claim["class"] in TYPES[event] or (claim["modality"] in modalities and claim["class"] in classes)


def words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if word not in EMPTY}


def same(actor: str, names: set[str]) -> bool:
    wanted = words(actor)
    return any(2 * len(wanted & words(name)) >= min(len(wanted), len(words(name))) > 0 for name in names)


def fillers(claim: dict, roles: set[str]) -> set[str]:
    found = {filler for role, values in claim["roles"].items() if role in roles for filler in values}
    return found | (set(claim["place"]) if "place" in roles else set())


def main() -> int:
    here = pathlib.Path(__file__).resolve().parent
    default = here.parents[2] / "shared" / "corpora" / "events" / "plover-gsr-dev.json"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=pathlib.Path, default=default)
    parser.add_argument("--errors", action="store_true", help="list the records that are not right")
    parser.add_argument("chancery")
    args, options = parser.parse_known_args()
    records = [record for record in json.loads(args.records.read_text()) if record["event"] in TYPES]
    lines = "\n".join(json.dumps({"id": r["id"], "text": r["text"]}) for r in records)
    command = [args.chancery, "-q", "inspect", "--any-language", "--format", "json", "--input-format", "jsonl", *options, "-"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
    read = {}
    for line in done.stdout.splitlines():
        article = json.loads(line)
        read[article["article"]["text"].strip()] = article
    typed = right = claims = agreeing = 0
    for record in records:
        article = read.get(record["text"].strip())
        if article is None:
            print(f"not read: {record['id']} {done.stderr[:200]}", file=sys.stderr)
            continue
        names: dict[str, set[str]] = {entity["iri"]: {entity["label"]} for entity in article["entities"]}
        for mention in article["mentions"]:
            text = article["article"]["text"][mention["begin"] : mention["end"]]
            referents = mention["entity"] or []
            for entity in [referents] if isinstance(referents, str) else referents:
                names.setdefault(entity, set()).add(text)

        def has(claim: dict, roles: set[str], actors: list[dict], names: dict[str, set[str]] = names) -> bool:
            found = set().union(*(names.get(filler, set()) for filler in fillers(claim, roles)), set())
            texts = [actor.get("actorText", "") for actor in actors if words(actor.get("actorText", ""))]
            return not texts or any(same(text, found) for text in texts)

        counted = [c for c in article["claims"] if any(c["class"] in classes for classes in TYPES.values())]
        of_type = [c for c in counted if stands_for(c, record["event"])]
        with_roles = [c for c in of_type if has(c, SOURCE, record.get("source", [])) and has(c, TARGET, record.get("target", []))]
        claims += len(counted)
        agreeing += len(of_type)
        typed += bool(of_type)
        right += bool(with_roles)
        if args.errors and not with_roles:
            sides = [", ".join(a.get("actorText", "") for a in record.get(side, [])) for side in ("source", "target")]
            print(f"{record['event']} {sides[0]} → {sides[1]} [{record['eventText']}]: {record['text']}")
            for claim in article["claims"]:
                got = {role: [next(iter(sorted(names.get(v, {v})))) for v in vs] for role, vs in claim["roles"].items()}
                if claim["class"] != "Tenure":
                    print(f"    {claim['class']} {got}")
    total = len(records)
    print(f"records {total}  type {typed / total:.3f}  type and roles {right / total:.3f}  precision {agreeing / max(claims, 1):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
