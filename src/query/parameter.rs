//! Typed parameters of canned queries, bound through the algebra.
use super::{CannedQuery, QueryError, resolve};
use crate::ontology::vocabulary::{ch, xsd};
use crate::store::KnowledgeGraph;
use jiff::civil::Date;
use oxigraph::model::{Literal, NamedNode, Variable};
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::{GroundTerm, TermPattern, TriplePattern};
use std::collections::BTreeMap;

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// An IRI as it is.
    Iri,
    /// The name of an entity of the store, or its IRI.
    Name,
    /// A class of the ontology by its local name: `Strike`.
    Class,
    /// Text.
    String,
    /// A day: `2024-02-14`.
    Date,
    /// A whole number.
    Integer,
}

impl ParameterKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Iri, Self::Name, Self::Class, Self::String, Self::Date, Self::Integer];

    /// As written in query files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Iri => "iri",
            Self::Name => "name",
            Self::Class => "class",
            Self::String => "string",
            Self::Date => "date",
            Self::Integer => "integer",
        }
    }

    /// The term that a value means; names are looked up in the store.
    fn term(self, name: &str, value: &str, graph: &KnowledgeGraph) -> Result<GroundTerm, QueryError> {
        let wrong = |reason: String| QueryError::Value {
            name: name.to_owned(),
            kind: self.name(),
            value: value.to_owned(),
            reason,
        };
        Ok(match self {
            Self::Iri => NamedNode::new(value).map_err(|error| wrong(error.to_string()))?.into(),
            Self::Name => resolve::name(graph, value)?.into(),
            Self::Class => {
                NamedNode::new([ch::NAMESPACE, value].concat()).map_err(|error| wrong(error.to_string()))?.into()
            }
            Self::String => Literal::from(value).into(),
            Self::Date => {
                let date: Date = value.parse().map_err(|error: jiff::Error| wrong(error.to_string()))?;
                Literal::new_typed_literal(date.to_string(), xsd::DATE).into()
            }
            Self::Integer => {
                let number: i64 = value.parse().map_err(|error: std::num::ParseIntError| wrong(error.to_string()))?;
                Literal::from(number).into()
            }
        })
    }
}

/// A parameter of a canned query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: String,
    pub kind: ParameterKind,
    pub default: DefaultValue,
    pub description: String,
}

/// What holds for a parameter that is not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefaultValue {
    /// It must be given.
    Required,
    /// Any value.
    Any,
    /// This one.
    Value(String),
}

/// The query with its parameters bound to the given values.
///
/// # Errors
/// [`QueryError`] for an unknown, missing or ill-typed parameter, or a name that is unknown or ambiguous.
pub fn bind(
    query: &CannedQuery,
    given: &BTreeMap<String, String>,
    graph: &KnowledgeGraph,
) -> Result<Query, QueryError> {
    if let Some(name) = given.keys().find(|name| !query.parameters.iter().any(|known| known.name == **name)) {
        let known: Vec<&str> = query.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        return Err(QueryError::NoSuchParameter {
            query: query.name.to_owned(),
            name: name.clone(),
            known: if known.is_empty() { "none".to_owned() } else { known.join(", ") },
        });
    }
    let mut parsed = super::evaluate::parse(query.text, &super::Limits::default())?;
    for parameter in &query.parameters {
        let value = match (given.get(&parameter.name), &parameter.default) {
            (Some(value), _) | (None, DefaultValue::Value(value)) => Some(value),
            (None, DefaultValue::Any) => None,
            (None, DefaultValue::Required) => {
                return Err(QueryError::Missing {
                    query: query.name.to_owned(),
                    name: parameter.name.clone(),
                    description: parameter.description.clone(),
                    example: query.examples.first().cloned().unwrap_or_default(),
                });
            }
        };
        let term = value.map(|value| parameter.kind.term(&parameter.name, value, graph)).transpose()?;
        fill(&mut parsed, &Variable::new_unchecked(parameter.name.as_str()), term.as_ref());
    }
    Ok(parsed)
}

/// Leaves only claims at least this sure: every basic graph pattern about `?claim` asks for its confidence, too.
pub fn at_least(query: &mut Query, minimum: f32) {
    let claim = Variable::new_unchecked("claim");
    let confidence = Variable::new_unchecked("confidenceOfClaim");
    let asked = TriplePattern {
        subject: claim.clone().into(),
        predicate: NamedNode::from(ch::CONFIDENCE).into(),
        object: confidence.clone().into(),
    };
    visit(pattern_of(query), &mut |pattern| {
        let GraphPattern::Bgp { patterns } = pattern else { return };
        let of_claim = |triple: &TriplePattern| matches!(&triple.subject, TermPattern::Variable(v) if *v == claim);
        if patterns.contains(&asked) || !patterns.iter().any(of_claim) {
            return;
        }
        patterns.push(asked.clone());
        let sure = Expression::GreaterOrEqual(
            Box::new(confidence.clone().into()),
            Box::new(Literal::new_typed_literal(minimum.to_string(), xsd::DECIMAL).into()),
        );
        *pattern = GraphPattern::Filter { expr: sure, inner: Box::new(pattern.clone()) };
    });
}

