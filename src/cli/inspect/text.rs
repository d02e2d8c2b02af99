//! `inspect` for people: each sentence with its layers under it.
use crate::claim::{Claim, Medium};
use crate::document::{Document, Sentence, SentenceId, Span};
use crate::entity::EntityId;
use crate::graph::Analysis;
use crate::mention::{Form, MentionId};
use crate::ontology::EntityClass;
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const TIME: Style = Style::new().italic();
const CLAIM: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));

/// Writes an article with every layer under the text.
pub(super) fn write(analysis: &Analysis, tree: bool, out: &mut Vec<u8>) -> io::Result<()> {
    let article = &analysis.article;
    writeln!(out, "{BOLD}{}{BOLD:#}", article.title)?;
    let date = article.date.map(|date| date.to_string());
    let about = [article.source.as_deref(), date.as_deref(), article.url.as_deref(), Some(article.id.as_str())];
    writeln!(out, "{DIM}{}{DIM:#}", about.into_iter().flatten().collect::<Vec<_>>().join(" · "))?;
    for (number, sentence) in (0u32..).zip(analysis.document.sentences()) {
        writeln!(out)?;
        write_sentence(analysis, SentenceId(number), sentence, out)?;
        if tree {
            write_tree(&analysis.document, sentence, out)?;
        }
        write_claims(analysis, SentenceId(number), out)?;
    }
    write_entities(analysis, out)
}

/// The colour of a class of entities.
const fn style(class: EntityClass) -> Style {
    let color = if matches!(class, EntityClass::State) {
        AnsiColor::Blue
    } else if matches!(class, EntityClass::Person | EntityClass::Population) {
        AnsiColor::Green
    } else if class.is_place() {
        AnsiColor::Cyan
    } else if class.is_force() {
        AnsiColor::Red
    } else {
        AnsiColor::Magenta
    };
    Style::new().fg_color(Some(anstyle::Color::Ansi(color)))
}

/// The sentence with its mentions and times in colour, and their entities and values under it.
fn write_sentence(analysis: &Analysis, id: SentenceId, sentence: &Sentence, out: &mut Vec<u8>) -> io::Result<()> {
    let document = &analysis.document;
    let mentions: Vec<(MentionId, Span, Style)> = analysis
        .mentions
        .iter()
        .filter(|(_, mention)| mention.sentence == Some(id))
        .map(|(id, mention)| {
            let class = analysis.resolution.of(id).first().map(|&entity| analysis.resolution.get(entity).class);
            (id, mention.span, class.or(mention.class).map_or(DIM, style))
        })
        .collect();
    let times = analysis.mentions.times.iter().filter(|time| sentence.span.contains(time.span));
    let mut coloured: Vec<(Span, Style)> = mentions.iter().map(|&(_, span, style)| (span, style)).collect();
    coloured.extend(times.clone().map(|time| (time.span, TIME)));
    // Of nested spans the outer one gets the colour.
    coloured.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    write!(out, "{DIM}{:>3}{DIM:#} ", id.0 + 1)?;
    let mut at = sentence.span.start;
    for (span, style) in coloured {
        if span.start < at || span.end > sentence.span.end {
            continue;
        }
        let (before, inside) = (document.slice(Span { start: at, end: span.start }), document.slice(span));
        write!(out, "{}{style}{}{style:#}", flat(before), flat(inside))?;
        at = span.end;
    }
    let rest = if at <= sentence.span.end { document.slice(Span { start: at, end: sentence.span.end }) } else { "" };
    writeln!(out, "{}", flat(rest))?;
    for (id, span, style) in mentions {
        let mention = analysis.mentions.get(id);
        let entities = analysis.resolution.of(id);
        let form = match mention.form {
            Form::Name => "name",
            Form::Nominal => "nominal",
            Form::Pronoun => "pronoun",
        };
        let entity = if entities.is_empty() { "—".to_owned() } else { paths(analysis, entities) };
        writeln!(out, "      {style}{}{style:#} {DIM}{form}{DIM:#} → {entity}", flat(document.slice(span)))?;
    }
    for time in times {
        let value = time.value.as_deref().unwrap_or("—");
        writeln!(out, "      {TIME}{}{TIME:#} {DIM}time{DIM:#} → {value}", flat(document.slice(time.span)))?;
    }
    Ok(())
}

