//! From a hand-built analysis to quads, and into a store and out again.
use chancery::article::{Article, PartialDate};
use chancery::claim::{Claim, ClaimId, Medium, Post};
use chancery::document::{Deprel, Document, Sentence, SentenceId, Span, Token, Upos, Xpos};
use chancery::entity::{Entity, EntityId, Resolution};
use chancery::export::{Alignment, Selection, export, serializer};
use chancery::graph::iri::Base;
use chancery::graph::provenance::Run;
use chancery::graph::validate::validate;
use chancery::graph::{Analysis, fingerprint, quads};
use chancery::mention::{Form, Mention, MentionId, Mentions};
use chancery::ontology::{ClaimClass, EntityClass, Knowledge, Modality, Role};
use chancery::store::{Change, KnowledgeGraph};
use jiff::civil::date;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use std::collections::BTreeSet;

const TEXT: &str = "“Peace is near,” Foreign Minister Zoë Mbeki told reporters in Lomé on Monday.";

fn span(words: &str) -> Span {
    let start = TEXT.find(words).unwrap_or_else(|| panic!("{words:?} is not in the text"));
    Span::new(start, start + words.len())
}

fn entity(path: &str, class: EntityClass, label: &str, mention: Option<u32>) -> Entity {
    Entity {
        path: path.to_owned(),
        class,
        label: label.to_owned(),
        known: None,
        of: None,
        located_in: None,
        mentions: mention.map(MentionId).into_iter().collect(),
        confidence: 0.87,
    }
}

fn claim(class: ClaimClass, trigger: &str, roles: Vec<(Role, EntityId)>) -> Claim {
    Claim {
        roles,
        confidence: 0.9,
        derived_by: "test/pattern".to_owned(),
        ..Claim::new(class, span(trigger), SentenceId(0))
    }
}

/// An article with a hostile title and id, non-ASCII text, a tenure, a statement and a claim inside it.
fn analysis() -> Analysis {
    let mention = |words: &str| Mention {
        span: span(words),
        tokens: (0, 1),
        head: None,
        sentence: Some(SentenceId(0)),
        form: Form::Name,
        class: None,
        candidates: Vec::new(),
    };
    let token = Token {
        span: span("Peace"),
        sentence: SentenceId(0),
        lemma: "peace".into(),
        upos: Upos::parse("NOUN"),
        xpos: Xpos::parse("NN"),
        head: None,
        deprel: Deprel::parse("root"),
    };
    let sentence = Sentence { span: Span::new(0, TEXT.len()), tokens: (0, 1), paragraph: 0 };
    let mut remark = claim(ClaimClass::Remark, "told", vec![(Role::Speaker, EntityId(0))]);
    remark.quote = Some(span("Peace is near,"));
    remark.date = Some(PartialDate::Day(date(2024, 2, 12)));
    remark.date_text = Some(span("on Monday"));
    remark.places = vec![EntityId(1)];
    remark.medium = Some(Medium::Text(span("reporters")));
    let mut inner = claim(ClaimClass::Ceasefire, "Peace", vec![(Role::Participant, EntityId(2))]);
    inner.modality = Modality::Planned;
    inner.attributed_to = Some(ClaimId(0));
    inner.begin = Some(PartialDate::Month { year: 2024, month: 3 });
    // A city does not speak: the role is left out.
    remark.roles.push((Role::Speaker, EntityId(1)));
    let mut tenure = claim(ClaimClass::Tenure, "Minister", vec![(Role::Holder, EntityId(0))]);
    tenure.post = Some(Post { title: "foreign minister".to_owned(), of: Some(EntityId(2)) });
    Analysis {
        article: Article {
            id: "wire \"1\"/é".to_owned(),
            identifier: Some("source-1".to_owned()),
            title: "A <title> with \"quotes\"\nand a line".to_owned(),
            text: TEXT.to_owned(),
            date: Some(date(2024, 2, 13)),
            source: Some("Lomé Wire".to_owned()),
            url: Some("https://news.example/x?y=1&z=é".to_owned()),
            ..Article::default()
        },
        document: Document::new(TEXT.into(), vec![sentence], vec![token], &[]),
        mentions: Mentions { mentions: vec![mention("Zoë Mbeki"), mention("Lomé")], times: Vec::new() },
        resolution: Resolution {
            entities: vec![
                entity("person/zoe-mbeki", EntityClass::Person, "Zoë Mbeki", Some(0)),
                Entity { located_in: Some(EntityId(2)), ..entity("city/lome", EntityClass::City, "Lomé", Some(1)) },
                entity("state/TG", EntityClass::State, "Togo", None),
            ],
            referents: vec![vec![EntityId(0)], vec![EntityId(1)]],
            titles: Vec::new(),
        },
        claims: vec![remark, inner, tenure],
    }
}

fn built() -> Vec<Quad> {
    quads(&analysis(), &Knowledge::default(), &Base::default())
}

