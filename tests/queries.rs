//! Every canned query on a small graph: `tests/queries/NAME.txt` holds parameters and the rows that they give.
use chancery::export::intensity;
use chancery::graph::iri::Base;
use chancery::ontology::ClaimClass;
use chancery::query::parameter::DefaultValue;
use chancery::query::{Answer, Limits, QueryError, bind, catalogue, evaluate, find, resolve};
use chancery::store::KnowledgeGraph;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Term, Variable};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn graph() -> KnowledgeGraph {
    let graph = KnowledgeGraph::in_memory(Base::default()).unwrap();
    let quads: Vec<_> = RdfParser::from_format(RdfFormat::TriG)
        .for_slice(include_str!("queries/graph.trig"))
        .collect::<Result<_, _>>()
        .unwrap();
    graph.insert(&quads).unwrap();
    graph
}

/// One line per row, terms without their namespaces.
fn rows(graph: &KnowledgeGraph, name: &str, parameters: &[(&str, &str)]) -> Result<Vec<String>, QueryError> {
    let given: BTreeMap<String, String> =
        parameters.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let query = bind(find(name)?, &given, graph)?;
    let Answer::Rows(rows) = evaluate(graph, query, &Limits::default())? else { panic!("{name} has no rows") };
    let header = rows.variables.iter().map(Variable::as_str).collect::<Vec<_>>().join(" | ");
    let mut lines = vec![header];
    for row in rows {
        lines.push(row?.iter().map(|term| short(term.as_ref())).collect::<Vec<_>>().join(" | ").trim_end().to_owned());
    }
    Ok(lines)
}

fn short(term: Option<&Term>) -> String {
    match term {
        None => String::new(),
        Some(Term::NamedNode(node)) => {
            let iri = node.as_str();
            iri.rsplit_once("ontology#").map_or(iri, |(_, local)| local).replace("https://w3id.org/chancery/id/", "")
        }
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(Term::BlankNode(node)) => node.to_string(),
    }
}

/// A file holds blocks: a line `> name=value; name=value`, then the header and the rows.
fn check(path: &Path) -> datatest_stable::Result<()> {
    let name = path.file_stem().and_then(|stem| stem.to_str()).ok_or("no name")?;
    let (text, graph) = (std::fs::read_to_string(path)?, graph());
    let mut actual = String::new();
    for block in text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()) {
        let first = block.lines().next().unwrap_or_default();
        let parameters: Vec<(&str, &str)> =
            first.trim_start_matches('>').split(';').filter_map(|pair| pair.trim().split_once('=')).collect();
        let rows = rows(&graph, name, &parameters)?;
        actual.push_str(&[first, "\n", &rows.join("\n"), "\n\n"].concat());
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, actual.trim_end().to_owned() + "\n")?;
        return Ok(());
    }
    if actual.trim() == text.trim() { Ok(()) } else { Err(format!("expected\n{text}\nbut it gives\n{actual}").into()) }
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/queries")
}

/// Every canned query has a case with at least one row.
fn every_query_is_tested(_: &Path) -> datatest_stable::Result<()> {
    for query in catalogue() {
        let path = cases().join(query.name).with_extension("txt");
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let longest = text.split("\n\n").map(|block| block.trim().lines().count()).max().unwrap_or_default();
        if longest < 3 {
            return Err(format!("{} expects no row at all", path.display()).into());
        }
    }
    Ok(())
}