fn write_tree(document: &Document, sentence: &Sentence, out: &mut Vec<u8>) -> io::Result<()> {
    for id in sentence.token_ids() {
        let token = document.token(id);
        let head = token.head.map_or("root", |head| document.form(head));
        let enhanced: Vec<String> = document
            .enhanced_heads(id)
            .iter()
            .filter(|edge| Some(edge.head) != token.head || edge.deprel != token.deprel)
            .map(|edge| format!("{}:{}", edge.deprel.as_str(), document.form(edge.head)))
            .collect();
        writeln!(
            out,
            "      {DIM}{:>4}{DIM:#} {:<18} {DIM}{:<16}{DIM:#} {:<6} {:<5} {:<12} ← {} {DIM}{}{DIM:#}",
            id.0,
            document.form(id),
            document.lemma(id),
            token.upos.as_str(),
            token.xpos.as_str(),
            token.deprel.as_str(),
            head,
            enhanced.join(" ")
        )?;
    }
    Ok(())
}

fn write_claims(analysis: &Analysis, sentence: SentenceId, out: &mut Vec<u8>) -> io::Result<()> {
    let document = &analysis.document;
    for (number, claim) in (1..).zip(&analysis.claims) {
        if claim.sentence != sentence {
            continue;
        }
        let trigger = flat(document.slice(claim.trigger));
        write!(out, "   {CLAIM}c{number} {}{CLAIM:#} “{trigger}” {}", claim.class, claim.modality)?;
        if claim.ended {
            write!(out, " ended")?;
        }
        if let Some(statement) = claim.attributed_to {
            write!(out, " in c{}", statement.0 + 1)?;
        }
        writeln!(out, " {DIM}{:.2} {}{DIM:#}", claim.confidence, claim.derived_by)?;
        for (name, value) in parts(analysis, claim) {
            writeln!(out, "        {DIM}{name:<11}{DIM:#} {value}")?;
        }
        for reason in &claim.explanation {
            writeln!(out, "        {DIM}· {}{DIM:#}", flat(reason))?;
        }
    }
    Ok(())
}

/// Everything that fills a claim, by name.
fn parts(analysis: &Analysis, claim: &Claim) -> Vec<(&'static str, String)> {
    let text = |span: Span| format!("“{}”", flat(analysis.document.slice(span)));
    let mut parts: Vec<(&'static str, String)> =
        claim.roles.iter().map(|&(role, entity)| (role.name(), paths(analysis, &[entity]))).collect();
    if let Some(post) = &claim.post {
        let of = post.of.map(|of| [" of ", &paths(analysis, &[of])].concat()).unwrap_or_default();
        parts.push(("post", format!("“{}”{of}", post.title)));
    }
    if !claim.about.is_empty() {
        parts.push(("about", paths(analysis, &claim.about)));
    }
    match claim.medium {
        Some(Medium::Entity(entity)) => parts.push(("medium", paths(analysis, &[entity]))),
        Some(Medium::Text(span)) => parts.push(("medium", text(span))),
        None => {}
    }
    if !claim.places.is_empty() {
        parts.push(("place", paths(analysis, &claim.places)));
    }
    for (name, date) in [("date", claim.date), ("begin", claim.begin), ("end", claim.end)] {
        parts.extend(date.map(|date| (name, date.to_string())));
    }
    for (name, span) in [
        ("dateText", claim.date_text),
        ("topic", claim.topic),
        ("quote", claim.quote),
        ("content", claim.content),
        ("amount", claim.amount),
    ] {
        parts.extend(span.map(|span| (name, text(span))));
    }
    for (name, count) in [("killed", claim.killed), ("injured", claim.injured), ("strength", claim.strength)] {
        parts.extend(count.map(|count| (name, count.to_string())));
    }
    parts
}

fn write_entities(analysis: &Analysis, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "\n{BOLD}Entities{BOLD:#}")?;
    for (_, entity) in analysis.resolution.iter() {
        let style = style(entity.class);
        write!(out, "  {style}{:<28}{style:#} {DIM}{:<20}{DIM:#} {}", entity.label, entity.class.name(), entity.path)?;
        for (name, other) in [("of", entity.of), ("in", entity.located_in)] {
            if let Some(other) = other {
                write!(out, " {name} {}", analysis.resolution.get(other).path)?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

fn paths(analysis: &Analysis, entities: &[EntityId]) -> String {
    entities.iter().map(|&entity| analysis.resolution.get(entity).path.as_str()).collect::<Vec<_>>().join(", ")
}

/// One line that cannot move the cursor or colour the terminal: only our own escape codes pass.
fn flat(text: &str) -> String {
    super::super::table::clean(text)
}
