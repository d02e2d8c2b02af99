//! The RDF formats by the names that `--format` takes.
use clap::ValueEnum;
use oxigraph::io::{JsonLdProfileSet, RdfFormat};

/// A format for graphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    Turtle,
    Trig,
    Nquads,
    Ntriples,
    Jsonld,
    Rdfxml,
}

impl GraphFormat {
    pub(super) const fn rdf(self) -> RdfFormat {
        match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::Trig => RdfFormat::TriG,
            Self::Nquads => RdfFormat::NQuads,
            Self::Ntriples => RdfFormat::NTriples,
            Self::Jsonld => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
            Self::Rdfxml => RdfFormat::RdfXml,
        }
    }
}
