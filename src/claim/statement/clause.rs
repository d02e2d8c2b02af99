//! Reported clauses: before the verb ("…, he said") or behind it ("he said that …"), also where the parser lost them.
use super::complement::{is_day, object};
use super::content::{Cue, Reported, between, group_start, has_finite, has_finite_anywhere, indirect, root_within};
use super::subject::{adds_to, is_saying};
use super::syntax::{cover, is_finite, is_infinitive, is_verb, lower, pruned_subtree};
use crate::claim::quotes::{Quote, Quotes};
use crate::document::{Document, Span, TokenId};

/// The head of the clause that the verb governs to its right.
pub(super) fn clause(document: &Document, cue: Cue) -> Option<TokenId> {
    let governed = |holder: TokenId| {
        document.children(holder).iter().copied().find(|&child| {
            let deprel = document.token(child).deprel;
            let declarative = deprel.matches("ccomp")
                || ((deprel.matches("advcl")
                    || deprel.matches("parataxis")
                    || deprel.matches("acl")
                    || deprel.matches("dep"))
                    && starts_with_that(document, child))
                || (deprel.matches("xcomp")
                    && !is_infinitive(document, child)
                    && document.children_by(child, "nsubj").next().is_some());
            // "did not say when …", hung on the verb like a time.
            let indirect_question = deprel.matches("advcl")
                && document.subtree(child).first().is_some_and(|first| {
                    first.0 == cue.verb.0 + 1 && matches!(document.token(*first).xpos.as_str(), "WRB" | "WP" | "WDT")
                });
            // "said that while it would wait, 'we must be ready'": the concession is no content of its own.
            let concession = conceded_before(document, holder, child);
            (declarative || indirect_question) && !concession && child > cue.verb && !is_infinitive(document, child)
        })
    };
    // "continued to say that": the clause is that of the infinitive.
    let carries = document.children(cue.verb).iter().any(|&child| {
        document.token(child).deprel.matches("xcomp")
            && document.token(child).upos == "VERB"
            && is_infinitive(document, child)
    });
    if carries {
        return None;
    }
    // The parser may hang the clause on the particle ("made it clear that") or on the person told.
    let party = document
        .children_by(cue.verb, "obj")
        .chain(document.children_by(cue.verb, "iobj"))
        .find(|&party| party > cue.verb);
    governed(cue.verb).or_else(|| cue.particle.and_then(governed)).or_else(|| {
        let party = party.filter(|_| cue.tells)?;
        document.children(party).iter().copied().find(|&child| {
            let deprel = document.token(child).deprel;
            child > cue.verb
                && (deprel.matches("ccomp")
                    || (deprel.matches("acl") && deprel != "acl:relcl" && starts_with_that(document, child)))
        })
    })
}

/// Whether a clause with "while" or "although" stands before another one that the same verb governs.
fn conceded_before(document: &Document, holder: TokenId, clause: TokenId) -> bool {
    let conceding = document
        .children_by(clause, "mark")
        .any(|mark| matches!(lower(document, mark).as_str(), "while" | "although" | "though" | "if" | "when" | "as"));
    conceding && document.children_by(holder, "ccomp").any(|other| other > clause && !is_infinitive(document, other))
}

fn starts_with_that(document: &Document, clause: TokenId) -> bool {
    document.children_by(clause, "mark").any(|mark| lower(document, mark) == "that")
}

