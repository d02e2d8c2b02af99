#!/usr/bin/env python3
"""Checks the ontology files, and graphs that chancery wrote, with RDF software that is not ours.

    python3 -m venv .venv && .venv/bin/pip install -r tests/rdf/requirements.txt
    .venv/bin/python tests/rdf/check.py                      # the ontology and the background knowledge
    .venv/bin/python tests/rdf/check.py GRAPH.nq GRAPH.trig  # also these graphs, against ontology/shapes.ttl
    .venv/bin/python tests/rdf/check.py --same GRAPH.*       # whether files of all formats hold the same
    .venv/bin/python tests/rdf/check.py --aligned GRAPH.nq   # whether it answers in the terms of SEM, PROV-O, ORG and schema.org

The last line is "N passed, N failed"; the exit code is 1 if something failed.
"""
import pathlib
import sys

import pyshacl
from rdflib import OWL, RDF, RDFS, Dataset, Graph, Namespace, URIRef

ROOT = pathlib.Path(__file__).resolve().parents[2] / "ontology"
CH = Namespace("https://w3id.org/chancery/ontology#")
PROPERTY_CLASSES = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property}
# Graphs that are no article's: the ontology and the knowledge are checked on their own.
SHARED = ("graph/ontology", "graph/knowledge", "graph/provenance")


