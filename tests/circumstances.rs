//! Where what is claimed happened, and whether it did: sentences, one claim of each by its class, its place and modality.
use chancery::article::Article;
use chancery::ontology::Modality;
use chancery::pipeline::Pipeline;

/// Text, class, labels of places (empty: none), modality.
const CASES: &[(&str, &str, &str, &str)] = &[
    ("Kenyan and Ugandan officials met in Kisumu on Tuesday.", "Meeting", "Kisumu", "Actual"),
    ("Hamas and Israeli soldiers clashed in three districts of Gaza City.", "Clash", "Gaza City", "Actual"),
    ("Turkey deployed 300 troops to Libya.", "Deployment", "Libya", "Actual"),
    ("France withdrew its troops from Mali.", "Withdrawal", "Mali", "Actual"),
    ("Israel launched an airstrike into Syria.", "Strike", "Syria", "Actual"),
    ("Talks between India and Pakistan are set to resume in Muscat.", "Talks", "Muscat", "Planned"),
    ("Gunmen stormed a prison in Kano and killed nine police officers.", "Killing", "Kano", "Actual"),
    ("Soldiers raided a farm in Basra, killing two gunmen.", "Killing", "Basra", "Actual"),
    ("Nine soldiers were killed when a bomb exploded in Lagos.", "Killing", "Lagos", "Actual"),
    ("Soldiers raided a hideout near Tripoli. Two gunmen were killed in the raid.", "Killing", "Tripoli", "Actual"),
    ("The United Nations imposed sanctions on Mali.", "Sanctions", "", "Actual"),
    ("Norway refused to attend the meeting, accusing Russia of aggression.", "Accusation", "", "Actual"),
    ("The minister told reporters that rebels had killed nine soldiers.", "Killing", "", "Actual"),
    ("Chad rejected talks after the recent attack by Boko Haram on Niger.", "Attack", "Niger", "Actual"),
    ("Kenya was due to host talks with Somalia.", "Talks", "", "Planned"),
    ("The Polish parliament voted against sending troops to Iraq.", "Deployment", "Iraq", "Denied"),
    ("The minister resigned the next day.", "Resignation", "", "Actual"),
    ("The minister will resign in the next few days.", "Resignation", "", "Planned"),
    ("Troops are said to be advancing on Bamako.", "Deployment", "Bamako", "Actual"),
    ("Polls show little support for sending Polish troops to Iraq.", "Deployment", "Iraq", "Possible"),
];

#[test]
fn claims_have_the_place_and_modality_of_their_sentence() {
    let pipeline = Pipeline::shipped();
    let mut failures = Vec::new();
    for &(text, class, places, modality) in CASES {
        let analysis = pipeline.analyse(Article { id: "a".into(), text: text.into(), ..Article::default() });
        let Some(claim) = analysis.claims.iter().find(|claim| claim.class.name() == class) else {
            failures.push(format!("{text}\n  no {class}"));
            continue;
        };
        let found: Vec<&str> =
            claim.places.iter().map(|&place| analysis.resolution.get(place).label.as_str()).collect();
        if found.join(", ") != places || claim.modality.name() != modality {
            failures.push(format!("{text}\n  {class} at {:?}, {}: {:?}", found, claim.modality, claim.explanation));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_claim_tells_its_reasons() {
    let text = "Peru's foreign minister said on Tuesday that Chile would withdraw its troops from Bolivia.";
    let analysis = Pipeline::shipped().analyse(Article { id: "a".into(), text: text.into(), ..Article::default() });
    let claim = analysis.claims.iter().find(|claim| claim.modality == Modality::Planned).expect("a withdrawal");
    for kind in ["agent by", "modality:", "place:", "attribution:"] {
        assert!(claim.explanation.iter().any(|reason| reason.starts_with(kind)), "{kind} {:?}", claim.explanation);
    }
}