pub(super) fn right_clause(document: &Document, quotes: &Quotes, cue: Cue, sentence: Span) -> Option<Reported> {
    let verb = document.token(cue.verb).span;
    let rest = between(document, verb.end, sentence.end);
    if let Some(head) = clause(document, cue).filter(|&head| sentence.contains(document.token(head).span)) {
        let that = rest.iter().take(16).position(|&token| lower(document, token) == "that" && token < head);
        let that = that.filter(|&that| !has_finite_anywhere(document, &rest[..that])).map(|that| rest[that]);
        let mut tokens: Vec<TokenId> = pruned_subtree(document, head, |child| child <= cue.verb)
            .into_iter()
            .skip_while(|&token| {
                let entry = document.token(token);
                token <= cue.verb
                    || entry.deprel.matches("punct")
                    || (entry.deprel == "mark" && lower(document, token) == "that")
            })
            .collect();
        // What stands between "that" and the clause is its beginning, wherever the parser hung it; what stands before, as in
        // "said earlier that", is not.
        if let Some(that) = that {
            tokens.retain(|&token| token > that);
            let lead = (that.0 + 1..tokens.first()?.0).map(TokenId);
            tokens.splice(0..0, lead);
        }
        leave_out_told(document, cue, &mut tokens);
        if let Some(contrast) = tokens.iter().position(|&token| opens_contrast(document, token)) {
            tokens.truncate(contrast.saturating_sub(1));
        }
        tokens.truncate(end_of_content(document, cue, &tokens));
        let first = *tokens.first()?;
        let circumstance = document.children_by(head, "mark").any(|mark| {
            matches!(
                lower(document, mark).as_str(),
                "because"
                    | "when"
                    | "while"
                    | "since"
                    | "after"
                    | "before"
                    | "as"
                    | "until"
                    | "so"
                    | "although"
                    | "though"
                    | "once"
            )
        });
        if circumstance || document.token(first).deprel == "cc" {
            return None;
        }
        // "saying residents face shortages", "saying the bank never paid", with the subject hung on "saying".
        let begins_with_verb = tokens
            .iter()
            .find(|&&token| document.token(token).upos != "ADV" && document.token(token).upos != "PART")
            .is_some_and(|&token| is_finite(document, token));
        if begins_with_verb && document.children_by(head, "nsubj").next().is_none() {
            let subject = document.children(cue.verb).iter().copied().find(|&child| {
                let deprel = document.token(child).deprel;
                (deprel == "obj" || deprel.matches("nsubj")) && cue.verb < child && child < first && !cue.tells
            });
            tokens.extend(subject.into_iter().flat_map(|subject| document.subtree(subject)));
            tokens.sort_unstable();
            tokens.dedup();
        }
        if rest.iter().all(|&token| adds_to(document, token) != Some(cue.verb) && !opens_contrast(document, token)) {
            extend(document, &mut tokens, &rest);
            extend_by_conjunct(document, quotes, cue, &mut tokens);
        }
        tokens.truncate(before_circumstance(document, &tokens));
        return Some(indirect(document, quotes, cover(document, &tokens)?, Some(head), "clause"));
    }
    let start = that_clause(document, cue, &rest).or_else(|| bare_clause(document, cue, &rest))?;
    let tokens = &rest[start..];
    let tokens = &tokens[..end_of_content(document, cue, tokens)];
    let span = cover(document, tokens)?;
    Some(indirect(document, quotes, span, root_within(document, span), "clause"))
}

/// Where the content ends: before ", and called on …", "and added …" that go on from the verb itself.
fn end_of_content(document: &Document, cue: Cue, tokens: &[TokenId]) -> usize {
    let Some(adding) = tokens.iter().position(|&token| adds_to(document, token) == Some(cue.verb)) else {
        return tokens.len();
    };
    let links = tokens[..adding].iter().rev().take(2).take_while(|&&token| {
        document.token(token).upos == "CCONJ" || matches!(document.form(token), "," | "—" | "–" | "--")
    });
    adding - links.count()
}

/// "told AFP the vote was over", "said Thursday he would go": who was told and when stand before the content, whatever the
/// parser made of them.
fn leave_out_told(document: &Document, cue: Cue, tokens: &mut Vec<TokenId>) {
    let told = cue.tells && object(document, cue).is_none_or(|object| object < cue.verb);
    for _ in 0..2 {
        let &[first, second, ..] = tokens.as_slice() else { return };
        let begins = first.0 == cue.verb.0 + 1 && second.0 == first.0 + 1;
        let starts_clause =
            matches!(document.token(second).upos.as_str(), "DET" | "PRON" | "PROPN" | "NOUN" | "ADJ" | "SCONJ");
        let agency = told && document.token(first).upos == "PROPN" && document.token(second).deprel != "flat";
        let day = is_day(document, first);
        if !(begins && starts_clause && (agency || day)) {
            return;
        }
        tokens.remove(0);
        if day {
            return;
        }
    }
}