class Report:
    """Counts checks and prints the failed ones."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, name, faults):
        faults = sorted(map(str, faults))
        if faults:
            self.failed += 1
            print(f"FAILED {name}")
            for fault in faults[:20]:
                print(f"    {fault}")
            if len(faults) > 20:
                print(f"    … and {len(faults) - 20} more")
        else:
            self.passed += 1
            print(f"ok {name}")

    def end(self):
        """Prints the count; the exit code."""
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


def terms(graph):
    """Every `ch:` IRI that a graph uses."""
    return {node for triple in graph for node in triple if isinstance(node, URIRef) and node.startswith(CH)}


def shacl(data, shapes, ontology):
    """Violations of the shapes; no inference beyond subclasses, so that "exactly one class" keeps its meaning."""
    conforms, results, _ = pyshacl.validate(data + ontology, shacl_graph=shapes, inference="none", advanced=False)
    if conforms:
        return []
    sh = Namespace("http://www.w3.org/ns/shacl#")
    return [
        f"{results.value(result, sh.focusNode)} {results.value(result, sh.resultPath) or ''} "
        f"{results.value(result, sh.value) or ''}: {results.value(result, sh.resultMessage)}"
        for result in results.subjects(RDF.type, sh.ValidationResult)
    ]


def check_ontology(report, ontology, shapes):
    defined = {subject for subject in ontology.subjects(RDF.type, None) if isinstance(subject, URIRef)}
    properties = {subject for cls in PROPERTY_CLASSES for subject in ontology.subjects(RDF.type, cls)}
    for predicate in (RDFS.label, RDFS.comment, RDFS.domain, RDFS.range):
        missing = [p for p in properties if ontology.value(p, predicate, any=True) is None]
        report.check(f"every property has {predicate.split('#')[1]}", missing)
    classes = set(ontology.subjects(RDF.type, OWL.Class))
    for predicate in (RDFS.label, RDFS.comment):
        missing = [c for c in classes if ontology.value(c, predicate, any=True) is None]
        report.check(f"every class has {predicate.split('#')[1]}", missing)
    for name, graph in [("chancery.ttl", ontology), ("shapes.ttl", shapes), ("alignments.ttl", load("alignments.ttl"))]:
        report.check(f"{name} uses only defined terms", terms(graph) - defined)
    sh = Namespace("http://www.w3.org/ns/shacl#")
    meta = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)[0]
    report.check("shapes.ttl is valid SHACL", [] if meta else ["does not conform to SHACL for SHACL"])
    report.check("shapes.ttl has shapes", [] if list(shapes.subjects(RDF.type, sh.NodeShape)) else ["none"])
    return defined


def check_knowledge(report, ontology, shapes, defined):
    together = Graph()
    for path in sorted((ROOT / "knowledge").glob("*.ttl"), key=lambda path: path.name == "cities.ttl"):
        graph = Graph().parse(path)
        report.check(f"knowledge/{path.name} uses only defined terms", terms(graph) - defined)
        # Thousands of cities of one form: those that something refers to are enough, all of them take minutes.
        if path.name == "cities.ttl":
            capitals = set(together.objects(None, CH.capital))
            graph = [triple for triple in graph if triple[0] in capitals]
        for triple in graph:
            together.add(triple)
    report.check("the knowledge conforms to the shapes", shacl(together, shapes, ontology))


def check_graph(report, path, ontology, shapes, defined):
    dataset = Dataset()
    dataset.parse(path)
    union = Graph()
    for subject, predicate, value, graph in dataset.quads((None, None, None, None)):
        if graph is None or not str(graph).endswith(SHARED):
            union.add((subject, predicate, value))
    report.check(f"{path} holds claims", [] if (None, CH.modality, None) in union else ["no ch:modality in it"])
    report.check(f"{path} uses only defined terms", terms(union) - defined)
    report.check(f"{path} conforms to the shapes", shacl(union, shapes, ontology))


DATASETS = {".nq", ".trig", ".jsonld"}

# What users of other vocabularies ask.
ALIGNED = {
    "SEM": """PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>
        SELECT * { ?event a sem:Event ; sem:hasActor ?actor ; sem:hasPlace ?place ; sem:hasTimeStamp ?time .
                   ?actor a sem:Actor . ?place a sem:Place }""",
    "PROV-O": """PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT * { ?claim a prov:Entity ; prov:wasDerivedFrom ?sentence . ?sentence a prov:Entity . ?who a prov:Agent }""",
    "ORG": """PREFIX org: <http://www.w3.org/ns/org#>
        SELECT * { ?person org:holds ?post . ?post a org:Post . ?body a org:Organization }""",
    "schema.org": """PREFIX schema: <https://schema.org/>
        SELECT * { ?article a schema:NewsArticle . ?country a schema:Country . ?what schema:location ?place }""",
}


def statements(path):
    """Quads of a file with named graphs, triples of one without."""
    dataset = Dataset()
    if path.suffix in DATASETS:
        dataset.parse(path)
        return {(s, p, o, str(g)) for s, p, o, g in dataset.quads((None, None, None, None))}
    return set(Graph().parse(path))


def check_same(report, paths):
    """Datasets against the first dataset, plain graphs against its union."""
    paths = [pathlib.Path(path) for path in paths]
    first = next(path for path in paths if path.suffix in DATASETS)
    quads = statements(first)
    triples = {quad[:3] for quad in quads}
    report.check(f"{first} holds statements", [] if quads else ["none"])
    for path in paths:
        expected = quads if path.suffix in DATASETS else triples
        report.check(f"{path} holds what {first.name} does", statements(path) ^ expected)


def check_aligned(report, path):
    union = Graph()
    for subject, predicate, value, _ in statements(pathlib.Path(path)):
        union.add((subject, predicate, value))
    for name, query in ALIGNED.items():
        rows = union.query(query + " LIMIT 1")
        report.check(f"{path} answers in the terms of {name}", [] if len(rows) else ["no rows"])


def load(name):
    return Graph().parse(ROOT / name)


def main():
    report = Report()
    mode, paths = (sys.argv[1], sys.argv[2:]) if sys.argv[1:2] and sys.argv[1].startswith("--") else ("", sys.argv[1:])
    if mode == "--same":
        check_same(report, paths)
        return report.end()
    if mode == "--aligned":
        for path in paths:
            check_aligned(report, path)
        return report.end()
    ontology, shapes = load("chancery.ttl"), load("shapes.ttl")
    defined = check_ontology(report, ontology, shapes)
    check_knowledge(report, ontology, shapes, defined)
    for path in paths:
        check_graph(report, path, ontology, shapes, defined)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
