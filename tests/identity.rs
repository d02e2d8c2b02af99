//! Identity across articles and occurrences: what is one, what stays apart, and that neither order nor batches matter.
use chancery::export::{Alignment, Selection, export};
use chancery::graph::iri::{Base, SharedGraph};
use chancery::graph::provenance::Run;
use chancery::graph::validate::validate_identity;
use chancery::ontology::vocabulary::{ch, dcterms, owl, rdf, rdfs, skos, xsd};
use chancery::store::{Curation, KnowledgeGraph};
use oxigraph::io::RdfFormat;
use oxigraph::model::{GraphNameRef, Literal, NamedNode, NamedNodeRef, Quad, Term};
use proptest::prelude::{Just, Strategy, any, proptest};

const ONTOLOGY: &str = "https://w3id.org/chancery/ontology#";

/// The graph of an article in the making.
#[derive(Clone)]
struct Article {
    node: NamedNode,
    quads: Vec<Quad>,
    claims: usize,
}

fn term(local: &str) -> NamedNode {
    NamedNode::new([ONTOLOGY, local].concat()).unwrap()
}

impl Article {
    fn new(id: &str, publisher: &str, date: &str, text: &str) -> Self {
        let mut article = Self { node: Base::default().article(id), quads: Vec::new(), claims: 0 };
        let node = article.node.clone();
        article.add(&node, rdf::TYPE, ch::ARTICLE.into_owned());
        article.add(&node, dcterms::PUBLISHER, Literal::from(publisher));
        article.add(&node, dcterms::DATE, Literal::new_typed_literal(date, xsd::DATE));
        article.add(&node, ch::PLAIN_TEXT, Literal::from(text));
        article.add(&node, ch::SHA256, Literal::from(id));
        article
    }

    fn add(&mut self, subject: &NamedNode, property: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), property, object, self.node.clone()));
    }

    /// An entity: path, class, names, and the state it is of.
    fn entity(mut self, path: &str, class: &str, names: &[&str], of: Option<&str>) -> Self {
        let node = Base::default().resource(path);
        self.add(&node, rdf::TYPE, term(class));
        self.add(&node, rdfs::LABEL, Literal::from(names[0]));
        for name in &names[1..] {
            self.add(&node, skos::ALT_LABEL, Literal::from(*name));
        }
        if let Some(of) = of {
            let property = if class == "Person" { ch::REPRESENTS } else { ch::OF };
            self.add(&node, property, Base::default().resource(of));
            let state = Base::default().resource(of);
            self.add(&state, rdf::TYPE, term("State"));
            self.add(&state, rdfs::LABEL, Literal::from(of));
        }
        self
    }

    fn part(&self, kind: &str) -> NamedNode {
        NamedNode::new(format!("{}#{kind}{}", self.node.as_str(), self.claims)).unwrap()
    }

    /// A claim: class, modality, roles as `role=path`, and literals as `date=…` or `killed=…`.
    fn claim(mut self, class: &str, modality: &str, parts: &[&str]) -> Self {
        self.claims += 1;
        let (claim, sentence) = (self.part("c"), self.part("s"));
        self.add(&claim, rdf::TYPE, term(class));
        self.add(&claim, ch::MODALITY, term(modality));
        self.add(&claim, ch::EVIDENCE, sentence.clone());
        self.add(&sentence, rdf::TYPE, ch::SENTENCE.into_owned());
        let begin = i64::try_from(self.claims * 100).unwrap();
        self.add(&sentence, ch::BEGIN, Literal::from(begin));
        for part in parts {
            let (property, value) = part.split_once('=').unwrap();
            let object: Term = match property {
                "date" => Literal::new_typed_literal(value, xsd::DATE).into(),
                "killed" => Literal::from(value.parse::<i64>().unwrap()).into(),
                _ => Base::default().resource(value).into(),
            };
            if let (true, Term::NamedNode(state)) = (value.starts_with("state/"), &object) {
                self.add(state, rdf::TYPE, term("State"));
                self.add(state, rdfs::LABEL, Literal::from(value));
            }
            self.add(&claim, term(property).as_ref(), object);
        }
        self
    }

    fn tenure(self, holder: &str, post: &str) -> Self {
        self.claim("Tenure", "Actual", &[&["holder=", holder].concat(), &["post=", post].concat()])
    }
}

fn knowledge() -> Vec<Quad> {
    let base = Base::default();
    let graph = base.shared_graph(SharedGraph::Knowledge);
    let known = [("state/PE", "State"), ("state/CL", "State"), ("state/KE", "State"), ("city/kisumu", "City")];
    known
        .into_iter()
        .map(|(path, class)| Quad::new(base.resource(path), rdf::TYPE, term(class), graph.clone()))
        .collect()
}

