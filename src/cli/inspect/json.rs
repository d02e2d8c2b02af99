//! `inspect --format json`: a public interface, one object per article.
use crate::claim::{Claim, Medium};
use crate::document::{Span, TokenId};
use crate::entity::EntityId;
use crate::graph::Analysis;
use crate::graph::iri::{self, Base};
use crate::graph::offsets::CharOffsets;
use crate::mention::{Form, TimeKind};
use oxigraph::model::NamedNode;
use serde::Serialize;
use std::collections::BTreeMap;

/// One article with all its layers. Offsets count Unicode code points in the text, half-open.
#[derive(Serialize)]
pub(super) struct Inspection<'a> {
    article: Article<'a>,
    sentences: Vec<Place>,
    tokens: Vec<Token<'a>>,
    mentions: Vec<Mention>,
    times: Vec<Time<'a>>,
    entities: Vec<Entity<'a>>,
    claims: Vec<ClaimView<'a>>,
}

#[derive(Serialize)]
struct Article<'a> {
    iri: String,
    id: &'a str,
    title: &'a str,
    date: Option<String>,
    source: Option<&'a str>,
    url: Option<&'a str>,
    text: &'a str,
}

#[derive(Serialize)]
struct Place {
    begin: u32,
    end: u32,
}

#[derive(Serialize)]
struct Token<'a> {
    begin: u32,
    end: u32,
    lemma: &'a str,
    upos: &'static str,
    xpos: &'static str,
    head: Option<usize>,
    deprel: &'static str,
    sentence: usize,
}

#[derive(Serialize)]
struct Mention {
    begin: u32,
    end: u32,
    form: &'static str,
    class: Option<&'static str>,
    /// The entity; several where the mention refers to more than one.
    entity: Option<OneOrMore>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

#[derive(Serialize)]
struct Time<'a> {
    begin: u32,
    end: u32,
    value: Option<&'a str>,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct Entity<'a> {
    iri: String,
    class: &'static str,
    label: &'a str,
}

#[derive(Serialize)]
struct ClaimView<'a> {
    iri: String,
    class: &'static str,
    trigger: (u32, u32),
    sentence: usize,
    roles: BTreeMap<&'static str, Vec<String>>,
    modality: &'static str,
    date: Option<String>,
    begin: Option<String>,
    end: Option<String>,
    place: Vec<String>,
    #[serde(rename = "attributedTo")]
    attributed_to: Option<String>,
    ended: bool,
    confidence: f32,
    #[serde(rename = "derivedBy")]
    derived_by: &'a str,
    explanation: &'a [String],
}

/// What turns ids and spans into IRIs and offsets.
struct Names<'a> {
    analysis: &'a Analysis,
    base: &'a Base,
    article: NamedNode,
    offsets: CharOffsets,
}

impl<'a> Inspection<'a> {
    pub(super) fn new(analysis: &'a Analysis, base: &'a Base) -> Self {
        let names = Names {
            analysis,
            base,
            article: base.article(&analysis.article.id),
            offsets: CharOffsets::new(analysis.document.text()),
        };
        let article = &analysis.article;
        Self {
            article: Article {
                iri: names.article.as_str().to_owned(),
                id: &article.id,
                title: &article.title,
                date: article.date.map(|date| date.to_string()),
                source: article.source.as_deref(),
                url: article.url.as_deref(),
                text: &article.text,
            },
            sentences: analysis.document.sentences().iter().map(|sentence| names.place(sentence.span)).collect(),
            tokens: analysis.document.tokens().iter().map(|token| names.token(token)).collect(),
            mentions: analysis.mentions.iter().map(|(id, mention)| names.mention(id, mention)).collect(),
            times: analysis.mentions.times.iter().map(|time| names.time(time)).collect(),
            entities: analysis
                .resolution
                .iter()
                .map(|(id, entity)| Entity { iri: names.entity(id), class: entity.class.name(), label: &entity.label })
                .collect(),
            claims: (1..).zip(&analysis.claims).map(|(number, claim)| names.claim(number, claim)).collect(),
        }
    }
}

impl<'a> Names<'a> {
    fn place(&self, span: Span) -> Place {
        Place { begin: self.offsets.at(span.start), end: self.offsets.at(span.end) }
    }