/// Puts a term in the `VALUES` clauses of exactly this variable; how many there were.
pub(super) fn fill(query: &mut Query, variable: &Variable, term: Option<&GroundTerm>) -> usize {
    let pattern = pattern_of(query);
    let mut filled = 0;
    visit(pattern, &mut |pattern| {
        if let GraphPattern::Values { variables, bindings } = pattern
            && variables.as_slice() == std::slice::from_ref(variable)
        {
            *bindings = vec![vec![term.cloned()]];
            filled += 1;
        }
    });
    if let Some(term) = term {
        visit(pattern, &mut |pattern| specialise(pattern, variable, term));
    }
    filled
}

const fn pattern_of(query: &mut Query) -> &mut GraphPattern {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    pattern
}

/// Writes the term in place of the variable in triple patterns and paths. The `VALUES` clause alone gives the same rows, but
/// the optimiser orders joins by what it knows of constants.
fn specialise(pattern: &mut GraphPattern, variable: &Variable, term: &GroundTerm) {
    let replace = |place: &mut TermPattern| {
        if matches!(place, TermPattern::Variable(found) if found == variable) {
            *place = match term {
                GroundTerm::NamedNode(node) => node.clone().into(),
                GroundTerm::Literal(literal) => literal.clone().into(),
            };
        }
    };
    match pattern {
        GraphPattern::Bgp { patterns } => {
            for triple in patterns {
                replace(&mut triple.subject);
                replace(&mut triple.object);
            }
        }
        GraphPattern::Path { subject, object, .. } => {
            replace(subject);
            replace(object);
        }
        _ => {}
    }
}

/// Calls `change` on every pattern of a query, also on those inside `EXISTS`.
fn visit(pattern: &mut GraphPattern, change: &mut impl FnMut(&mut GraphPattern)) {
    change(pattern);
    match pattern {
        GraphPattern::Join { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => {
            visit(left, change);
            visit(right, change);
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            visit(left, change);
            visit(right, change);
            if let Some(expression) = expression {
                visit_expression(expression, change);
            }
        }
        GraphPattern::Filter { expr, inner } => {
            visit_expression(expr, change);
            visit(inner, change);
        }
        GraphPattern::Extend { inner, expression, .. } => {
            visit_expression(expression, change);
            visit(inner, change);
        }
        GraphPattern::OrderBy { inner, expression } => {
            for OrderExpression::Asc(expression) | OrderExpression::Desc(expression) in expression {
                visit_expression(expression, change);
            }
            visit(inner, change);
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    visit_expression(expr, change);
                }
            }
            visit(inner, change);
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Service { inner, .. } => visit(inner, change),
        _ => {}
    }
}

fn visit_expression(expression: &mut Expression, change: &mut impl FnMut(&mut GraphPattern)) {
    match expression {
        Expression::Exists(pattern) => visit(pattern, change),
        Expression::Not(inner) | Expression::UnaryPlus(inner) | Expression::UnaryMinus(inner) => {
            visit_expression(inner, change);
        }
        Expression::Or(left, right) | Expression::And(left, right) => {
            visit_expression(left, change);
            visit_expression(right, change);
        }
        Expression::If(condition, then, otherwise) => {
            visit_expression(condition, change);
            visit_expression(then, change);
            visit_expression(otherwise, change);
        }
        Expression::Coalesce(inner) | Expression::FunctionCall(_, inner) => {
            for inner in inner {
                visit_expression(inner, change);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::iri::Base;
    use crate::query::{Answer, Limits, evaluate};
    use oxigraph::io::{RdfFormat, RdfParser};

    #[test]
    fn only_sure_claims_remain() {
        let text = "<a:1> <https://w3id.org/chancery/ontology#confidence> 0.8 ; <a:p> <a:x> . \
                    <a:2> <https://w3id.org/chancery/ontology#confidence> 0.6 ; <a:p> <a:x> .";
        let graph = KnowledgeGraph::in_memory(Base::default()).unwrap();
        let quads: Vec<_> = RdfParser::from_format(RdfFormat::TriG).for_slice(text).collect::<Result<_, _>>().unwrap();
        graph.insert(&quads).unwrap();
        for (minimum, expected) in [(0.5, 2), (0.6, 2), (0.7, 1), (0.9, 0)] {
            let text = "SELECT ?claim { ?claim <a:p> <a:x> }";
            let mut query = crate::query::evaluate::parse(text, &Limits::default()).unwrap();
            at_least(&mut query, minimum);
            let Answer::Rows(rows) = evaluate(&graph, query, &Limits::default()).unwrap() else { panic!("no rows") };
            assert_eq!(rows.count(), expected, "{minimum}");
        }
    }
}
