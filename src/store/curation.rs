//! What people decided about identity: kept in a graph of its own, which no article touches.
use super::{KnowledgeGraph, StoreError};
use crate::graph::description::{Description, Descriptions};
use crate::graph::dossier::Path;
use crate::graph::identity::{Override, Verdict, pair_id};
use crate::graph::iri::SharedGraph;
use crate::ontology::vocabulary::{ch, dcterms, prov, rdf, rdfs, xsd};
use jiff::Timestamp;
use oxigraph::model::{GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxigraph::store::StorageError;
use std::collections::BTreeMap;

/// A decision of a person on two entities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curation {
    /// In either order.
    pub entities: (Path, Path),
    pub same: bool,
    /// Who decided.
    pub by: String,
    pub at: Timestamp,
    /// Why; may be empty.
    pub why: String,
}

impl KnowledgeGraph {
    /// Records a decision, in place of an earlier one on the same two entities, and brings identity up to date.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read or written.
    pub fn curate(&self, curation: &Curation) -> Result<(), StoreError> {
        let base = self.base();
        let graph = base.shared_graph(SharedGraph::Curation);
        let told = Override::new(&curation.entities.0, &curation.entities.1, curation.same);
        let node = base.curation(&pair_id(&told.one, &told.other));
        let quad =
            |property: NamedNodeRef<'static>, object: Term| Quad::new(node.clone(), property, object, graph.clone());
        let verdict = if told.same { ch::SAME } else { ch::DIFFERENT };
        let at = Literal::new_typed_literal(curation.at.to_string(), xsd::DATE_TIME);
        let mut quads = vec![
            quad(rdf::TYPE, ch::IDENTITY_DECISION.into_owned().into()),
            quad(ch::IDENTIFIES, base.resource(&told.one).into()),
            quad(ch::IDENTIFIES, base.resource(&told.other).into()),
            quad(ch::VERDICT, verdict.into_owned().into()),
            quad(dcterms::CREATOR, Literal::from(curation.by.as_str()).into()),
            quad(prov::GENERATED_AT_TIME, at.into()),
        ];
        if !curation.why.is_empty() {
            quads.push(quad(rdfs::COMMENT, Literal::from(curation.why.as_str()).into()));
        }
        let work = || -> Result<(), StorageError> {
            let mut transaction = self.store().start_transaction()?;
            let before: Vec<Quad> = transaction
                .quads_for_pattern(Some(node.as_ref().into()), None, None, Some(GraphNameRef::from(&graph)))
                .collect::<Result<_, _>>()?;
            for quad in &before {
                transaction.remove(quad);
            }
            transaction.extend(&quads);
            for path in [&told.one, &told.other] {
                transaction.insert(&super::index::stale_mark(base, path));
            }
            transaction.commit()
        };
        work().map_err(self.error())?;
        self.resolve_identity().map(drop)
    }

    /// What people decided, sorted.
    pub(super) fn overrides(&self) -> Result<Vec<Override>, StorageError> {
        let graph = self.base().shared_graph(SharedGraph::Curation);
        let mut nodes: BTreeMap<NamedNode, (Vec<Path>, Option<bool>)> = BTreeMap::new();
        for quad in self.store().quads_for_pattern(None, None, None, Some(GraphNameRef::from(&graph))) {
            let quad = quad?;
            let (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(object)) = (quad.subject, quad.object) else {
                continue;
            };
            let (entities, same) = nodes.entry(subject).or_default();
            if quad.predicate == ch::IDENTIFIES {
                entities.push(self.base().path(object.as_str()).to_owned());
            } else if quad.predicate == ch::VERDICT {
                *same = Some(object == ch::SAME);
            }
        }
        let told = nodes.into_values().filter_map(|(entities, same)| match (entities.as_slice(), same) {
            ([one, other], Some(same)) => Some(Override::new(one, other, same)),
            _ => None,
        });
        let mut told: Vec<Override> = told.collect();
        told.sort();
        Ok(told)
    }
}

/// A decision on two entities as the store has it.
#[derive(Clone, Debug, PartialEq)]
pub struct IdentityDecision {
    /// The lesser path.
    pub one: Path,
    pub other: Path,
    pub verdict: Verdict,
    /// In (0, 1]; 1 for what a person decided.
    pub score: f64,
    /// Sorted.
    pub reasons: Vec<String>,
    /// The person who decided, when, and why.
    pub by: Option<String>,
    pub at: String,
    pub why: String,
}

impl KnowledgeGraph {
    /// What was decided, sorted: what a person decided once, with who did.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub fn identity_decisions(&self) -> Result<Vec<IdentityDecision>, StoreError> {
        let mut decisions: BTreeMap<(Path, Path), IdentityDecision> = BTreeMap::new();
        // People's decisions come last, and so stay.
        for graph in [SharedGraph::Identity, SharedGraph::Curation] {
            let graph = self.base().shared_graph(graph);
            let quads = self.store().quads_for_pattern(None, None, None, Some(GraphNameRef::from(&graph)));
            let quads: Vec<Quad> = quads.collect::<Result<_, _>>().map_err(self.error())?;
            for (_, said) in Descriptions::new(&quads).iter() {
                if let Some(decision) = self.decision(said) {
                    decisions.insert((decision.one.clone(), decision.other.clone()), decision);
                }
            }
        }
        Ok(decisions.into_values().collect())
    }

    fn decision(&self, said: &Description<'_>) -> Option<IdentityDecision> {
        let mut entities: Vec<&str> = said.links(ch::IDENTIFIES).map(NamedNodeRef::as_str).collect();
        entities.sort_unstable();
        let [one, other] = entities[..] else { return None };
        let verdict = said.links(ch::VERDICT).min()?;
        let mut reasons: Vec<String> = said.literals(ch::IDENTITY_REASON).map(str::to_owned).collect();
        reasons.sort_unstable();
        let first = |property| said.literals(property).min().map(str::to_owned);
        Some(IdentityDecision {
            one: self.base().path(one).to_owned(),
            other: self.base().path(other).to_owned(),
            verdict: Verdict::ALL.into_iter().find(|known| known.iri() == verdict)?,
            score: first(ch::CONFIDENCE).and_then(|score| score.parse().ok()).unwrap_or(1.0),
            reasons,
            by: first(dcterms::CREATOR),
            at: first(prov::GENERATED_AT_TIME).unwrap_or_default(),
            why: first(rdfs::COMMENT).unwrap_or_default(),
        })
    }
}
