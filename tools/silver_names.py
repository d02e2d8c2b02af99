#!/usr/bin/env python3
"""Corrects names that a program found in treebank texts by what the treebanks' annotators say of the same words.

    tools/silver_names.py NAMES.iob.gz TREEBANK.conllu.gz … > NAMES.corrected.iob

- A name of persons, organisations, places, things, works, events or laws without any proper noun (XPOS NNP, NNPS) is dropped, unless
  a word of it is in capitals or it is a longer title with a capital in each word.
- A person's name is drawn out over the words that hang on it as `flat`.
- In treebanks with entity marks (GUM: `Entity=` in MISC), the kind of a marked person, place or organisation wins where the
  program contradicts it, and such entities with a proper noun as head that it overlooked are added: the head with the
  capitalised words that hang on it as `flat`, `compound` or `nummod`. Nationalities ("Americans") stay as they are, and so do
  states that GUM takes for organisations.

Sentences that are in no treebank are left. What was changed is counted on standard error.
"""
import gzip
import re
import sys
from collections import Counter

NAMED = {"PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW"}
TITLES = {"WORK_OF_ART", "LAW", "EVENT"}
KINDS = {"person": "PERSON", "place": "GPE", "organization": "ORG"}
FORM, UPOS, XPOS, HEAD, DEPREL, MISC = 1, 3, 4, 6, 7, 9
counts = Counter()


def blocks(path):
    """The blocks between empty lines, each a list of lists of columns."""
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as lines:
        block = []
        for line in lines:
            line = line.rstrip("\n")
            if line.strip():
                block.append(line.split("\t"))
            elif block:
                yield block
                block = []
        if block:
            yield block


def treebank(path):
    """The words of each sentence, without comments, ranges and empty nodes."""
    for block in blocks(path):
        yield [columns for columns in block if len(columns) == 10 and columns[0].isdigit()]


def names_of(tags):
    """First and one past the last word, and label of each name, as lists to change."""
    names = []
    for position, tag in enumerate(tags):
        if tag.startswith("B-"):
            names.append([position, position + 1, tag[2:]])
        elif tag.startswith("I-"):
            names[-1][1] = position + 1
    return names


def entities(sentence):
    """GUM's entities that begin and end in the sentence, the shortest first."""
    opened, found = [], []
    for position, word in enumerate(sentence):
        marks = next((field[7:] for field in word[MISC].split("|") if field.startswith("Entity=")), "")
        for mark in re.findall(r"\([^()]+\)?|[^()]+\)", marks):
            fields = mark.strip("()").split("-")
            if not mark.startswith("("):
                match = [number for number, entity in enumerate(opened) if entity[0] == fields[0]]
                if match:
                    _, start, kind = opened.pop(match[-1])
                    found.append((start, position + 1, kind))
            elif len(fields) > 1 and mark.endswith(")"):
                found.append((position, position + 1, fields[1]))
            elif len(fields) > 1:
                opened.append((fields[0], position, fields[1]))
    return sorted(found, key=lambda entity: entity[1] - entity[0])


def is_capital(word):
    return word[FORM][:1].isupper()


def is_proper(word):
    return word[XPOS].startswith("NNP") or word[UPOS] in ("PROPN", "X", "SYM")


def is_name(sentence, start, end, label):
    words = sentence[start:end]
    if label not in NAMED or any(is_proper(word) for word in words):
        return True
    if any(word[FORM].isupper() and len(word[FORM]) > 1 for word in words):
        return True
    return label not in TITLES and len(words) > 1 and all(is_capital(word) for word in words)


def core(sentence, head, start, end):
    """The proper name around a head."""
    inside = {head}
    while True:
        joined = {
            position
            for position in range(start, end)
            if position not in inside
            and int(sentence[position][HEAD]) - 1 in inside
            and sentence[position][DEPREL].split(":")[0] in ("flat", "compound", "nummod")
            and is_capital(sentence[position])
        }
        if not joined:
            return min(inside), max(inside) + 1
        inside |= joined


def correct_by_entities(sentence, names, covered):
    for start, end, kind in entities(sentence):
        heads = [i for i in range(start, end) if not start <= int(sentence[i][HEAD]) - 1 < end]
        if kind not in KINDS or len(heads) != 1 or not sentence[heads[0]][XPOS].startswith("NNP"):
            continue
        head = heads[0]
        name = covered[head]
        if name is None:
            first, last = core(sentence, head, start, end)
            plural_people = kind == "person" and last - first == 1 and sentence[head][XPOS] == "NNPS"
            is_word = sentence[head][FORM][:1].isalpha() and "@" not in sentence[head][FORM]
            if is_word and not plural_people and not any(covered[first:last]):
                name = [first, last, KINDS[kind]]
                names.append(name)
                covered[first:last] = [name] * (last - first)
                counts[f"added {name[2]}"] += 1
        elif name[0] >= start - 1 and name[1] <= end:
            label = name[2]
            if kind == "person" and label in ("ORG", "GPE", "LOC", "FAC", "PRODUCT", "WORK_OF_ART"):
                name[2] = "PERSON"
            elif kind == "place" and label in ("ORG", "PERSON"):
                name[2] = "GPE" if label == "PERSON" or name[1] - name[0] == 1 else "FAC"
            elif kind == "organization" and label in ("PERSON", "FAC", "PRODUCT", "WORK_OF_ART"):
                name[2] = "ORG"
            if name[2] != label:
                counts[f"{label} is {name[2]}"] += 1


def corrected(tags, sentence):
    names = []
    for name in names_of(tags):
        if is_name(sentence, *name):
            names.append(name)
        else:
            counts[f"dropped {name[2]}"] += 1
    covered = [None] * len(sentence)
    for name in names:
        covered[name[0] : name[1]] = [name] * (name[1] - name[0])
    for name in (name for name in names if name[2] == "PERSON"):
        while name[1] < len(sentence) and covered[name[1]] is None:
            word = sentence[name[1]]
            if word[DEPREL] != "flat" or not is_proper(word) or not name[0] <= int(word[HEAD]) - 1 < name[1]:
                break
            covered[name[1]] = name
            name[1] += 1
            counts["drawn out"] += 1
    correct_by_entities(sentence, names, covered)
    tags = ["O"] * len(sentence)
    for start, end, label in names:
        tags[start:end] = [f"B-{label}"] + [f"I-{label}"] * (end - start - 1)
    return tags


def main(names, *treebanks):
    known = {}
    for path in treebanks:
        for sentence in treebank(path):
            known[tuple(word[FORM] for word in sentence)] = sentence
    for rows in blocks(names):
        forms, tags = tuple(row[0] for row in rows), [row[1] for row in rows]
        if forms in known:
            tags = corrected(tags, known[forms])
        for form, tag in zip(forms, tags):
            print(form, tag, sep="\t")
        print()
    for change, count in counts.most_common():
        print(f"{count:6} {change}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
