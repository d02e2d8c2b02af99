//! Enhanced dependencies of hand-made trees.
use chancery::annotate::enhance::enhance;
use chancery::document::{Deprel, SentenceId, Span, Token, TokenId, Upos, Xpos};

/// A row: form, lemma, UPOS, XPOS, head (from 1, 0 for the root), relation.
fn tree(rows: &str) -> (Vec<String>, Vec<Token>) {
    let mut forms = Vec::new();
    let mut tokens = Vec::new();
    for row in rows.split(';').map(str::trim).filter(|row| !row.is_empty()) {
        let [form, lemma, upos, xpos, head, deprel] = row.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("six fields in {row}")
        };
        forms.push(form.to_owned());
        let head: u32 = head.parse().unwrap();
        assert!(
            upos == Upos::parse(upos).as_str()
                && xpos == Xpos::parse(xpos).as_str()
                && deprel == Deprel::parse(deprel).as_str()
        );
        tokens.push(Token {
            span: Span::default(),
            sentence: SentenceId(0),
            lemma: lemma.into(),
            upos: Upos::parse(upos),
            xpos: Xpos::parse(xpos),
            head: head.checked_sub(1).map(TokenId),
            deprel: Deprel::parse(deprel),
        });
    }
    (forms, tokens)
}

#[track_caller]
fn check(rows: &str, expected: &[&str]) {
    let (forms, tokens) = tree(rows);
    let mut found: Vec<String> = enhance(&tokens)
        .into_iter()
        .map(|edge| format!("{} {} {}", forms[edge.head.index()], edge.deprel, forms[edge.dependent.index()]))
        .collect();
    let mut expected: Vec<String> = expected.iter().map(|&edge| edge.to_owned()).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn conjoined_verbs_share_subject_and_following_object() {
    check(
        "Ghana Ghana PROPN NNP 2 nsubj; trains train VERB VBZ 0 root; and and CCONJ CC 4 cc; equips equip VERB VBZ 2 conj; \
         rebels rebel NOUN NNS 2 obj",
        &["equips nsubj Ghana", "equips obj rebels"],
    );
}

#[test]
fn conjoined_nouns_take_the_same_relation() {
    check(
        "Ghana Ghana PROPN NNP 4 nsubj; and and CCONJ CC 3 cc; Togo Togo PROPN NNP 1 conj; agreed agree VERB VBD 0 root; \
         to to PART TO 6 mark; meet meet VERB VB 4 xcomp",
        &["agreed nsubj Togo", "meet nsubj:xsubj Ghana", "meet nsubj:xsubj Togo"],
    );
}

#[test]
fn a_passive_conjunct_takes_a_passive_subject() {
    check(
        "Ruiz Ruiz PROPN NNP 3 nsubj:pass; was be AUX VBD 3 aux:pass; arrested arrest VERB VBN 0 root; and and CCONJ CC 5 cc; \
         charged charge VERB VBN 3 conj; by by ADP IN 7 case; police police NOUN NN 5 obl",
        &["charged nsubj:pass Ruiz", "charged obl:agent police"],
    );
}

#[test]
fn a_time_after_by_is_no_agent() {
    check(
        "It it PRON PRP 3 nsubj:pass; was be AUX VBD 3 aux:pass; signed sign VERB VBN 0 root; by by ADP IN 5 case; \
         Friday Friday PROPN NNP 3 obl",
        &[],
    );
}

#[test]
fn objects_control_unless_the_verb_promises() {
    let rows = |lemma: &str| {
        format!(
            "Oslo Oslo PROPN NNP 2 nsubj; asked {lemma} VERB VBD 0 root; Lima Lima PROPN NNP 2 obj; to to PART TO 5 mark; \
             act act VERB VB 2 xcomp"
        )
    };
    check(&rows("ask"), &["act nsubj:xsubj Lima"]);
    check(&rows("promise"), &["act nsubj:xsubj Oslo"]);
}

#[test]
fn control_passes_down_chains() {
    check(
        "Lima Lima PROPN NNP 3 nsubj:pass; was be AUX VBD 3 aux:pass; forced force VERB VBN 0 root; to to PART TO 5 mark; \
         agree agree VERB VB 3 xcomp; to to PART TO 7 mark; withdraw withdraw VERB VB 5 xcomp",
        &["agree nsubj:xsubj Lima", "withdraw nsubj:xsubj Lima"],
    );
}

#[test]
fn antecedents_fill_relative_clauses() {
    check(
        "rebels rebel NOUN NNS 0 root; who who PRON WP 3 nsubj; hold hold VERB VBP 1 acl:relcl; Goma Goma PROPN NNP 3 obj",
        &["hold nsubj rebels", "rebels ref who"],
    );
    check(
        "town town NOUN NN 0 root; they they PRON PRP 3 nsubj; seized seize VERB VBD 1 acl:relcl",
        &["seized obj town"],
    );
    check("day day NOUN NN 0 root; they they PRON PRP 3 nsubj; left leave VERB VBD 1 acl:relcl", &["left obl day"]);
    check(
        "leader leader NOUN NN 0 root; whose whose PRON WP$ 3 nmod:poss; army army NOUN NN 4 nsubj; \
         fled flee VERB VBD 1 acl:relcl",
        &["army nmod:poss leader", "leader ref whose"],
    );
}

#[test]
fn participles_take_their_noun() {
    check(
        "sanctions sanction NOUN NNS 0 root; imposed impose VERB VBN 1 acl; by by ADP IN 4 case; Oslo Oslo PROPN NNP 2 obl",
        &["imposed nsubj:pass sanctions", "imposed obl:agent Oslo"],
    );
    check(
        "troops troop NOUN NNS 0 root; guarding guard VERB VBG 1 acl; bases base NOUN NNS 2 obj",
        &["guarding nsubj troops"],
    );
    check("option option NOUN NN 0 root; of of SCONJ IN 3 mark; striking strike VERB VBG 1 acl", &[]);
}

#[test]
fn adverbial_clauses_take_the_main_subject() {
    check(
        "Speaking speak VERB VBG 3 advcl; she she PRON PRP 3 nsubj; warned warn VERB VBD 0 root",
        &["Speaking nsubj she"],
    );
    check(
        "Asked ask VERB VBN 3 advcl; she she PRON PRP 3 nsubj; declined decline VERB VBD 0 root",
        &["Asked nsubj:pass she"],
    );
    check(
        "Oslo Oslo PROPN NNP 2 nsubj; sent send VERB VBD 0 root; troops troop NOUN NNS 2 obj; to to PART TO 5 mark; \
         help help VERB VB 2 advcl",
        &["help nsubj troops"],
    );
    // A finite clause has a subject of its own or none.
    check(
        "He he PRON PRP 2 nsubj; left leave VERB VBD 0 root; as as SCONJ IN 4 mark; expected expect VERB VBD 2 advcl",
        &[],
    );
}

#[test]
fn the_accused_do_what_the_gerund_says() {
    check(
        "Oslo Oslo PROPN NNP 2 nsubj; accused accuse VERB VBD 0 root; Lima Lima PROPN NNP 2 obj; of of SCONJ IN 5 mark; \
         arming arm VERB VBG 2 advcl; rebels rebel NOUN NNS 5 obj",
        &["arming nsubj Lima"],
    );
    check(
        "Lima Lima PROPN NNP 3 nsubj:pass; was be AUX VBD 3 aux:pass; accused accuse VERB VBN 0 root; of of SCONJ IN 5 mark; \
         arming arm VERB VBG 3 advcl; rebels rebel NOUN NNS 5 obj",
        &["arming nsubj Lima"],
    );
}

#[test]
fn nouns_of_will_own_their_infinitive() {
    check(
        "Lima Lima PROPN NNP 3 nmod:poss; 's 's PART POS 1 case; refusal refusal NOUN NN 0 root; to to PART TO 5 mark; \
         sign sign VERB VB 3 acl",
        &["sign nsubj Lima"],
    );
    let rows = |lemma: &str| {
        format!(
            "Lima Lima PROPN NNP 2 nsubj; has {lemma} VERB VBZ 0 root; plans plan NOUN NNS 2 obj; to to PART TO 5 mark; \
             leave leave VERB VB 3 acl"
        )
    };
    check(&rows("have"), &["leave nsubj Lima"]);
    check(&rows("reject"), &[]);
}

#[test]
fn broken_trees_do_no_harm() {
    let (_, mut tokens) = tree("a a NOUN NN 0 root; b b VERB VB 1 conj; c c VERB VBN 2 acl:relcl");
    // A cycle.
    tokens[0].head = Some(TokenId(1));
    assert!(enhance(&tokens).len() < 10);
    assert!(enhance(&[]).is_empty());
}
