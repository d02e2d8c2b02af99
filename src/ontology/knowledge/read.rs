//! Turtle → known entities.
use super::{KnowledgeEntity, KnowledgeId, Name, NameKind};
use crate::ontology::EntityClass;
use crate::ontology::vocabulary::{DEFAULT_BASE, WIKIDATA, ch, owl, rdf, rdfs, skos};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use rustc_hash::FxHashMap;

/// Why background knowledge could not be read.
#[derive(Debug, thiserror::Error)]
pub enum KnowledgeError {
    /// The file is not Turtle.
    #[error("{file}:{line}:{column}: {message}")]
    Syntax { file: String, line: u64, column: u64, message: String },
    /// A subject outside the base IRI, or a blank node.
    #[error(
        "{file}: {subject} is not an entity: its IRI must start with {DEFAULT_BASE} (add `@base <{DEFAULT_BASE}> .`)"
    )]
    Subject { file: String, subject: String },
    /// A property that entities of the background knowledge do not have.
    #[error("{file}: <{path}> has the unknown property {property}; docs/knowledge.md lists the known ones")]
    Property { file: String, path: String, property: String },
    /// A value that its property does not admit.
    #[error("{file}: <{path}> has {value} as {property}, which must be {expected}")]
    Value { file: String, path: String, property: &'static str, value: String, expected: &'static str },
    /// An entity without what every entity must have.
    #[error("{file}: <{path}> has no {missing}")]
    Missing { file: String, path: String, missing: &'static str },
    /// An entity with two of what it may have only one.
    #[error("{file}: <{path}> has a second {property}: {value}")]
    Second { file: String, path: String, property: &'static str, value: String },
    /// A path that does not begin with the kind of its class.
    #[error("{file}: <{path}> is a {class}, so its path must begin with {}/", class.kind())]
    Kind { file: String, path: String, class: EntityClass },
    /// A reference to an entity that no file describes.
    #[error("{file}: <{path}> refers to <{target}>, which no file describes")]
    Dangling { file: String, path: String, target: String },
    /// `ch:ambiguousName` for something that is not one of its names.
    #[error("{file}: <{path}> has the ambiguous name {name:?}, which is not among its names")]
    NotAName { file: String, path: String, name: String },
}

/// An entity as far as it has been read.
#[derive(Default)]
struct Draft {
    file: usize,
    class: Option<EntityClass>,
    label: Option<String>,
    names: Vec<(String, NameKind)>,
    ambiguous: Vec<String>,
    of: Option<String>,
    located_in: Option<String>,
    capitals: Vec<String>,
    population: u32,
    coordinates: Option<(f32, f32)>,
    wikidata: Option<String>,
}

#[derive(Default)]
struct Reader {
    drafts: Vec<(String, Draft)>,
    by_path: FxHashMap<String, usize>,
    /// Index of the entity read last.
    current: usize,
}

/// Reads files that a test has proved valid, without checking their IRIs again.
pub(super) fn shipped(files: &[(&str, &str)]) -> Result<Vec<KnowledgeEntity>, KnowledgeError> {
    read(files, &RdfParser::from_format(RdfFormat::Turtle).lenient())
}

/// Reads files of unknown quality.
pub(super) fn checked(files: &[(&str, &str)]) -> Result<Vec<KnowledgeEntity>, KnowledgeError> {
    read(files, &RdfParser::from_format(RdfFormat::Turtle))
}

fn read(files: &[(&str, &str)], parser: &RdfParser) -> Result<Vec<KnowledgeEntity>, KnowledgeError> {
    let mut reader = Reader::default();
    for (index, (file, text)) in files.iter().enumerate() {
        for quad in parser.clone().for_slice(text.as_bytes()) {
            let quad = quad.map_err(|error| {
                let start = error.location().map_or((0, 0), |range| (range.start.line, range.start.column));
                KnowledgeError::Syntax {
                    file: (*file).to_owned(),
                    line: start.0 + 1,
                    column: start.1 + 1,
                    message: error.to_string(),
                }
            })?;
            reader.add(&quad, index, file)?;
        }
    }
    reader.finish(files)
}

fn path_of(iri: &str) -> Option<&str> {
    iri.strip_prefix(DEFAULT_BASE).filter(|path| !path.is_empty())
}

/// Sets what may be given only once; the same value again is no fault.
fn set<T: PartialEq>(slot: &mut Option<T>, value: T) -> bool {
    let free = slot.as_ref().is_none_or(|old| *old == value);
    *slot = Some(value);
    free
}

impl Reader {
    fn draft(&mut self, path: &str, file: usize) -> &mut Draft {
        // The triples of an entity stand together, so that the one before is nearly always the one asked for.
        if self.drafts.get(self.current).is_none_or(|(current, _)| current != path) {
            self.current = self.by_path.get(path).copied().unwrap_or(self.drafts.len());
            if self.current == self.drafts.len() {
                self.by_path.insert(path.to_owned(), self.current);
                self.drafts.push((path.to_owned(), Draft { file, ..Draft::default() }));
            }
        }
        &mut self.drafts[self.current].1
    }

    fn add(&mut self, quad: &Quad, index: usize, file: &str) -> Result<(), KnowledgeError> {
        let path = match &quad.subject {
            NamedOrBlankNode::NamedNode(node) => path_of(node.as_str()),
            NamedOrBlankNode::BlankNode(_) => None,
        };
        let Some(path) = path else {
            return Err(KnowledgeError::Subject { file: file.to_owned(), subject: quad.subject.to_string() });
        };
        let draft = self.draft(path, index);
        let invalid = |property, expected, value: &Term| KnowledgeError::Value {
            file: file.to_owned(),
            path: path.to_owned(),
            property,
            value: value.to_string(),
            expected,
        };
        let second = |property, value: &Term| KnowledgeError::Second {
            file: file.to_owned(),
            path: path.to_owned(),
            property,
            value: value.to_string(),
        };
        let text = |property| match &quad.object {
            Term::Literal(literal) if !literal.value().trim().is_empty() => Ok(literal.value().to_owned()),
            other => Err(invalid(property, "a text that is not empty", other)),
        };
        let entity = |property| {
            match &quad.object {
                Term::NamedNode(node) => path_of(node.as_str()).map(str::to_owned),
                _ => None,
            }
            .ok_or_else(|| invalid(property, "an entity under the base IRI", &quad.object))
        };
        let property = quad.predicate.as_ref();
        if property == rdf::TYPE {
            let class = match &quad.object {
                Term::NamedNode(node) => EntityClass::from_iri(node.as_str()),
                _ => None,
            };
            let class = class.ok_or_else(|| invalid("type", "an entity class of the ontology", &quad.object))?;
            if !set(&mut draft.class, class) {
                return Err(second("type", &quad.object));
            }
        } else if property == rdfs::LABEL {
            let label = text("rdfs:label")?;
            if !set(&mut draft.label, label) {
                return Err(second("rdfs:label", &quad.object));
            }
        } else if property == skos::ALT_LABEL {
            draft.names.push((text("skos:altLabel")?, NameKind::Full));
        } else if property == ch::ABBREVIATION {
            draft.names.push((text("ch:abbreviation")?, NameKind::Abbreviation));
        } else if property == ch::ADJECTIVE {
            draft.names.push((text("ch:adjective")?, NameKind::Adjective));
        } else if property == ch::DEMONYM {
            draft.names.push((text("ch:demonym")?, NameKind::Demonym));
        } else if property == ch::AMBIGUOUS_NAME {
            draft.ambiguous.push(text("ch:ambiguousName")?);
        } else if property == ch::OF {
            if !set(&mut draft.of, entity("ch:of")?) {
                return Err(second("ch:of", &quad.object));
            }
        } else if property == ch::LOCATED_IN {
            if !set(&mut draft.located_in, entity("ch:locatedIn")?) {
                return Err(second("ch:locatedIn", &quad.object));
            }
        } else if property == ch::CAPITAL {
            draft.capitals.push(entity("ch:capital")?);
        } else if property == ch::POPULATION {
            draft.population =
                text("ch:population")?.parse().map_err(|_| invalid("ch:population", "a whole number", &quad.object))?;
        } else if property == ch::COORDINATES {
            let value = text("ch:coordinates")?;
            let parsed = coordinates(&value).ok_or_else(|| {
                invalid("ch:coordinates", "latitude and longitude, as in \"33.3 44.4\"", &quad.object)
            })?;
            draft.coordinates = Some(parsed);
        } else if property == owl::SAME_AS {
            let item = match &quad.object {
                Term::NamedNode(node) => node.as_str().strip_prefix(WIKIDATA).filter(|item| is_item(item)),
                _ => None,
            };
            let item = item.ok_or_else(|| invalid("owl:sameAs", "a Wikidata item", &quad.object))?;
            if !set(&mut draft.wikidata, item.to_owned()) {
                return Err(second("owl:sameAs", &quad.object));
            }
        } else if property == ch::ISO3166 {
            let code = text("ch:iso3166")?;
            if path.strip_prefix("state/") != Some(&code) {
                return Err(invalid("ch:iso3166", "the last segment of the state's path", &quad.object));
            }
        } else if property != rdfs::COMMENT {
            return Err(KnowledgeError::Property {
                file: file.to_owned(),
                path: path.to_owned(),
                property: quad.predicate.to_string(),
            });
        }
        Ok(())
    }

    fn finish(self, files: &[(&str, &str)]) -> Result<Vec<KnowledgeEntity>, KnowledgeError> {
        let by_path = self.by_path;
        let mut entities = Vec::with_capacity(self.drafts.len());
        let mut capitals = Vec::new();
        for (path, draft) in self.drafts {
            let file = files[draft.file].0;
            let missing = |missing| KnowledgeError::Missing { file: file.to_owned(), path: path.clone(), missing };
            let class = draft.class.ok_or_else(|| missing("class"))?;
            let label = draft.label.ok_or_else(|| missing("rdfs:label"))?;
            if path.split('/').next() != Some(class.kind()) {
                return Err(KnowledgeError::Kind { file: file.to_owned(), path, class });
            }
            let resolve = |target: String| match by_path.get(&target) {
                Some(index) => Ok(KnowledgeId(u32::try_from(*index).unwrap_or(u32::MAX))),
                None => Err(KnowledgeError::Dangling { file: file.to_owned(), path: path.clone(), target }),
            };
            let mut names = vec![Name { text: label.clone(), kind: NameKind::Full, ambiguous: false }];
            for (text, kind) in draft.names {
                if !names.iter().any(|name| name.text == text && name.kind == kind) {
                    names.push(Name { text, kind, ambiguous: false });
                }
            }
            for ambiguous in draft.ambiguous {
                let mut found = false;
                for name in names.iter_mut().filter(|name| name.text == ambiguous) {
                    name.ambiguous = true;
                    found = true;
                }
                if !found {
                    return Err(KnowledgeError::NotAName { file: file.to_owned(), path, name: ambiguous });
                }
            }
            let of = draft.of.map(resolve).transpose()?;
            let located_in = draft.located_in.map(resolve).transpose()?;
            let own = draft.capitals.into_iter().map(resolve).collect::<Result<Vec<_>, _>>()?;
            if !own.is_empty() {
                capitals.push((resolve(path.clone())?, own.clone()));
            }
            entities.push(KnowledgeEntity {
                path,
                class,
                label,
                names,
                of,
                located_in,
                capital_of: None,
                capitals: own,
                population: draft.population,
                coordinates: draft.coordinates,
                wikidata: draft.wikidata,
            });
        }
        for (state, cities) in capitals {
            for city in cities {
                entities[city.0 as usize].capital_of.get_or_insert(state);
            }
        }
        Ok(entities)
    }
}

fn is_item(item: &str) -> bool {
    item.strip_prefix('Q').is_some_and(|digits| {
        !digits.is_empty() && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

fn coordinates(text: &str) -> Option<(f32, f32)> {
    let (latitude, longitude) = text.split_once(' ')?;
    let (latitude, longitude): (f32, f32) = (latitude.parse().ok()?, longitude.parse().ok()?);
    ((-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude)).then_some((latitude, longitude))
}
