#!/usr/bin/env python3
"""Fits the weights of confidence and prints how reliable the confidences are.

    cargo run --release --example confidence -- DIR/*.article.json > features.tsv
    chancery extract DIR/*.article.json > graph.nq
    pip install pyoxigraph
    tools/calibrate.py --scorer ../shared/eval --gold DIR --graph graph.nq --features features.tsv [--fit]

DIR holds X.article.json and X.gold.json as `eval/README.md` of the annotation says; the scorer's folder holds `score.py`, which
tells which claims are right (class, and at least half of the roles). With `--fit` the weights are fitted: logistic
regression with a Gaussian prior around the pattern's own odds, by Newton's method; the table then shows confidences of each article by
weights fitted on the others. Without it the table shows the confidences of the run.
"""
import argparse, glob, json, math, os, sys

PRIOR_PRECISION = 2.0


def labels(scorer, gold_folder, graph):
    """Claim IRI fragment by article -> whether it is right, by the scorer's own alignment."""
    sys.path.insert(0, scorer)
    sys.dont_write_bytecode = True
    import score as s
    system, right = s.System(graph), {}
    for path in sorted(glob.glob(os.path.join(gold_folder, "*.gold.json"))):
        gold = json.load(open(path))
        article = system.article(gold["id"])
        if article is None:
            continue
        entities, claims = system.entities(article), system.claims(article)
        g2s, candidates = s.align_entities(gold, entities), []
        for wanted in gold["claims"]:
            pairs, accepted = s.tuples(wanted, g2s), {wanted["class"], wanted.get("alt")}
            for iri, claim in claims.items():
                exact = bool(claim["classes"] & accepted)
                family = bool({s.FAMILY[k] for k in claim["classes"]} & {s.FAMILY[k] for k in accepted if k})
                found = s.sys_tuples(claim)
                hit = s.role_overlap(pairs, found)
                overlap = 2 * hit / (len(pairs) + len(found)) if pairs or found else 0
                here = any(s.same_passage(wanted["evidence"], text) for text in claim["sentences"])
                if not family or not (here or (exact and overlap >= 0.5)):
                    continue
                strength = (1 if exact else 0.5) * (0.2 + overlap) + (0.3 if here else 0)
                candidates.append((-strength, wanted["id"], str(iri), iri, exact and overlap >= 0.5))
        taken, used = set(), set()
        for _, wanted, _, iri, good in sorted(candidates, key=lambda row: row[:3]):
            if wanted not in taken and iri not in used:
                taken.add(wanted)
                used.add(iri)
                right[gold["id"], iri.value.rsplit("#", 1)[1]] = good
        for iri in claims:
            right.setdefault((gold["id"], iri.value.rsplit("#", 1)[1]), False)
    return right


def sigmoid(x):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


def solve(matrix, vector):
    """Gaussian elimination with pivoting."""
    n = len(vector)
    rows = [row[:] + [vector[i]] for i, row in enumerate(matrix)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(n):
            if r != i:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    return [rows[i][n] / rows[i][i] for i in range(n)]


def fit(data, names):
    mean = [1.0 if name == "prior" else 0.0 for name in names]
    weights, n = mean[:], len(names)
    for _ in range(50):
        gradient = [PRIOR_PRECISION * (mean[i] - weights[i]) for i in range(n)]
        hessian = [[PRIOR_PRECISION if i == j else 0.0 for j in range(n)] for i in range(n)]
        for features, good in data:
            p = sigmoid(sum(w * x for w, x in zip(weights, features)))
            for i in range(n):
                gradient[i] += (good - p) * features[i]
                for j in range(n):
                    hessian[i][j] += p * (1 - p) * features[i] * features[j]
        step = solve(hessian, gradient)
        weights = [w + d for w, d in zip(weights, step)]
        if max(map(abs, step)) < 1e-9:
            break
    return weights


def table(rows):
    """Reliability by bins of confidence, Brier score and expected calibration error."""
    print("| confidence | claims | mean confidence | right |\n| --- | --- | --- | --- |")
    error = 0.0
    for low, high in [(0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)]:
        inside = [(c, g) for c, g in rows if low <= c < high]
        if inside:
            mean, share = sum(c for c, _ in inside) / len(inside), sum(g for _, g in inside) / len(inside)
            error += abs(mean - share) * len(inside)
            print(f"| {low:.2f}–{min(high, 1):.2f} | {len(inside)} | {mean:.3f} | {share:.3f} |")
    print(f"\n{len(rows)} claims, {sum(g for _, g in rows) / len(rows):.3f} right; "
          f"Brier score {sum((c - g) ** 2 for c, g in rows) / len(rows):.3f}, expected calibration error {error / len(rows):.3f}")


def main():
    parser = argparse.ArgumentParser()
    for name in ("scorer", "gold", "graph", "features"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    right = labels(arguments.scorer, arguments.gold, arguments.graph)
    lines = [line.rstrip("\n").split("\t") for line in open(arguments.features, encoding="utf-8")]
    names, data = lines[0][5:], []
    for line in lines[1:]:
        key = line[0], line[1]
        if key in right:
            data.append((line[0], [float(x) for x in line[5:]], float(right[key]), float(line[4])))
    assert data, "no claim of the features is in the graph"
    if not arguments.fit:
        return table([(confidence, good) for _, _, good, confidence in data])
    rows = []
    for article in sorted({row[0] for row in data}):
        weights = fit([(x, good) for other, x, good, _ in data if other != article], names)
        rows += [(sigmoid(sum(w * v for w, v in zip(weights, x))), good) for own, x, good, _ in data if own == article]
    table(rows)
    print("\n[weights]")
    for name, weight in zip(names, fit([(x, good) for _, x, good, _ in data], names)):
        print(f"{name} = {weight:.2f}")


if __name__ == "__main__":
    main()
