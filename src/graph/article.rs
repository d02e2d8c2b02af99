//! The article's metadata, its mentions and its sentences.
use super::{Sheet, fingerprint, iri};
use crate::ontology::vocabulary::{ch, dcterms, rdf, schema, xsd};
use oxigraph::model::Literal;

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
    for (id, mention) in analysis.mentions.iter() {
        let referents = analysis.resolution.of(id);
        if referents.is_empty() {
            continue;
        }
        let node = iri::part(&article, 'm', id.0 as usize + 1);
        sheet.add(&node, rdf::TYPE, ch::MENTION);
        write_span(sheet, &node, mention.span);
        for &entity in referents {
            sheet.add_entity(&node, ch::REFERS_TO, entity);
        }
        match mention.sentence {
            Some(sentence) => {
                sheet.sentence(sentence);
            }
            None => {
                if dateline.is_some_and(|line| line.place.0 == mention.span.start as usize)
                    && let [place] = *referents
                    && analysis.resolution.get(place).class.is_place()
                {
                    sheet.add_entity(&article, ch::DATELINE, place);
                }
            }
        }
    }
}

/// The sentences that are evidence or hold a mention; comes last, when these are known.
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
