//! The article's metadata, its mentions and its sentences.
use super::{Analysis, Detail, Sheet, fingerprint, iri};
use crate::entity::EntityId;
use crate::mention::Form;
use crate::ontology::vocabulary::{ch, dcterms, rdf, schema, xsd};
use oxigraph::model::Literal;
use std::collections::BTreeSet;

/// Metadata and mentions.
pub(super) fn write(sheet: &mut Sheet<'_>) {
    let analysis = sheet.analysis;
    let article = &analysis.article;
    let node = sheet.article.clone();
    sheet.add(&node, rdf::TYPE, ch::ARTICLE);
    sheet.add_text(&node, dcterms::TITLE, &article.title);
    sheet.add_text(&node, dcterms::IDENTIFIER, article.identifier.as_deref().unwrap_or(&article.id));
    sheet.add_text(&node, dcterms::PUBLISHER, article.source.as_deref().unwrap_or_default());
    for author in &article.authors {
        sheet.add_text(&node, dcterms::CREATOR, author);
    }
    sheet.add_text(&node, dcterms::LANGUAGE, article.language.as_deref().unwrap_or_default());
    if let Some(date) = article.date {
        sheet.add(&node, dcterms::DATE, Literal::new_typed_literal(date.to_string(), xsd::DATE));
    }
    if let Some(url) = &article.url {
        sheet.add(&node, schema::URL, Literal::new_typed_literal(url.as_str(), xsd::ANY_URI));
    }
    sheet.add(&node, ch::SHA256, Literal::from(fingerprint::content(article)));
    sheet.add_text(&node, ch::PLAIN_TEXT, &article.text);
    write_mentions(sheet);
}

fn write_mentions(sheet: &mut Sheet<'_>) {
    let analysis = sheet.analysis;
    let article = sheet.article.clone();
    let dateline = analysis.article.dateline.as_ref();
    let mut told = Told::of(analysis);
    for (id, mention) in analysis.mentions.iter() {
        let referents = analysis.resolution.of(id);
        if mention.sentence.is_none()
            && dateline.is_some_and(|line| line.place.0 == mention.span.start as usize)
            && let [place] = *referents
            && analysis.resolution.get(place).class.is_place()
        {
            sheet.add_entity(&article, ch::DATELINE, place);
        }
        let text = analysis.mentions.text(&analysis.document, id);
        let is_news = told.tells(mention.form, text, referents);
        if referents.is_empty() || (sheet.writer.detail == Detail::Compact && !is_news) {
            continue;
        }
        let node = iri::part(&article, 'm', id.0 as usize + 1);
        sheet.add(&node, rdf::TYPE, ch::MENTION);
        write_span(sheet, &node, mention.span);
        for &entity in referents {
            sheet.add_entity(&node, ch::REFERS_TO, entity);
        }
        if let (Detail::Full, Some(sentence)) = (sheet.writer.detail, mention.sentence) {
            sheet.sentence(sentence);
        }
    }
}

/// What the mentions written so far call each entity.
struct Told<'a> {
    /// Entities that have a name or description: their pronouns tell nothing.
    named: BTreeSet<EntityId>,
    calls: BTreeSet<(EntityId, &'a str)>,
}

impl<'a> Told<'a> {
    fn of(analysis: &Analysis) -> Self {
        let calling = analysis.mentions.iter().filter(|(_, mention)| mention.form != Form::Pronoun);
        let named = calling.flat_map(|(id, _)| analysis.resolution.of(id).iter().copied()).collect();
        Self { named, calls: BTreeSet::new() }
    }

    /// Whether a mention calls one of its entities what no earlier mention called it.
    fn tells(&mut self, form: Form, text: &'a str, referents: &[EntityId]) -> bool {
        let mut news = false;
        for &entity in referents {
            news |= (form != Form::Pronoun || !self.named.contains(&entity)) && self.calls.insert((entity, text));
        }
        news
    }
}

/// The sentences that something written so far points to; comes last, when these are known.
pub(super) fn write_sentences(sheet: &mut Sheet<'_>) {
    let analysis = sheet.analysis;
    for sentence in std::mem::take(&mut sheet.sentences) {
        let node = sheet.sentence(sentence);
        sheet.add(&node, rdf::TYPE, ch::SENTENCE);
        write_span(sheet, &node, analysis.document.sentence(sentence).span);
    }
}

fn write_span(sheet: &mut Sheet<'_>, node: &oxigraph::model::NamedNode, span: crate::document::Span) {
    let (begin, end) = (sheet.offsets.at(span.start), sheet.offsets.at(span.end));
    sheet.add_count(node, ch::BEGIN, begin);
    sheet.add_count(node, ch::END, end);
    sheet.add_span(node, ch::TEXT, span);
}
