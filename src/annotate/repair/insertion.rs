//! Clauses whose subject and verb are parted by an insertion: "after Kenya, to the dismay of its neighbours, closed the port".
//!
//! "After", "before", "since" or "until" and a noun phrase before a comma look like a prepositional phrase, and the parser
//! tends to leave the verb behind the second comma without its subject. A finite verb in this place has one (R. Quirk et al.,
//! "A Comprehensive Grammar of the English Language" (1985), § 9.4 on words that are both preposition and subordinator).
use crate::annotate::syntax::{Analysis, Attachment};
use crate::document::{Deprel, Xpos};

/// Words that introduce a noun phrase as well as a clause.
const INTRODUCING: [&str; 5] = ["after", "before", "since", "until", "till"];
/// The longest insertion, in words.
const LONGEST: usize = 14;

/// A clause that was read as a prepositional phrase, an insertion, and a verb of its own.
struct Parted {
    introducing: usize,
    subject: usize,
    /// First and last word of the insertion.
    insertion: (usize, usize),
    verb: usize,
}

/// Gives such verbs their subject back, before lemmas are made: the verb's tag may change with it.
pub(in crate::annotate) fn mend(forms: &[&str], analysis: &mut Analysis) {
    for word in 0..forms.len() {
        if let Some(parted) = find(forms, analysis, word) {
            rejoin(analysis, &parted);
        }
    }
}

fn find(forms: &[&str], analysis: &Analysis, introducing: usize) -> Option<Parted> {
    let tree = &analysis.tree;
    let is_introducing = INTRODUCING.iter().any(|word| forms[introducing].eq_ignore_ascii_case(word));
    if !is_introducing || !tree[introducing].deprel.matches("case") {
        return None;
    }
    let subject = tree[introducing].head.filter(|&subject| subject > introducing)?;
    let governor = tree[subject].head?;
    let opening = (subject + 1..forms.len()).find(|&word| forms[word] == ",")?;
    // What stands before the comma is the noun phrase and nothing else.
    if !(introducing + 1..opening).all(|word| word == subject || reaches(tree, word, subject)) {
        return None;
    }
    let closing = (opening + 2..forms.len().min(opening + LONGEST + 2)).find(|&word| forms[word] == ",")?;
    let verb = (closing + 1..forms.len())
        .find(|&word| analysis.tags[word].upos != "ADV" && analysis.tags[word].upos != "AUX")?;
    let helped = (closing + 1..verb).any(|word| analysis.tags[word].upos == "AUX");
    let tag = analysis.tags[verb].xpos;
    let has = |deprels: &[&str]| {
        (0..tree.len()).any(|child| {
            tree[child].head == Some(verb) && deprels.iter().any(|deprel| tree[child].deprel.matches(deprel))
        })
    };
    // A participle with "by" is what it seems to be: "after the vote, the third this year, watched by millions".
    let finite = helped
        || matches!(tag.as_str(), "VBD" | "VBZ" | "VBP")
        || tag == "VBN" && has(&["obj"]) && !has(&["obl:agent"]);
    let alone = !has(&["nsubj", "csubj", "cc", "mark", "expl"]);
    let left = ["conj", "advcl", "parataxis", "acl", "ccomp"].iter().any(|deprel| tree[verb].deprel.matches(deprel));
    let depends = tree[verb].head.is_some_and(|head| head < opening);
    (analysis.tags[verb].upos == "VERB"
        && finite
        && alone
        && left
        && depends
        && !reaches(tree, governor, verb)
        && governor != verb)
        .then_some(Parted { introducing, subject, insertion: (opening, closing), verb })
}

/// Whether a word is somewhere below another.
fn reaches(tree: &[Attachment], mut word: usize, above: usize) -> bool {
    while let Some(head) = tree[word].head {
        if head == above {
            return true;
        }
        word = head;
    }
    false
}

fn rejoin(analysis: &mut Analysis, parted: &Parted) {
    let &Parted { introducing, subject, insertion: (first, last), verb } = parted;
    let tree = &mut analysis.tree;
    let governor = tree[subject].head;
    let passive = (0..tree.len()).any(|child| tree[child].head == Some(verb) && tree[child].deprel.matches("aux:pass"));
    tree[verb] = Attachment { head: governor, deprel: Deprel::parse("advcl") };
    tree[subject] =
        Attachment { head: Some(verb), deprel: Deprel::parse(if passive { "nsubj:pass" } else { "nsubj" }) };
    tree[introducing] = Attachment { head: Some(verb), deprel: Deprel::parse("mark") };
    for attachment in &mut tree[first..=last] {
        if attachment.head.is_none_or(|head| !(first..=last).contains(&head)) {
            attachment.head = Some(verb);
        }
    }
    if analysis.tags[verb].xpos == "VBN" && !passive {
        analysis.tags[verb].xpos = Xpos::parse("VBD");
    }
}

#[cfg(test)]
mod tests {
    use crate::annotate::Annotator;
    use crate::article::Article;

    fn subject_of(text: &str, verb: &str) -> Option<String> {
        let document = Annotator::shipped().annotate(&Article { text: text.into(), ..Article::default() });
        let verb = document.token_ids().find(|&token| document.form(token) == verb)?;
        let subject = document.children_by(verb, "nsubj").next()?;
        Some(document.form(subject).to_owned())
    }

    #[test]
    fn a_verb_behind_an_insertion_has_its_subject() {
        for (text, verb, subject) in [
            ("The talks ended after Kenya, to the dismay of its neighbours, closed the port.", "closed", "Kenya"),
            ("Peru recalled its envoy after Bolivia, in a rare move, expelled two diplomats.", "expelled", "Bolivia"),
        ] {
            assert_eq!(subject_of(text, verb).as_deref(), Some(subject), "{text}");
        }
    }

    #[test]
    fn other_verbs_are_left_alone() {
        for (text, verb) in [
            ("After the vote, the third this year, ministers resigned.", "vote"),
            ("He left after the meeting, the first since May, and returned to Oslo.", "returned"),
        ] {
            let subject = subject_of(text, verb);
            assert!(subject.is_none() || subject.as_deref() == Some("He"), "{text}: {subject:?}");
        }
    }
}