#[test]
fn the_graph_of_an_article() {
    let mut writer = serializer(RdfFormat::TriG, &Base::default(), &[]).for_writer(Vec::new());
    for quad in &built() {
        writer.serialize_quad(quad).unwrap();
    }
    insta::assert_snapshot!(String::from_utf8(writer.finish().unwrap()).unwrap());
}

#[test]
fn the_same_analysis_gives_the_same_sorted_quads_without_blank_nodes() {
    let first = built();
    assert_eq!(first, built());
    let lines: Vec<String> = first.iter().map(ToString::to_string).collect();
    assert!(lines.is_sorted_by(|a, b| a < b));
    for quad in &first {
        assert!(matches!(quad.subject, NamedOrBlankNode::NamedNode(_)) && !matches!(quad.object, Term::BlankNode(_)));
    }
}

#[test]
fn every_format_gives_back_what_was_written() {
    let graph = KnowledgeGraph::in_memory(Base::default()).unwrap();
    let quads = built();
    graph.insert(&quads).unwrap();
    let triples: BTreeSet<String> =
        quads.iter().map(|quad| format!("{} {} {}", quad.subject, quad.predicate, quad.object)).collect();
    for format in [
        RdfFormat::NQuads,
        RdfFormat::TriG,
        RdfFormat::NTriples,
        RdfFormat::Turtle,
        RdfFormat::RdfXml,
        RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() },
    ] {
        let mut file = Vec::new();
        let count = export(&graph, &Selection::Articles, format, &Alignment::default(), &mut file).unwrap();
        assert_eq!(count, quads.len(), "{format}");
        let mut again = Vec::new();
        export(&graph, &Selection::Articles, format, &Alignment::default(), &mut again).unwrap();
        assert_eq!(file, again, "{format}");
        let read: BTreeSet<String> = RdfParser::from_format(format)
            .for_slice(&file)
            .map(|quad| quad.unwrap_or_else(|error| panic!("{format}: {error}")))
            .map(|quad| format!("{} {} {}", quad.subject, quad.predicate, quad.object))
            .collect();
        assert_eq!(read, triples, "{format}");
    }
}

#[test]
fn a_built_graph_is_valid_and_damage_is_found() {
    let article = Base::default().article(&analysis().article.id);
    let quads = built();
    assert_eq!(validate(&article, &quads), []);
    let mut found = Vec::new();
    for i in 0..quads.len() {
        let mut damaged = quads.clone();
        let removed = damaged.remove(i);
        if !validate(&article, &damaged).is_empty() {
            found.push(removed.predicate.as_str().rsplit(['#', '/']).next().unwrap().to_owned());
        }
    }
    for needed in
        ["modality", "evidence", "trigger", "begin", "end", "text", "refersTo", "plainText", "holder", "post", "label"]
    {
        assert!(found.iter().any(|name| name == needed), "removing {needed} goes unnoticed: {found:?}");
    }
    let moved: Vec<Quad> = quads
        .iter()
        .cloned()
        .map(|mut quad| {
            if let Term::Literal(literal) = &quad.object
                && literal.value() == "Zoë Mbeki"
                && quad.predicate.as_str().ends_with("#text")
            {
                quad.object = oxigraph::model::Literal::from("Zoe Mbeki").into();
            }
            quad
        })
        .collect();
    assert_eq!(validate(&article, &moved).len(), 1);
}

#[test]
fn articles_are_replaced_and_retracted_without_a_trace() {
    let graph = KnowledgeGraph::in_memory(Base::default()).unwrap();
    let all = |graph: &KnowledgeGraph| {
        let mut file = Vec::new();
        export(graph, &Selection::All, RdfFormat::NQuads, &Alignment::default(), &mut file).unwrap();
        String::from_utf8(file).unwrap()
    };
    let mut other = analysis();
    other.article.id = "other".to_owned();
    let write = |analysis: &Analysis, run: &Run| {
        let article = graph.base().article(&analysis.article.id);
        let content = fingerprint::content(&analysis.article);
        let change =
            graph.replace_article(&article, &quads(analysis, &Knowledge::default(), graph.base()), run, &content);
        assert!(graph.is_current(&article, &run.marker(&content)).unwrap());
        change.unwrap()
    };
    let first = Run::at(graph.base(), "k1", "2024-02-14T00:00:00Z".parse().unwrap());
    let second = Run::at(graph.base(), "k2", "2024-02-15T00:00:00Z".parse().unwrap());
    assert_eq!(write(&analysis(), &first), Change::Added);
    let before = all(&graph);
    assert_eq!(write(&other, &second), Change::Added);
    assert_ne!(all(&graph), before);
    assert!(graph.retract(&graph.base().article("other")).unwrap());
    assert!(!graph.retract(&graph.base().article("other")).unwrap());
    assert_eq!(all(&graph), before);
    // Another version of the knowledge reads the article again; the run of which nothing is left goes.
    assert_eq!(write(&analysis(), &second), Change::Replaced);
    assert_eq!(all(&graph).matches("Activity").count(), 1);
    assert_eq!(write(&analysis(), &first), Change::Replaced);
    assert_eq!(all(&graph), before);
}