/// ", while Oslo denied it": another clause of the reporter.
fn opens_contrast(document: &Document, token: TokenId) -> bool {
    let clause = document.token(token).head;
    matches!(lower(document, token).as_str(), "while" | "whereas")
        && document.token(token).deprel == "mark"
        && token.0 > 0
        && document.form(TokenId(token.0 - 1)) == ","
        && clause
            .is_some_and(|clause| is_finite(document, clause) && document.children_by(clause, "nsubj").next().is_some())
}

/// Parsers cut the end of long clauses off: the content goes on to the end of the sentence unless punctuation, a conjunction or
/// another marker stands between.
fn extend(document: &Document, tokens: &mut Vec<TokenId>, rest: &[TokenId]) {
    let Some(&last) = tokens.last() else { return };
    let after = rest.iter().copied().skip_while(|&token| token <= last);
    let after: Vec<TokenId> =
        after.take_while(|&token| document.token(token).span.end <= document.sentence_of(last).span.end).collect();
    let open = after
        .iter()
        .find(|&&token| document.token(token).upos != "PUNCT" || document.form(token) == ",")
        .is_some_and(|&token| {
            !matches!(document.token(token).upos.as_str(), "CCONJ" | "PUNCT") && document.token(token).deprel != "mark"
        });
    if open {
        tokens.extend(after);
    }
}

/// "said the ships were old and they posed no danger", "…, but the patrols were 'routine'": the parser hung the second clause on
/// the verb of saying. Without a comma, or with a quotation in it that no other verb introduces, it is said, too.
fn extend_by_conjunct(document: &Document, quotes: &Quotes, cue: Cue, tokens: &mut Vec<TokenId>) {
    for conjunct in document.children_by(cue.verb, "conj") {
        let Some(&last) = tokens.last() else { return };
        let phrase = document.subtree(conjunct);
        let words: Vec<TokenId> = phrase.iter().copied().skip_while(|&token| document.form(token) == ",").collect();
        let (Some(&link), Some(&end)) = (words.first(), words.last()) else { continue };
        let follows = link.0 == last.0 + 1 || link.0 == last.0 + 2 && document.form(TokenId(last.0 + 1)) == ",";
        let own_subject = document.children_by(conjunct, "nsubj").any(|subject| subject < conjunct);
        if !follows
            || document.token(link).upos != "CCONJ"
            || !own_subject
            || words.iter().any(|&word| is_verb(document, word) && is_saying(&document.token(word).lemma))
        {
            continue;
        }
        let span = document.token(link).span.cover(document.token(end).span);
        let quoted = quotes.outermost().any(|quote| span.contains(quote.outer));
        if quoted || link.0 == last.0 + 1 {
            tokens.extend((last.0 + 1..=end.0).map(TokenId));
        }
    }
}

/// Where what is said ends before the circumstances of saying: ", according to the ministry", ", without giving details".
fn before_circumstance(document: &Document, tokens: &[TokenId]) -> usize {
    let word = |at: usize| tokens.get(at).map(|&token| lower(document, token)).unwrap_or_default();
    (2..tokens.len())
        .find(|&at| {
            let source = word(at) == "according" && word(at + 1) == "to";
            let silence = word(at) == "without"
                && tokens.get(at + 1).is_some_and(|&next| {
                    matches!(
                        &*document.token(next).lemma,
                        "cite"
                            | "detail"
                            | "disclose"
                            | "elaborate"
                            | "explain"
                            | "give"
                            | "go"
                            | "identify"
                            | "mention"
                            | "name"
                            | "offer"
                            | "provide"
                            | "reveal"
                            | "say"
                            | "specify"
                            | "state"
                    ) && document.token(next).xpos == "VBG"
                });
            (source || silence) && document.form(tokens[at - 1]) == ","
        })
        .map_or(tokens.len(), |at| at - 1)
}