fn store() -> KnowledgeGraph {
    let graph = KnowledgeGraph::in_memory(Base::default()).unwrap();
    graph.insert(&knowledge()).unwrap();
    graph
}

fn run() -> Run {
    Run::at(&Base::default(), "k1", "2024-02-14T00:00:00Z".parse().unwrap())
}

fn put(graph: &KnowledgeGraph, article: &Article) {
    graph.replace_article(&article.node, &article.quads, &run(), "content").unwrap();
}

/// Everything that is exported, as text.
fn all(graph: &KnowledgeGraph) -> String {
    let mut text = Vec::new();
    export(graph, &Selection::Articles, RdfFormat::NQuads, &Alignment::default(), &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

/// What the identity graph says with a property, paths and local names only, sorted.
fn said(graph: &KnowledgeGraph, property: NamedNodeRef<'_>) -> Vec<String> {
    let identity = graph.base().shared_graph(SharedGraph::Identity);
    let short = |text: String| text.trim_matches(['<', '>']).replace(graph.base().as_str(), "").replace(ONTOLOGY, "");
    let quads = graph.store().quads_for_pattern(None, Some(property), None, Some(GraphNameRef::from(&identity)));
    let mut lines: Vec<String> = quads
        .map(Result::unwrap)
        .map(|quad| match quad.object {
            Term::Literal(literal) => literal.value().to_owned(),
            object => [short(quad.subject.to_string()), short(object.to_string())].join(" "),
        })
        .collect();
    lines.sort();
    lines
}

const LONG: &str = "The ministers met for two hours on the lake shore and spoke of fishing rights, of the closed border \
    posts and of a new ferry line that both sides want to open before the rains come in spring of the next year";

/// Two presidents of one surname, one under two spellings; a meeting told by three articles, two of them copies; a
/// visit, planned and made; two attacks in one town on one day; a founder named alike in another country.
fn articles() -> Vec<Article> {
    let meeting = |day: &str| {
        let day = ["date=", day].concat();
        move |article: Article| {
            article.entity("person/achieng-wanjala", "Person", &["Achieng Wanjala"], Some("state/KE")).claim(
                "Meeting",
                "Actual",
                &["participant=person/achieng-wanjala", "participant=state/PE", &day],
            )
        }
    };
    let huaman = |path: &str, name: &str, article: Article| {
        article.entity(path, "Person", &[name], Some("state/PE")).tenure(path, "post/pe/president")
    };
    let bombing = |toll: &str, target: &str, article: Article| {
        article
            .entity("city/kisumu", "City", &["Kisumu"], Some("state/KE"))
            .entity(target, "Facility", &[target], None)
            .claim(
                "Bombing",
                "Actual",
                &[
                    "place=city/kisumu",
                    "date=2024-03-01",
                    &["killed=", toll].concat(),
                    &["recipient=", target].concat(),
                ],
            )
    };
    vec![
        meeting("2024-02-01")(Article::new("a1", "Lake Post", "2024-02-02", LONG)),
        meeting("2024-02-01")(Article::new("a2", "Coast Mail", "2024-02-02", &[LONG, " - from our agencies"].concat())),
        meeting("2024-02-01")(Article::new(
            "a3",
            "Rift Courier",
            "2024-02-03",
            "Quite another text about the same meeting",
        )),
        meeting("2024-02-09")(Article::new("a4", "Rift Courier", "2024-02-10", "A second meeting a week later")),
        huaman("person/mohamed-huaman", "Mohamed Huaman", Article::new("a5", "Andes Daily", "2024-02-01", "one"))
            .claim("Visit", "Planned", &["agent=person/mohamed-huaman", "recipient=state/KE", "date=2024-02-20"]),
        huaman("person/muhammad-huaman", "Muhammad Huaman", Article::new("a6", "Lima Wire", "2024-02-21", "two"))
            .claim("Visit", "Actual", &["agent=person/muhammad-huaman", "recipient=state/KE", "date=2024-02-20"]),
        Article::new("a7", "Lima Wire", "2024-02-22", "three")
            .entity("person/huaman", "Person", &["Huaman"], Some("state/PE"))
            .tenure("person/huaman", "post/pe/president"),
        Article::new("a8", "Santiago Radio", "2024-02-22", "four").entity(
            "person/mohammed-huaman",
            "Person",
            &["Mohammed Huaman"],
            Some("state/CL"),
        ),
        bombing("12", "organization/kisumu-bank", Article::new("a9", "Lake Post", "2024-03-02", "five")),
        bombing("14", "organization/kisumu-bank", Article::new("b1", "Coast Mail", "2024-03-02", "six")),
        bombing("3", "organization/harbour-board", Article::new("b2", "Coast Mail", "2024-03-02", "seven")),
    ]
}

fn whole() -> KnowledgeGraph {
    let graph = store();
    for article in articles() {
        put(&graph, &article);
    }
    graph.resolve_identity().unwrap();
    graph
}

#[test]
fn spellings_with_one_post_are_one_and_another_state_keeps_apart() {
    let graph = whole();
    let same = said(&graph, ch::SAME_REFERENT);
    assert_eq!(same.len(), 2, "{same:?}");
    for member in ["person/huaman", "person/mohamed-huaman", "person/muhammad-huaman"] {
        assert!(same.iter().any(|line| line.contains(member)), "{member}: {same:?}");
    }
    assert!(!same.iter().any(|line| line.contains("mohammed-huaman")), "{same:?}");
    let reasons = said(&graph, ch::IDENTITY_REASON);
    assert!(reasons.iter().any(|reason| reason.starts_with("same post: post/pe/president")), "{reasons:?}");
    assert!(reasons.iter().any(|reason| reason.starts_with("conflict: one is of state/CL")), "{reasons:?}");
}

#[test]
fn reports_of_one_happening_are_grouped() {
    let graph = whole();
    let counts = |class: &str| -> Vec<(String, String, String)> {
        let occurrences = said(&graph, ch::OCCURRENCE_CLASS);
        let mut found: Vec<_> = occurrences
            .iter()
            .filter_map(|line| line.strip_suffix(&[" ", class].concat()).map(|iri| graph.base().resource(iri)))
            .map(|node| {
                let value = |property| {
                    let quads = graph.store().quads_for_pattern(Some(node.as_ref().into()), Some(property), None, None);
                    let mut values: Vec<String> = quads
                        .map(|quad| match quad.unwrap().object {
                            Term::Literal(literal) => literal.value().to_owned(),
                            object => object.to_string().replace(ONTOLOGY, ""),
                        })
                        .collect();
                    values.sort();
                    values.join(" ")
                };
                (value(ch::ARTICLE_COUNT), value(ch::PUBLISHER_COUNT), value(ch::DIFFERS_IN))
            })
            .collect();
        found.sort();
        found
    };
    let row = |articles: &str, publishers: &str, differ: &str| {
        (articles.to_owned(), publishers.to_owned(), differ.to_owned())
    };
    // Three articles, of which two are copies; the meeting of the week after is another and told once.
    assert_eq!(counts("Meeting"), [row("3", "2", "")]);
    // Of two bombings in one town on one day, the one told twice, with another toll.
    assert_eq!(counts("Bombing"), [row("2", "2", "<killed>")]);
    // The plan and the visit, told once each, are linked.
    assert_eq!(counts("Visit"), [row("1", "1", ""), row("1", "1", "")]);
    assert_eq!(said(&graph, ch::REALISES).len(), 1);
}

#[test]
fn retracting_restores_what_was() {
    let graph = whole();
    let before = all(&graph);
    for extra in [
        // Makes "Huaman" ambiguous, and brings another name for the group.
        Article::new("x1", "Andes Daily", "2024-02-25", "x")
            .entity("person/rosa-huaman", "Person", &["Rosa Huaman"], Some("state/PE"))
            .tenure("person/rosa-huaman", "post/pe/president"),
        // Names what other articles name, in other ways.
        Article::new("x2", "Andes Daily", "2024-02-25", "x")
            .entity("person/mohamed-huaman", "Person", &["Mohamed Huamán", "Huamán"], Some("state/CL"))
            .claim("Visit", "Actual", &["agent=person/mohamed-huaman", "recipient=state/KE", "date=2024-02-21"]),
        Article::new("x3", "Andes Daily", "2024-02-02", LONG)
            .entity("person/achieng-wanjala", "Person", &["Achieng Wanjala"], Some("state/KE"))
            .claim("Meeting", "Denied", &["participant=person/achieng-wanjala", "participant=state/PE"]),
    ] {
        put(&graph, &extra);
        graph.resolve_identity().unwrap();
        assert_ne!(all(&graph), before);
        graph.retract(&extra.node).unwrap();
        graph.resolve_identity().unwrap();
        assert_eq!(all(&graph), before);
    }
}

#[test]
fn people_overrule_and_their_decisions_stay() {
    let graph = whole();
    let before = said(&graph, ch::SAME_REFERENT);
    let decide = |one: &str, other: &str, same: bool| {
        let at = "2024-05-01T00:00:00Z".parse().unwrap();
        let (by, why) = ("R. Okello".to_owned(), "knows both".to_owned());
        graph.curate(&Curation { entities: (one.to_owned(), other.to_owned()), same, by, at, why }).unwrap();
    };
    decide("person/muhammad-huaman", "person/mohamed-huaman", false);
    decide("person/mohammed-huaman", "person/mohamed-huaman", true);
    let after = said(&graph, ch::SAME_REFERENT);
    assert_ne!(before, after);
    assert!(after.iter().any(|line| line.contains("mohammed-huaman")), "{after:?}");
    let told = graph.identity_decisions().unwrap();
    let by_hand: Vec<_> = told.iter().filter(|decision| decision.by.as_deref() == Some("R. Okello")).collect();
    assert_eq!(by_hand.len(), 2);
    assert!(by_hand.iter().all(|decision| decision.why == "knows both" && decision.at.starts_with("2024-05-01")));
    // Articles come and go; the decisions hold.
    for article in articles() {
        graph.retract(&article.node).unwrap();
    }
    graph.resolve_identity().unwrap();
    for article in articles() {
        put(&graph, &article);
        graph.resolve_identity().unwrap();
    }
    assert_eq!(said(&graph, ch::SAME_REFERENT), after);
    // Taking them back restores.
    decide("person/muhammad-huaman", "person/mohamed-huaman", true);
    decide("person/mohammed-huaman", "person/mohamed-huaman", false);
    assert_eq!(said(&graph, ch::SAME_REFERENT).len(), before.len());
}

#[test]
fn a_discovered_entity_may_be_put_with_a_known_one() {
    let graph = whole();
    let quads = [
        Quad::new(
            graph.base().resource("city/kisumu"),
            rdfs::LABEL,
            Literal::from("Kisumu"),
            graph.base().shared_graph(SharedGraph::Knowledge),
        ),
        Quad::new(
            graph.base().resource("city/kisumu"),
            owl::SAME_AS,
            NamedNode::new("http://www.wikidata.org/entity/Q214485").unwrap(),
            graph.base().shared_graph(SharedGraph::Knowledge),
        ),
    ];
    graph.insert(&quads).unwrap();
    put(
        &graph,
        &Article::new("k1", "Lake Post", "2024-03-05", "k").entity(
            "city/port-florence",
            "City",
            &["Port Florence"],
            Some("state/KE"),
        ),
    );
    let at = "2024-05-01T00:00:00Z".parse().unwrap();
    let entities = ("city/port-florence".to_owned(), "city/kisumu".to_owned());
    graph.curate(&Curation { entities, same: true, by: "x".to_owned(), at, why: String::new() }).unwrap();
    assert!(said(&graph, ch::SAME_REFERENT).contains(&"city/port-florence city/kisumu".to_owned()));
}

#[test]
fn the_identity_graph_keeps_its_shape() {
    let graph = whole();
    let identity = graph.base().shared_graph(SharedGraph::Identity);
    let quads = |name: &NamedNode| -> Vec<Quad> {
        graph.store().quads_for_pattern(None, None, None, Some(GraphNameRef::from(name))).map(Result::unwrap).collect()
    };
    let claims: std::collections::BTreeSet<NamedNode> = articles()
        .iter()
        .flat_map(|article| {
            (1..=article.claims).map(|n| NamedNode::new(format!("{}#c{n}", article.node.as_str())).unwrap())
        })
        .collect();
    let good = quads(&identity);
    assert_eq!(validate_identity(&good, |claim| claims.contains(claim)), []);
    let faulty = |property: NamedNodeRef<'_>| {
        let rest: Vec<Quad> = good.iter().filter(|quad| quad.predicate != property).cloned().collect();
        !validate_identity(&rest, |claim| claims.contains(claim)).is_empty()
    };
    assert!(
        [ch::VERDICT, ch::IDENTIFIES, ch::REPORTS, ch::ARTICLE_COUNT, ch::OCCURRENCE_CLASS].into_iter().all(faulty)
    );
    assert!(!validate_identity(&good, |_| false).is_empty(), "claims that no article makes");
}

proptest! {
    /// Whatever the order, the batches, and the articles that came and went in between: one graph.
    #[test]
    fn neither_order_nor_batches_matter(
        order in Just((0..articles().len()).collect::<Vec<_>>()).prop_shuffle(),
        resolve in proptest::collection::vec(any::<bool>(), 11),
        passing in 0..11usize,
    ) {
        let expected = all(&whole());
        let (graph, all_articles) = (store(), articles());
        for (&at, resolve) in order.iter().zip(resolve) {
            put(&graph, &all_articles[at]);
            if resolve {
                graph.resolve_identity().unwrap();
            }
        }
        graph.retract(&all_articles[passing].node).unwrap();
        graph.resolve_identity().unwrap();
        put(&graph, &all_articles[passing]);
        graph.resolve_identity().unwrap();
        assert_eq!(all(&graph), expected);
    }
}