    fn entity(&self, id: EntityId) -> String {
        self.base.entity(&self.analysis.resolution.get(id).path).into_string()
    }

    fn claim_iri(&self, number: usize) -> String {
        iri::part(&self.article, 'c', number).into_string()
    }

    fn token(&self, token: &'a crate::document::Token) -> Token<'a> {
        let Place { begin, end } = self.place(token.span);
        Token {
            begin,
            end,
            lemma: &token.lemma,
            upos: token.upos.as_str(),
            xpos: token.xpos.as_str(),
            head: token.head.map(TokenId::index),
            deprel: token.deprel.as_str(),
            sentence: token.sentence.index(),
        }
    }

    fn mention(&self, id: crate::mention::MentionId, mention: &crate::mention::Mention) -> Mention {
        let Place { begin, end } = self.place(mention.span);
        let mut referents: Vec<String> =
            self.analysis.resolution.of(id).iter().map(|&entity| self.entity(entity)).collect();
        let entity = match referents.len() {
            0 => None,
            1 => referents.pop().map(OneOrMore::One),
            _ => Some(OneOrMore::More(referents)),
        };
        let form = match mention.form {
            Form::Name => "name",
            Form::Nominal => "nominal",
            Form::Pronoun => "pronoun",
        };
        Mention { begin, end, form, class: mention.class.map(crate::ontology::EntityClass::name), entity }
    }

    fn time(&self, time: &'a crate::mention::TimeExpression) -> Time<'a> {
        let Place { begin, end } = self.place(time.span);
        let kind = match time.kind {
            TimeKind::Date => "date",
            TimeKind::Time => "time",
            TimeKind::Duration => "duration",
            TimeKind::Set => "set",
        };
        Time { begin, end, value: time.value.as_deref(), kind }
    }

    fn claim(&self, number: usize, claim: &'a Claim) -> ClaimView<'a> {
        let text = |span: Span| vec![self.analysis.document.slice(span).to_owned()];
        let entities = |ids: &[EntityId]| ids.iter().map(|&id| self.entity(id)).collect::<Vec<_>>();
        let mut roles: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for &(role, entity) in &claim.roles {
            roles.entry(role.name()).or_default().push(self.entity(entity));
        }
        if let Some(post) = &claim.post {
            let of = post.of.map(|of| &self.analysis.resolution.get(of).path);
            let node = match of {
                Some(of) => self.base.post(of, &post.title),
                None => iri::local_post(&self.article, &post.title),
            };
            roles.insert("post", vec![node.into_string()]);
        }
        if !claim.about.is_empty() {
            roles.insert("about", entities(&claim.about));
        }
        match claim.medium {
            Some(Medium::Entity(entity)) => drop(roles.insert("medium", vec![self.entity(entity)])),
            Some(Medium::Text(span)) => drop(roles.insert("medium", text(span))),
            None => {}
        }
        for (role, span) in [
            ("topic", claim.topic),
            ("quote", claim.quote),
            ("content", claim.content),
            ("dateText", claim.date_text),
            ("amount", claim.amount),
        ] {
            if let Some(span) = span {
                roles.insert(role, text(span));
            }
        }
        for (role, count) in [("killed", claim.killed), ("injured", claim.injured), ("strength", claim.strength)] {
            if let Some(count) = count {
                roles.insert(role, vec![count.to_string()]);
            }
        }
        ClaimView {
            iri: self.claim_iri(number),
            class: claim.class.name(),
            trigger: (self.offsets.at(claim.trigger.start), self.offsets.at(claim.trigger.end)),
            sentence: claim.sentence.index(),
            roles,
            modality: claim.modality.name(),
            date: claim.date.map(|date| date.to_string()),
            begin: claim.begin.map(|date| date.to_string()),
            end: claim.end.map(|date| date.to_string()),
            place: entities(&claim.places),
            attributed_to: claim.attributed_to.map(|statement| self.claim_iri(statement.0 as usize + 1)),
            ended: claim.ended,
            confidence: claim.confidence,
            derived_by: &claim.derived_by,
            explanation: &claim.explanation,
        }
    }
}