/// "said in a commentary in the daily that …", where the parser did not see that the clause belongs to the verb: only the
/// circumstances of speaking may stand between.
fn that_clause(document: &Document, cue: Cue, rest: &[TokenId]) -> Option<usize> {
    let that = rest.iter().take(16).position(|&token| lower(document, token) == "that")?;
    let circumstances = rest[..that].iter().enumerate().all(|(i, &token)| {
        let entry = document.token(token);
        let opens = i == 0;
        match entry.upos.as_str() {
            "ADP" => {
                !opens
                    || matches!(
                        lower(document, token).as_str(),
                        "in" | "at" | "on" | "during" | "to" | "after" | "via" | "through" | "from"
                    )
            }
            "ADV" | "DET" | "ADJ" | "NUM" | "PROPN" => true,
            "NOUN" | "PRON" => !opens || matches!(entry.deprel.as_str(), "obj" | "iobj" | "obl:unmarked" | "obl"),
            "PART" => entry.xpos == "POS",
            _ => false,
        }
    });
    let next = *rest.get(that + 1)?;
    // "said in a report that hundreds had died": a relative clause on a circumstance of saying is the content.
    let on_circumstance = || {
        let noun = document.token(rest[that]).head.and_then(|clause| document.token(clause).head);
        document.token(rest[that]).deprel == "obj"
            && noun.is_some_and(|noun| document.token(noun).head == Some(cue.verb))
    };
    let marks = document.token(rest[that]).deprel == "mark" || on_circumstance();
    let relative = !marks || is_finite(document, next);
    (circumstances && cue.own_subject && !relative && has_finite_anywhere(document, &rest[that..])).then_some(that + 1)
}

/// "told reporters he had …": a subject and a finite verb directly after the person told or the day.
fn bare_clause(document: &Document, cue: Cue, rest: &[TokenId]) -> Option<usize> {
    if !cue.own_subject || !is_finite(document, cue.verb) {
        return None;
    }
    let start = rest.iter().take(4).position(|&token| {
        let entry = document.token(token);
        entry.upos == "PRON"
            && entry.xpos == "PRP"
            && matches!(lower(document, token).as_str(), "he" | "she" | "they" | "we" | "i" | "it")
    })?;
    let before = rest[..start].iter().all(|&token| {
        let entry = document.token(token);
        matches!(entry.upos.as_str(), "ADV" | "DET")
            || matches!(entry.deprel.as_str(), "obj" | "iobj" | "obl:unmarked" | "compound")
    });
    let finite = rest[start + 1..].iter().take(3).any(|&token| is_finite(document, token));
    (before && finite).then_some(start)
}

/// Whether a verb can close a sentence whose content stands before it: nothing but circumstances and the person told behind it,
/// no conjunction or marker of its own before it ("but he maintained", "as he said").
fn can_follow(document: &Document, cue: Cue) -> bool {
    let linked = document.children(cue.verb).iter().any(|&child| {
        let deprel = document.token(child).deprel;
        let near = || (child.0..cue.verb.0).all(|between| document.form(TokenId(between)) != ",");
        child < cue.verb && (deprel == "mark" || deprel == "cc") && near()
    });
    let governs = document.children(cue.verb).iter().any(|&child| {
        let deprel = document.token(child).deprel;
        child > cue.verb
            && ((deprel == "obj"
                && !cue.tells
                && Some(child) != cue.subject
                && document.children_by(child, "case").next().is_none())
                || (deprel.matches("xcomp") && document.token(child).upos == "VERB")
                || (deprel.matches("ccomp")))
    });
    let next = TokenId(cue.verb.0 + 1);
    let preposition = next.0 < document.sentence_of(cue.verb).tokens.1
        && document.token(next).upos == "ADP"
        && !matches!(
            lower(document, next).as_str(),
            "in" | "on"
                | "at"
                | "to"
                | "during"
                | "after"
                | "before"
                | "amid"
                | "via"
                | "through"
                | "from"
                | "by"
                | "of"
                | "late"
                | "since"
                | "while"
                | "as"
                | "about"
        );
    !linked && !governs && !preposition
}

