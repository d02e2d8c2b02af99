//! Statements in newswire sentences: each case of `tests/statements/*.txt` is a named test through the whole pipeline.
//!
//! A case is a text, then, indented, every statement found in it in the order of the text: "Class by Speaker and Speaker to
//! Addressee via medium, Modality", its quotation and its content; or "nothing". Lines with `#` are headings.
use chancery::article::Article;
use chancery::claim::{Claim, Medium};
use chancery::document::Span;
use chancery::ontology::{Modality, Role};
use chancery::pipeline::{Analysis, Pipeline};
use libtest_mimic::{Arguments, Failed, Trial};
use std::fmt::Write;
use std::sync::Arc;

fn main() {
    let arguments = Arguments::from_args();
    let pipeline = Arc::new(Pipeline::shipped());
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/statements");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the folder of cases").map(|file| file.expect("a file").path()).collect();
    files.sort();
    let mut trials = Vec::new();
    for file in files {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        for (text, expected) in cases(&std::fs::read_to_string(&file).expect("a readable file")) {
            let pipeline = Arc::clone(&pipeline);
            let title: String = text.chars().take(90).map(|c| if c == '\n' { ' ' } else { c }).collect();
            trials.push(Trial::test(format!("{name}: {title}"), move || {
                let found = describe(&pipeline.analyse(Article { text: text.clone(), ..Article::default() }));
                if found == expected {
                    Ok(())
                } else {
                    Err(Failed::from(format!("{text}\nexpected:\n{expected}\nfound:\n{found}")))
                }
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// Texts with what is expected of them.
fn cases(file: &str) -> Vec<(String, String)> {
    let mut cases: Vec<(String, String)> = Vec::new();
    let mut text = String::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        if let Some(expectation) = line.strip_prefix("    ") {
            if !text.trim().is_empty() {
                cases.push((std::mem::take(&mut text).trim().to_owned(), String::new()));
            }
            let (_, expected) = cases.last_mut().expect("a text before what is expected");
            writeln!(expected, "{expectation}").expect("writing to a string");
        } else {
            writeln!(text, "{line}").expect("writing to a string");
        }
    }
    cases
}

fn describe(analysis: &Analysis) -> String {
    let mut found = String::new();
    let words = |span: Span| analysis.document.slice(span).replace('\n', " ");
    for claim in analysis.claims.iter().filter(|claim| claim.class.is_statement()) {
        let mut line = claim.class.to_string();
        for (role, word) in [(Role::Speaker, " by "), (Role::Addressee, " to ")] {
            let names = named(analysis, claim, role);
            if !names.is_empty() {
                line.push_str(word);
                line.push_str(&names.join(" and "));
            }
        }
        match &claim.medium {
            Some(Medium::Text(span)) => write!(line, " via {}", words(*span)),
            Some(Medium::Entity(entity)) => write!(line, " via {}", analysis.resolution.get(*entity).label),
            None => Ok(()),
        }
        .expect("writing to a string");
        if claim.modality != Modality::Actual {
            write!(line, ", {}", claim.modality).expect("writing to a string");
        }
        writeln!(found, "{line}").expect("writing to a string");
        for (name, span) in [("quote", claim.quote), ("content", claim.content)] {
            if let Some(span) = span {
                writeln!(found, "{name}: {}", words(span)).expect("writing to a string");
            }
        }
    }
    if found.is_empty() { "nothing\n".to_owned() } else { found }
}

fn named(analysis: &Analysis, claim: &Claim, wanted: Role) -> Vec<String> {
    let fillers = claim.roles.iter().filter(|(role, _)| *role == wanted);
    let mut names: Vec<String> = fillers.map(|(_, entity)| analysis.resolution.get(*entity).label.clone()).collect();
    names.sort();
    names
}
