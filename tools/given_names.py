#!/usr/bin/env python3
"""Writes ontology/lexicon/given-names-wide.toml: given names of many languages, by the sex of their usual bearers.

    apt-get install wamerican
    python3 -m venv .venv && .venv/bin/pip install faker==40.63.0 names==0.3.0
    .venv/bin/python tools/given_names.py > ontology/lexicon/given-names-wide.toml

Sources: the name providers of Faker (MIT), locales in Latin script; the given names of the 1990 United States census
(public domain) through PyPI names (MIT). Left out, since they would mislead: names of both sexes, English words (word list of
SCOWL, Debian wamerican, public domain), and whatever names an entity of the background knowledge. Names of other scripts
come from given-names-romanized.txt beside this file. What given-names.toml, written by hand, has for the other sex is left out too.
"""
import importlib
import os
import pkgutil
import re
import sys
import textwrap
import tomllib
import unicodedata

import names
from faker.providers import person

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "ontology")
# A name that is also found for the other sex counts if the census has at least this share of people (in per cent) …
COMMON = 0.05
# … and its bearers of the other sex are fewer than one in so many.
DOMINANCE = 20


def plain(text):
    """Lower case without accents; None for what is not one word in Latin script."""
    text = text.lower().replace("ł", "l").replace("ø", "o").replace("đ", "d").replace("ı", "i").replace("ə", "a").replace("’", "'")
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return text if re.fullmatch(r"[a-z]+(?:['-][a-z]+)*", text) and len(text) > 2 else None


def faker_names():
    """Sex → names, of every locale in Latin script."""
    found = {"male": set(), "female": set()}
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for sex in found:
            listed = getattr(provider, f"first_names_{sex}", ())
            found[sex].update(filter(None, map(plain, (name if isinstance(name, str) else name[0] for name in listed))))
    return found


def census_names():
    """Sex → name → share of its bearers in per cent."""
    folder = os.path.dirname(names.__file__)
    found = {}
    for sex in ("male", "female"):
        lines = open(os.path.join(folder, f"dist.{sex}.first"), encoding="ascii").read().splitlines()
        found[sex] = {line.split()[0].lower(): float(line.split()[1]) for line in lines}
    return found


def misleading():
    """English words, and words that are or begin a name in the background knowledge."""
    words = {w for w in open("/usr/share/dict/american-english", encoding="utf-8").read().split() if w.islower()}
    for file in os.listdir(os.path.join(ROOT, "knowledge")):
        for line in open(os.path.join(ROOT, "knowledge", file), encoding="utf-8"):
            if file == "cities.ttl":
                population = re.search(r"ch:population (\d+)", line)
                if not population or int(population.group(1)) < 300_000:
                    continue
            elif not re.match(r"\s+(rdfs:label|skos:altLabel|ch:adjective|ch:demonym) ", line):
                continue
            for name in re.findall(r'"([^"]*)"', line):
                words.add(plain(name.split()[0]) or "")
    return words


def romanized_names():
    """Sex → names, from the list beside this file."""
    found, sex = {}, None
    for line in open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "given-names-romanized.txt"), encoding="utf-8"):
        if line.strip() in ("male", "female"):
            sex = line.strip()
            found[sex] = set()
        elif not line.startswith("#"):
            found[sex].update(line.split())
    return found


def main():
    faker, census, excluded, romanized = faker_names(), census_names(), misleading(), romanized_names()
    with open(os.path.join(ROOT, "lexicon", "given-names.toml"), "rb") as file:
        by_hand = {sex: set(listed.split()) for sex, listed in tomllib.load(file).items()}
    chosen = {}
    for sex, other in (("female", "male"), ("male", "female")):
        share = lambda name, of: census[of].get(name, 0.0)
        elsewhere = faker[other] | census[other].keys() | romanized[other]
        chosen[sex] = sorted(
            name
            for name in faker[sex] | romanized[sex] | {name for name in census[sex] if plain(name)}
            if name not in excluded
            and name not in by_hand[other]
            and (
                name not in elsewhere
                or (share(name, sex) >= COMMON and share(name, sex) >= DOMINANCE * share(name, other))
            )
        )
    both = set(chosen["female"]) & set(chosen["male"])
    print("# Given names of many languages by the sex of their usual bearers, lower case and without accents.")
    print("# Written by tools/given_names.py from Faker (MIT) and the 1990 United States census (public domain). Do not edit.")
    for sex in ("female", "male"):
        kept = [name for name in chosen[sex] if name not in both]
        print(f"{sex} = \"\"\"" + textwrap.fill(" ".join(kept), 118, break_on_hyphens=False, break_long_words=False) + '"""')
        print(f"{len(kept)} {sex}", file=sys.stderr)


if __name__ == "__main__":
    main()
