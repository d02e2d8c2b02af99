//! The Turtle of the ontology and the enums and constants of the code say the same.
use chancery::ontology::vocabulary::{ch, owl, rdf, rdfs, skos};
use chancery::ontology::{ClaimClass, EntityClass, FILES, Family, Modality, Role, SHAPES};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, TermRef, Triple};
use std::collections::BTreeSet;

fn parse(turtle: &str) -> Graph {
    RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(turtle)
        .map(|quad| quad.map(Triple::from).expect("valid Turtle"))
        .collect()
}

fn ontology() -> Graph {
    parse(FILES.iter().find(|(name, _)| *name == "chancery.ttl").expect("the ontology ships").1)
}

fn values<'a>(graph: &'a Graph, subject: NamedNodeRef<'a>, predicate: NamedNodeRef<'a>) -> BTreeSet<String> {
    graph
        .objects_for_subject_predicate(subject, predicate)
        .map(|object| match object {
            TermRef::NamedNode(node) => node.as_str().to_owned(),
            TermRef::Literal(literal) => literal.value().to_owned(),
            TermRef::BlankNode(node) => node.as_str().to_owned(),
        })
        .collect()
}

fn has(graph: &Graph, subject: NamedNodeRef<'_>, predicate: NamedNodeRef<'_>, object: NamedNodeRef<'_>) -> bool {
    graph.contains(Triple::new(subject, predicate, object).as_ref())
}

/// Whether a class is another or lies below it.
fn below(graph: &Graph, class: NamedNodeRef<'_>, ancestor: NamedNodeRef<'_>) -> bool {
    class == ancestor
        || graph.objects_for_subject_predicate(class, rdfs::SUB_CLASS_OF).any(|parent| match parent {
            TermRef::NamedNode(parent) => below(graph, parent, ancestor),
            _ => false,
        })
}

/// Named subjects of a type.
fn instances(graph: &Graph, class: NamedNodeRef<'_>) -> BTreeSet<NamedNode> {
    graph
        .subjects_for_predicate_object(rdf::TYPE, class)
        .filter_map(|subject| match subject {
            NamedOrBlankNodeRef::NamedNode(node) => Some(node.into_owned()),
            NamedOrBlankNodeRef::BlankNode(_) => None,
        })
        .collect()
}

fn properties(graph: &Graph) -> BTreeSet<NamedNode> {
    [owl::OBJECT_PROPERTY, owl::DATATYPE_PROPERTY, owl::ANNOTATION_PROPERTY, rdf::PROPERTY]
        .into_iter()
        .flat_map(|class| instances(graph, class))
        .collect()
}

#[test]
fn entity_classes_agree() {
    let graph = ontology();
    let actor = ch::ACTOR;
    for &class in EntityClass::ALL {
        assert!(below(&graph, class.iri(), ch::ENTITY), "{class} is no entity");
        for (ancestor, expected) in [
            (EntityClass::Place.iri(), class.is_place()),
            (EntityClass::Organization.iri(), class.is_organization()),
            (EntityClass::Force.iri(), class.is_force()),
            (actor, class.is_actor()),
        ] {
            assert_eq!(below(&graph, class.iri(), ancestor), expected, "{class} below {ancestor}");
        }
    }
    let known: BTreeSet<NamedNode> = EntityClass::ALL.iter().map(|class| class.iri().into_owned()).collect();
    let abstract_classes = [ch::ENTITY, ch::ACTOR, ch::COLLECTIVE];
    for class in instances(&graph, owl::CLASS) {
        let is_entity = below(&graph, class.as_ref(), ch::ENTITY);
        assert!(
            !is_entity || abstract_classes.contains(&class.as_ref()) || known.contains(&class),
            "{class} is unknown"
        );
    }
}

#[test]
fn claim_classes_agree() {
    let graph = ontology();
    for &class in ClaimClass::ALL {
        assert!(has(&graph, class.iri(), rdfs::SUB_CLASS_OF, class.family().iri()), "{class} in {}", class.family());
    }
    for &family in Family::ALL {
        let parent = if family == Family::Situation { ch::CLAIM } else { ch::EVENT };
        assert!(has(&graph, family.iri(), rdfs::SUB_CLASS_OF, parent), "{family}");
    }
    let claims = instances(&graph, owl::CLASS).into_iter().filter(|class| below(&graph, class.as_ref(), ch::CLAIM));
    // The leaves, the families, and the two roots above them.
    assert_eq!(claims.count(), ClaimClass::ALL.len() + Family::ALL.len() + 2);
}

#[test]
fn modalities_agree() {
    let known: BTreeSet<NamedNode> = Modality::ALL.iter().map(|modality| modality.iri().into_owned()).collect();
    assert_eq!(instances(&ontology(), ch::MODALITY_CLASS), known);
}