/// Whether the left part is only an adverbial clause of the verb.
fn is_subordinate(document: &Document, root: Option<TokenId>, verb: TokenId) -> bool {
    root.is_some_and(|root| {
        let token = document.token(root);
        if is_independent(document, root) {
            return false;
        }
        let marked = document.children_by(root, "mark").any(|mark| lower(document, mark) != "that");
        token.head == Some(verb) && (token.deprel.matches("advcl") || token.deprel.matches("obl"))
            || (marked && token.head == Some(verb))
    })
}

/// "Despite the incidents the situation had improved, she said": a clause with a subject and a tense of its own and no marker is
/// what is said, whatever the parser calls it.
fn is_independent(document: &Document, root: TokenId) -> bool {
    let finite = is_finite(document, root)
        || document.children(root).iter().any(|&child| {
            let deprel = document.token(child).deprel;
            (deprel.matches("aux") || deprel.matches("cop")) && is_finite(document, child)
        });
    let subject = document.children_by(root, "nsubj").any(|subject| subject < root);
    let marked = document.children(root).iter().any(|&child| {
        document.token(child).deprel == "mark" || matches!(document.token(child).xpos.as_str(), "WRB" | "WP" | "WDT")
    });
    finite && subject && !marked
}

/// "The talks will go on, the minister said."
pub(super) fn left_clause(
    document: &Document,
    quotes: &Quotes,
    cue: Cue,
    sentence: Span,
    quote: Option<&Quote>,
) -> Option<Reported> {
    if !cue.own_subject || document.token(cue.verb).deprel.matches("acl") || !can_follow(document, cue) {
        return None;
    }
    // A quotation that reaches into this sentence from the one before opens the content.
    let opened = quote.filter(|quote| quote.outer.start < sentence.start);
    let begin = match opened {
        Some(quote) => {
            document.sentences().iter().rev().find(|sentence| sentence.span.start <= quote.outer.start)?.span.start
        }
        None => sentence.start,
    };
    let verb = document.token(cue.verb).span;
    let end = match quote {
        Some(quote) if quote.outer.end > sentence.start => quote.outer.end,
        _ => document.token(group_start(document, cue, begin)).span.start,
    };
    let mut left = between(document, begin, end);
    let is_break = |token: TokenId| {
        let spaced = document.text()[..document.token(token).span.start as usize].ends_with(char::is_whitespace);
        matches!(document.form(token), "," | "—" | "--") || (spaced && matches!(document.form(token), "–" | "-"))
    };
    let mut closed = quote.is_some() || left.last().is_some_and(|&last| is_break(last));
    if !closed && let Some(comma) = left.iter().rposition(|&token| is_break(token)) {
        // "…, the premier and residents said": the subject begins at the comma, whatever the parser made of it.
        let subject = &left[comma + 1..];
        closed = subject.len() <= 12 && !has_finite_anywhere(document, subject);
        if closed {
            left.truncate(comma + 1);
        }
    }
    if closed && left.len() >= 3 && has_finite_anywhere(document, &left) {
        let left: Vec<TokenId> = left.into_iter().skip_while(|&token| document.token(token).upos == "CCONJ").collect();
        let span = cover(document, &left)?;
        let root = root_within(document, span);
        // "When the talks ended, the envoy said …": a circumstance, no content.
        if quote.is_none()
            && (is_subordinate(document, root, cue.verb)
                || document.token(*left.first()?).upos == "SCONJ" && root == left.last().copied())
        {
            return None;
        }
        return Some(indirect(document, quotes, span, root, "clause"));
    }
    // "Through this visit, the envoy said, the two sides hope to …"
    let after = between(document, verb.end, sentence.end);
    let comma = after.iter().take(6).position(|&token| document.form(token) == ",")?;
    if has_finite(document, &after[..comma]) || !has_finite_anywhere(document, &after[comma..]) || left.is_empty() {
        return None;
    }
    let span = cover(document, &after[comma + 1..])?;
    Some(indirect(document, quotes, span, root_within(document, span), "clause"))
}