/// Names, and values that would break a query put together from text.
fn parameters(_: &Path) -> datatest_stable::Result<()> {
    let graph = graph();
    let resolved = |name: &str| resolve::name(&graph, name).map(|node| node.as_str().to_owned());
    for (name, path) in [
        ("Kenya", "state/KE"),
        ("kenya", "state/KE"),
        ("Kenyan", "state/KE"),
        ("EU", "organization/european-union"),
        ("Odhiambo", "person/amina-odhiambo"),
        ("northern front", "force/northern-front"),
        ("Warsame", "person/yusuf-warsame"),
        ("state/ET", "state/ET"),
        ("https://w3id.org/chancery/id/state/SO", "state/SO"),
    ] {
        assert_eq!(resolved(name)?, format!("https://w3id.org/chancery/id/{path}"), "{name}");
    }
    match resolved("Etiopia") {
        Err(QueryError::UnknownName { similar, .. }) => assert_eq!(similar, ["Ethiopia"]),
        other => panic!("{other:?}"),
    }
    for hostile in ["\" } DELETE { ?s ?p ?o } #", "'", "\\", "?x", "<x>", "{", "", "\u{202e}"] {
        assert!(matches!(resolved(hostile), Err(QueryError::UnknownName { .. })), "{hostile}");
        assert_eq!(rows(&graph, "holders", &[("title", hostile)])?.len(), 1, "{hostile}");
        let iri = rows(&graph, "evidence", &[("claim", hostile)]);
        assert!(matches!(iri, Err(QueryError::Value { .. })), "{hostile}: {iri:?}");
    }
    assert!(matches!(rows(&graph, "meetings", &[]), Err(QueryError::Missing { .. })));
    let date = rows(&graph, "articles", &[("from", "31 February")]);
    assert!(matches!(date, Err(QueryError::Value { .. })), "{date:?}");
    assert!(matches!(rows(&graph, "articles", &[("when", "x")]), Err(QueryError::NoSuchParameter { .. })));
    match rows(&graph, "meeting", &[]) {
        Err(QueryError::NoSuchQuery { similar, .. }) => assert!(similar.contains(&"meetings".to_owned())),
        other => panic!("{other:?}"),
    }
    Ok(())
}

/// The catalogue for people, from the headers of the queries.
fn documentation() -> String {
    let mut text = "# The canned queries\n\nMade from the headers of `queries/*.rq`; `UPDATE_EXPECT=1 cargo test --release --test queries` writes it anew. A parameter of type\n\
        *name* takes a name (\"Iraq\", \"Sudani\", \"EU\") or an IRI; if several entities bear the name, they are listed.\n".to_owned();
    for query in catalogue() {
        text.push_str(&["\n## ", query.name, "\n", &query.title, ". ", &query.description, "\n"].concat());
        if !query.parameters.is_empty() {
            text.push_str("\n| parameter | type | default | |\n| --- | --- | --- | --- |\n");
        }
        for parameter in &query.parameters {
            let default = match &parameter.default {
                DefaultValue::Required => "required",
                DefaultValue::Any => "any",
                DefaultValue::Value(value) => value,
            };
            let cells = [&parameter.name, parameter.kind.name(), default, &parameter.description].join(" | ");
            text.push_str(&["| ", &cells, " |\n"].concat());
        }
        text.push('\n');
        for example in &query.examples {
            text.push_str(&["    ", example, "\n"].concat());
        }
    }
    text
}

fn the_documentation_is_up_to_date(_: &Path) -> datatest_stable::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/queries.md");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, documentation())?;
        return Ok(());
    }
    let written = std::fs::read_to_string(&path)?;
    if written == documentation() { Ok(()) } else { Err("docs/queries.md is not that of the queries' headers".into()) }
}

/// `balance` weighs each class as `ontology/intensity.tsv` says.
fn weights_are_those_of_the_file(_: &Path) -> datatest_stable::Result<()> {
    let query = find("balance")?.text;
    for class in ClaimClass::ALL {
        let start = format!("(ch:{class} ");
        let weight = query.split_once(start.as_str()).and_then(|(_, rest)| rest.split(')').next()?.parse::<f64>().ok());
        if weight != intensity(*class) {
            return Err(format!("{class}: {weight:?} in balance.rq, {:?} in the file", intensity(*class)).into());
        }
    }
    Ok(())
}

datatest_stable::harness! {
    { test = check, root = "tests/queries", pattern = r".*\.txt$" },
    { test = every_query_is_tested, root = "tests/queries", pattern = r"^graph\.trig$" },
    { test = the_documentation_is_up_to_date, root = "tests/queries", pattern = r"^graph\.trig$" },
    { test = weights_are_those_of_the_file, root = "tests/queries", pattern = r"^graph\.trig$" },
    { test = parameters, root = "tests/queries", pattern = r"^graph\.trig$" },
}