#[test]
fn roles_admit_what_their_range_says() {
    let graph = ontology();
    for &role in Role::ALL {
        let range = graph.object_for_subject_predicate(role.iri(), rdfs::RANGE);
        let Some(TermRef::NamedNode(range)) = range else { panic!("{role} has no range") };
        for &class in EntityClass::ALL {
            assert_eq!(role.admits(class), below(&graph, class.iri(), range), "{class} as {role}");
        }
        let is_participant = has(&graph, role.iri(), rdfs::SUB_PROPERTY_OF, Role::Participant.iri());
        assert_eq!(is_participant, !matches!(role, Role::Participant | Role::Document), "{role}");
    }
}

#[test]
fn every_constant_is_a_term_and_every_property_has_a_constant() {
    let graph = ontology();
    let defined = |term: NamedNodeRef<'_>| graph.triples_for_subject(term).next().is_some();
    for term in ch::ALL {
        assert!(defined(*term), "{term} is not in chancery.ttl");
    }
    let constants: BTreeSet<NamedNode> =
        ch::ALL.iter().copied().chain(Role::ALL.iter().map(|role| role.iri())).map(NamedNodeRef::into_owned).collect();
    let missing: Vec<_> = properties(&graph).into_iter().filter(|property| !constants.contains(property)).collect();
    assert_eq!(missing, Vec::<NamedNode>::new());
}

#[test]
fn every_property_is_described() {
    let graph = ontology();
    let properties = properties(&graph);
    assert!(properties.len() > 60, "only {} properties", properties.len());
    for property in &properties {
        for predicate in [rdfs::LABEL, rdfs::COMMENT, rdfs::DOMAIN, rdfs::RANGE] {
            let count = values(&graph, property.as_ref(), predicate).len();
            assert_eq!(count, 1, "{property} has {count} values of {predicate}");
        }
    }
    for class in instances(&graph, owl::CLASS) {
        for predicate in [rdfs::LABEL, rdfs::COMMENT] {
            assert_eq!(values(&graph, class.as_ref(), predicate).len(), 1, "{class}: {predicate}");
        }
    }
}

#[test]
fn shortcuts_are_complete_and_fit_their_class() {
    let graph = ontology();
    let mut found = BTreeSet::new();
    for &class in ClaimClass::ALL {
        let roles = values(&graph, class.iri(), ch::HAS_ROLE);
        for shortcut in values(&graph, class.iri(), ch::SHORTCUT) {
            let shortcut = NamedNode::new(shortcut).expect("an IRI");
            let part = |predicate| {
                let values = values(&graph, shortcut.as_ref(), predicate);
                assert_eq!(values.len(), 1, "{shortcut} has one {predicate}");
                values.into_iter().next().unwrap_or_default()
            };
            assert!(roles.contains(&part(ch::SHORTCUT_FROM)), "{shortcut} of {class}");
            assert!(roles.contains(&part(ch::SHORTCUT_TO)), "{shortcut} of {class}");
            found.insert(part(ch::SHORTCUT_PROPERTY));
        }
        assert!(!class.is_situation() || !values(&graph, class.iri(), ch::SHORTCUT).is_empty(), "{class}");
    }
    let expected: BTreeSet<String> = [
        ch::HOLDS_POST,
        ch::REPRESENTS,
        ch::MEMBER_OF,
        ch::LED_BY,
        ch::BACKED_BY,
        ch::OPPOSES,
        ch::ALLIED_WITH,
        ch::PRESENT_IN,
        ch::CONTROLS,
        ch::IN_CONFLICT_WITH,
    ]
    .iter()
    .map(|property| property.as_str().to_owned())
    .collect();
    assert_eq!(found, expected);
}

#[test]
fn plover_types_are_aligned() {
    let graph = ontology();
    let alignments = parse(FILES.iter().find(|(name, _)| *name == "alignments.ttl").expect("alignments ship").1);
    let mut codes = BTreeSet::new();
    for predicate in [skos::NOTATION, skos::ALT_LABEL] {
        codes.extend(alignments.triples_for_predicate(predicate).map(|triple| triple.object.to_string()));
    }
    for &class in ClaimClass::ALL.iter().filter(|class| !class.is_situation()) {
        for code in values(&graph, class.iri(), ch::PLOVER_TYPE) {
            assert!(codes.contains(&format!("{code:?}")), "{class} has the unknown PLOVER type {code}");
        }
        let neutral = matches!(class, ClaimClass::Remark | ClaimClass::Announcement);
        let inherited = !values(&graph, class.family().iri(), ch::PLOVER_TYPE).is_empty();
        let typed = inherited || !values(&graph, class.iri(), ch::PLOVER_TYPE).is_empty();
        assert_eq!(typed, !neutral && class.family() != Family::Governance, "{class}");
    }
}

#[test]
fn shapes_speak_only_of_terms_of_the_ontology() {
    let graph = ontology();
    for triple in &parse(SHAPES) {
        if let TermRef::NamedNode(node) = triple.object
            && node.as_str().starts_with(ch::NAMESPACE)
        {
            assert!(graph.triples_for_subject(node).next().is_some(), "{node} is not in chancery.ttl");
        }
    }
}
