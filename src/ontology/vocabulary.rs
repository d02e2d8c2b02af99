//! The IRIs of the graph contract, each one documented constant.
//!
//! The IRIs of the terms that are enums ([`super::EntityClass`], [`super::ClaimClass`],
//! [`super::Family`], [`super::Role`], [`super::Modality`]) come from their `iri` methods; everything else is here. `ontology/chancery.ttl` defines the
//! `ch:` terms, and `tests/ontology.rs` proves that the two agree.
//!
//! ```
//! use chancery::ontology::{ClaimClass, vocabulary::ch};
//! assert_eq!(ClaimClass::Meeting.iri().as_str(), "https://w3id.org/chancery/ontology#Meeting");
//! assert_eq!(ch::EVIDENCE.as_str(), "https://w3id.org/chancery/ontology#evidence");
//! ```

/// An IRI of the `ch:` namespace from its local name: the one place where that namespace is written.
macro_rules! ch_iri {
    ($($local:tt)+) => {
        oxigraph::model::NamedNodeRef::new_unchecked(concat!("https://w3id.org/chancery/ontology#", $($local)+))
    };
}
pub(crate) use ch_iri;

/// The default base IRI of articles and entities.
pub const DEFAULT_BASE: &str = "https://w3id.org/chancery/id/";

/// Declares one documented constant per local name of a namespace, and the namespace itself.
macro_rules! namespace {
    ($(#[$meta:meta])* $module:ident = $iri:literal { $($(#[$doc:meta])* $name:ident = $local:literal),+ $(,)? }) => {
        $(#[$meta])*
        pub mod $module {
            use oxigraph::model::NamedNodeRef;
            /// The IRI of the namespace.
            pub const NAMESPACE: &str = $iri;
            $($(#[$doc])* pub const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked(concat!($iri, $local));)+
            /// Every term of this namespace that the product uses, in declaration order.
            pub const ALL: &[NamedNodeRef<'static>] = &[$($name),+];
        }
    };
}

namespace! {
    /// chancery's own terms (`ontology/chancery.ttl`).
    ch = "https://w3id.org/chancery/ontology#" {
        /// Class: anything that claims speak of.
        ENTITY = "Entity",
        /// Class: an entity that can act.
        ACTOR = "Actor",
        /// Class: an actor made of many people; whatever can have members and a leader.
        COLLECTIVE = "Collective",
        /// Class: a claim made by an article; every event and situation is one.
        CLAIM = "Claim",
        /// Class: a claim that something happens.
        EVENT = "Event",
        /// Class: claims of any articles that report one happening.
        OCCURRENCE = "Occurrence",
        /// Class: a news article.
        ARTICLE = "Article",
        /// Class: a sentence of an article.
        SENTENCE = "Sentence",
        /// Class: a stretch of text that refers to an entity.
        MENTION = "Mention",
        /// Class: whether a claim is presented as having happened.
        MODALITY_CLASS = "Modality",

        /// State → its ISO 3166-1 alpha-2 code.
        ISO3166 = "iso3166",
        /// Post, body or force → the state or body it belongs to.
        OF = "of",
        /// Place → the larger place it lies in.
        LOCATED_IN = "locatedIn",
        /// State → its capital; the first is the seat of government where there are several.
        CAPITAL = "capital",
        /// Post → its title, in lower case without the state's name.
        TITLE = "title",
        /// Known entity → an abbreviation of its name, matched with its case.
        ABBREVIATION = "abbreviation",
        /// State or region → its adjective.
        ADJECTIVE = "adjective",
        /// State or region → a name of its people, singular or plural.
        DEMONYM = "demonym",
        /// City → number of inhabitants.
        POPULATION = "population",
        /// Known entity → a name that also means something else, so that only context can tell.
        AMBIGUOUS_NAME = "ambiguousName",
        /// Place → latitude and longitude in degrees, WGS 84, as text: "33.34 44.40".
        COORDINATES = "coordinates",

        /// Claim → how the text presents it; exactly one.
        MODALITY = "modality",
        /// Claim → when it happened or held.
        DATE = "date",
        /// Claim → when it began; sentence or mention → offset of its first character.
        BEGIN = "begin",
        /// Claim → when it ended; sentence or mention → offset behind its last character.
        END = "end",
        /// Claim → the words of the text that tell when.
        DATE_TEXT = "dateText",
        /// Claim → where.
        PLACE = "place",
        /// Claim → words that tell what a meeting or statement is about.
        TOPIC = "topic",
        /// Claim → an entity that a meeting or statement is about.
        ABOUT = "about",
        /// Claim → the statement inside which it is claimed.
        ATTRIBUTED_TO = "attributedTo",
        /// Statement → a claim made inside it.
        SAYS = "says",
        /// Situation → true if the text says that it no longer holds.
        ENDED = "ended",
        /// Claim → the sentence it was read from.
        EVIDENCE = "evidence",
        /// Claim → the word that evoked it.
        TRIGGER = "trigger",
        /// Claim or entity → confidence in (0, 1].
        CONFIDENCE = "confidence",
        /// Claim → the frame that produced it.
        DERIVED_BY = "derivedBy",
        /// Tenure or appointment → the post.
        POST = "post",
        /// Statement → what it was made through.
        MEDIUM = "medium",
        /// Statement → its verbatim words.
        QUOTE = "quote",
        /// Statement → its reported words.
        CONTENT = "content",
        /// Presence or deployment → number of soldiers.
        STRENGTH = "strength",
        /// Aid and the like → an amount, as the text has it.
        AMOUNT = "amount",
        /// Claim → number of people killed.
        KILLED = "killed",
        /// Claim → number of people injured.
        INJURED = "injured",

        /// Shortcut of an actual tenure: person → post.
        HOLDS_POST = "holdsPost",
        /// Shortcut of an actual tenure: person → the state or body of the post.
        REPRESENTS = "represents",
        /// Shortcut of an actual membership: member → group.
        MEMBER_OF = "memberOf",
        /// Shortcut of an actual leadership: group → leader.
        LED_BY = "ledBy",
        /// Shortcut of an actual backing: backed → backer.
        BACKED_BY = "backedBy",
        /// Shortcut of an actual opposition: opponent → opposed.
        OPPOSES = "opposes",
        /// Shortcut of an actual alliance, in both directions.
        ALLIED_WITH = "alliedWith",
        /// Shortcut of an actual presence: force → place.
        PRESENT_IN = "presentIn",
        /// Shortcut of an actual control: controller → place.
        CONTROLS = "controls",
        /// Shortcut of an actual conflict, in both directions.
        IN_CONFLICT_WITH = "inConflictWith",

        /// Sentence or mention → its words.
        TEXT = "text",
        /// Mention → the entity it refers to.
        REFERS_TO = "refersTo",
        /// Article → the place its dateline names.
        DATELINE = "dateline",
        /// Article → SHA-256 of what was read, in hexadecimal.
        SHA256 = "sha256",
        /// Article → its stored plain text, into which offsets point.
        PLAIN_TEXT = "plainText",
        /// Article or shared graph → what was read and by which version; it stands for complete reading.
        MARKER = "marker",

        /// Occurrence → a claim that reports it.
        REPORTS = "reports",
        /// Occurrence → the occurrence of the plan that it fulfils.
        REALISES = "realises",
        /// Occurrence → number of articles that report it.
        ARTICLE_COUNT = "articleCount",
        /// Occurrence → number of independent publishers that report it.
        PUBLISHER_COUNT = "publisherCount",
        /// Occurrence → the first claim that reported it.
        EARLIEST_REPORT = "earliestReport",
        /// Occurrence → the class of most of its claims.
        OCCURRENCE_CLASS = "occurrenceClass",
        /// Occurrence → the day on which reports say it happened or is planned.
        ON_DAY = "onDay",
        /// Occurrence → a property in which its reports differ.
        DIFFERS_IN = "differsIn",
        /// Occurrence → an actor or place that a report of it names, after identity.
        INVOLVES = "involves",
        /// Class: what was decided of two entities, with the reasons.
        IDENTITY_DECISION = "IdentityDecision",
        /// Class: what may be decided of two entities.
        VERDICT_CLASS = "Verdict",
        /// Entity → the entity by whose name it goes, being one with it.
        SAME_REFERENT = "sameReferent",
        /// Identity decision → each of the two entities.
        IDENTIFIES = "identifies",
        /// Identity decision → what was decided.
        VERDICT = "verdict",
        /// Verdict: they are one.
        SAME = "Same",
        /// Verdict: they may be one; evidence is not enough, or conflicts.
        UNDECIDED = "Undecided",
        /// Verdict: they are two.
        DIFFERENT = "Different",
        /// Identity decision → a reason for it.
        IDENTITY_REASON = "identityReason",

        /// Index: article or entity → what identity needs to know of it, as JSON.
        INDEX_ENTRY = "indexEntry",
        /// Index: entity or article → a key under which it meets others that may be the same.
        INDEX_KEY = "indexKey",
        /// Index: entity → all that decides which other names go with its own.
        INDEX_FORM = "indexForm",
        /// Index: article or entity → true if its identity is to be computed anew.
        INDEX_STALE = "indexStale",
        /// Index: entity or key → a resource of the identity graph that was computed from it.
        INDEX_OUTCOME = "indexOutcome",

        /// Ontology: claim class → a shortcut that its actual claims give.
        SHORTCUT = "shortcut",
        /// Ontology: shortcut → the property that gives the subject.
        SHORTCUT_FROM = "shortcutFrom",
        /// Ontology: shortcut → the property that gives the object.
        SHORTCUT_TO = "shortcutTo",
        /// Ontology: shortcut → the property that is asserted.
        SHORTCUT_PROPERTY = "shortcutProperty",
        /// Ontology: shortcut → a property followed once more from the object ("the state of the post").
        SHORTCUT_VIA = "shortcutVia",
        /// Ontology: claim class → a role it admits.
        HAS_ROLE = "hasRole",
        /// Ontology: claim class → event type of PLOVER.
        PLOVER_TYPE = "ploverType",
    }
}

namespace! {
    /// RDF.
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" {
        /// Instance → its class.
        TYPE = "type",
        /// The class of properties.
        PROPERTY = "Property",
        /// List → its first item.
        FIRST = "first",
        /// List → what follows the first item.
        REST = "rest",
        /// The empty list.
        NIL = "nil",
    }
}

namespace! {
    /// RDF Schema.
    rdfs = "http://www.w3.org/2000/01/rdf-schema#" {
        /// Anything → its name for people.
        LABEL = "label",
        /// Anything → a description for people.
        COMMENT = "comment",
        /// Property → the class of its subjects.
        DOMAIN = "domain",
        /// Property → the class of its values.
        RANGE = "range",
        /// Class → a class that contains it.
        SUB_CLASS_OF = "subClassOf",
        /// Property → a property that it implies.
        SUB_PROPERTY_OF = "subPropertyOf",
        /// Anything → a resource that tells more.
        SEE_ALSO = "seeAlso",
    }
}

namespace! {
    /// SKOS.
    skos = "http://www.w3.org/2004/02/skos/core#" {
        /// Anything → another name.
        ALT_LABEL = "altLabel",
        /// Term → a term of another vocabulary with nearly the same meaning.
        CLOSE_MATCH = "closeMatch",
        /// Term → a term of another vocabulary with the same meaning.
        EXACT_MATCH = "exactMatch",
        /// Term → a wider term of another vocabulary.
        BROAD_MATCH = "broadMatch",
        /// Term → a code in a classification.
        NOTATION = "notation",
    }
}

namespace! {
    /// Dublin Core terms.
    dcterms = "http://purl.org/dc/terms/" {
        /// Article → its headline.
        TITLE = "title",
        /// Article → who published it.
        PUBLISHER = "publisher",
        /// Article → publication date.
        DATE = "date",
        /// Article → the source's own id.
        IDENTIFIER = "identifier",
        /// Article → an author.
        CREATOR = "creator",
        /// Article → language tag (BCP 47).
        LANGUAGE = "language",
        /// Anything → where it comes from.
        SOURCE = "source",
        /// Anything → its licence.
        LICENSE = "license",
    }
}

namespace! {
    /// schema.org.
    schema = "https://schema.org/" {
        /// Class: a news article.
        NEWS_ARTICLE = "NewsArticle",
        /// Article → its web address.
        URL = "url",
    }
}

namespace! {
    /// PROV-O.
    prov = "http://www.w3.org/ns/prov#" {
        /// Class: something that happens over time and makes things, such as a run of chancery.
        ACTIVITY = "Activity",
        /// Class: software that bears responsibility for an activity.
        SOFTWARE_AGENT = "SoftwareAgent",
        /// Thing → the activity that made it.
        WAS_GENERATED_BY = "wasGeneratedBy",
        /// Activity → who or what carried it out.
        WAS_ASSOCIATED_WITH = "wasAssociatedWith",
        /// Activity → what it started from.
        USED = "used",
        /// Thing → what it was made from.
        WAS_DERIVED_FROM = "wasDerivedFrom",
        /// Activity → when it began.
        STARTED_AT_TIME = "startedAtTime",
        /// Thing → when it was made.
        GENERATED_AT_TIME = "generatedAtTime",
        /// Activity → when it ended.
        ENDED_AT_TIME = "endedAtTime",
    }
}

namespace! {
    /// OWL.
    owl = "http://www.w3.org/2002/07/owl#" {
        /// Two names of one thing.
        SAME_AS = "sameAs",
        /// Class: an ontology.
        ONTOLOGY = "Ontology",
        /// Class of classes.
        CLASS = "Class",
        /// Class of properties whose values are resources.
        OBJECT_PROPERTY = "ObjectProperty",
        /// Class of properties whose values are literals.
        DATATYPE_PROPERTY = "DatatypeProperty",
        /// Class of properties for notes that carry no logic.
        ANNOTATION_PROPERTY = "AnnotationProperty",
        /// Ontology → its version.
        VERSION_INFO = "versionInfo",
    }
}

namespace! {
    /// XML Schema datatypes.
    xsd = "http://www.w3.org/2001/XMLSchema#" {
        /// Text.
        STRING = "string",
        /// Truth value.
        BOOLEAN = "boolean",
        /// Whole number.
        INTEGER = "integer",
        /// Whole number from 0.
        NON_NEGATIVE_INTEGER = "nonNegativeInteger",
        /// Decimal number.
        DECIMAL = "decimal",
        /// A day.
        DATE = "date",
        /// A month of a year.
        G_YEAR_MONTH = "gYearMonth",
        /// A year.
        G_YEAR = "gYear",
        /// A moment.
        DATE_TIME = "dateTime",
        /// A web address or IRI as a literal.
        ANY_URI = "anyURI",
    }
}

/// The prefix of Wikidata items, the objects of `owl:sameAs`.
pub const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// The prefixes under which people meet the vocabularies: in exports and, predeclared, in queries.
pub const PREFIXES: [(&str, &str); 9] = [
    ("ch", ch::NAMESPACE),
    ("dcterms", dcterms::NAMESPACE),
    ("owl", owl::NAMESPACE),
    ("prov", prov::NAMESPACE),
    ("rdf", rdf::NAMESPACE),
    ("rdfs", rdfs::NAMESPACE),
    ("schema", schema::NAMESPACE),
    ("skos", skos::NAMESPACE),
    ("xsd", xsd::NAMESPACE),
];
