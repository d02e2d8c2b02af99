//! Who is who in short texts (`entities/cases.toml`), and what holds for any text.
use chancery::annotate::Annotator;
use chancery::article::Article;
use chancery::document::Document;
use chancery::entity::{EntityId, Resolution, Resolver};
use chancery::mention::{Detector, Lexicon, Mentions};
use chancery::ontology::Knowledge;
use proptest::prelude::*;
use serde::Deserialize;
use std::sync::{Arc, LazyLock};

struct Stages {
    knowledge: Knowledge,
    annotator: Annotator,
    detector: Detector,
    resolver: Resolver,
}

static STAGES: LazyLock<Stages> = LazyLock::new(|| {
    let knowledge = Knowledge::shipped();
    let lexicon = Arc::new(Lexicon::shipped());
    Stages {
        detector: Detector::new(Arc::clone(&lexicon), &knowledge),
        resolver: Resolver::new(lexicon, &knowledge),
        knowledge,
        annotator: Annotator::shipped(),
    }
});

fn read(text: &str) -> (Document, Mentions, Resolution) {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let document = STAGES.annotator.annotate(&article);
    let names = STAGES.annotator.names(&document);
    let mentions = STAGES.detector.detect(&document, &article, &names, &STAGES.knowledge);
    let resolution = STAGES.resolver.resolve(&document, &mentions, &STAGES.knowledge);
    (document, mentions, resolution)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    #[serde(default)]
    entities: Vec<String>,
    #[serde(default)]
    titles: Vec<String>,
    #[serde(default)]
    sets: Vec<String>,
    #[serde(default)]
    absent: Vec<String>,
}

/// Everything in a case that the text was not read as.
fn faults(case: &Case) -> Vec<String> {
    let (document, mentions, resolution) = read(&case.text);
    let texts = |id: EntityId| -> Vec<&str> {
        resolution.get(id).mentions.iter().map(|&mention| mentions.text(&document, mention)).collect()
    };
    let mut faults = Vec::new();
    for expected in &case.entities {
        let (class, forms) = expected.split_once(": ").expect("class and mentions");
        let forms: Vec<&str> = forms.split(", ").collect();
        let found = resolution
            .iter()
            .any(|(id, entity)| entity.class.name() == class && forms.iter().all(|form| texts(id).contains(form)));
        if !found {
            faults.push(format!("no {expected}"));
        }
    }
    for expected in &case.titles {
        let mut parts: Vec<&str> = expected.split(" | ").collect();
        let ended = parts.last() == Some(&"ended");
        let leadership = parts.last() == Some(&"leadership");
        parts.truncate(3);
        let found = resolution.titles.iter().any(|title| {
            let of = title.of.map_or("-", |of| resolution.get(of).label.as_str());
            [resolution.get(title.holder).label.as_str(), title.title.as_str(), of] == parts.as_slice()
                && title.ended == ended
                && title.leadership == leadership
        });
        if !found {
            faults.push(format!("no title {expected}"));
        }
    }
    if !case.titles.is_empty() && resolution.titles.len() > case.titles.len() {
        faults.push(format!("{} titles", resolution.titles.len()));
    }
    for expected in &case.sets {
        let (form, labels) = expected.split_once(": ").expect("mention and members");
        let mut labels: Vec<&str> = labels.split(", ").collect();
        labels.sort_unstable();
        let found = mentions.iter().filter(|(id, _)| mentions.text(&document, *id) == form).any(|(id, _)| {
            let mut members: Vec<&str> =
                resolution.of(id).iter().map(|&id| resolution.get(id).label.as_str()).collect();
            members.sort_unstable();
            members == labels
        });
        if !found {
            faults.push(format!("no set {expected}"));
        }
    }
    for form in &case.absent {
        if mentions.iter().any(|(id, _)| mentions.text(&document, id) == form && !resolution.of(id).is_empty()) {
            faults.push(format!("{form} refers"));
        }
    }
    if !faults.is_empty() {
        for (id, entity) in resolution.iter() {
            faults.push(format!("  {}: {} = {:?}", entity.class, entity.label, texts(id)));
        }
        for title in &resolution.titles {
            let of = title.of.map_or("-", |of| resolution.get(of).label.as_str());
            faults.push(format!(
                "  title {} | {} | {of} ({})",
                resolution.get(title.holder).label,
                title.title,
                title.rule
            ));
        }
    }
    faults
}

#[test]
fn cases_are_read_as_written() {
    let cases: Cases = toml::from_str(include_str!("entities/cases.toml")).unwrap();
    let report: Vec<String> = (cases.case.iter())
        .filter_map(|case| {
            let faults = faults(case);
            (!faults.is_empty()).then(|| format!("{}\n  {}\n{}", case.name, case.text, faults.join("\n")))
        })
        .collect();
    assert!(report.is_empty(), "{} of {} cases:\n{}", report.len(), cases.case.len(), report.join("\n\n"));
}

/// What must hold of every reading.
fn check(text: &str) {
    let (document, mentions, resolution) = read(text);
    assert_eq!(resolution.referents.len(), mentions.mentions.len());
    let mut last = 0;
    for (id, mention) in mentions.iter() {
        assert!(text.get(mention.span.range()).is_some(), "{mention:?}");
        assert!(mention.span.start >= last, "sorted by position");
        last = mention.span.start;
        for &entity in resolution.of(id) {
            assert!((entity.0 as usize) < resolution.entities.len());
        }
        if let &[only] = resolution.of(id) {
            assert!(resolution.get(only).mentions.contains(&id), "mention and entity agree");
        }
    }
    let mut paths: Vec<&str> = resolution.entities.iter().map(|entity| entity.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), resolution.entities.len(), "a path stands for one entity");
    for (id, entity) in resolution.iter() {
        assert!(entity.of != Some(id) && entity.confidence > 0.0 && entity.confidence <= 1.0);
        assert!(
            entity.path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_')),
            "{}",
            entity.path
        );
        assert!(entity.mentions.is_sorted());
    }
    for title in &resolution.titles {
        assert!(!title.title.trim().is_empty() && title.trigger.index() < document.tokens().len());
    }
}

#[test]
fn hostile_texts_are_survived() {
    for text in [
        "",
        "\u{feff}",
        "of the of (ABC) (",
        "The (",
        "President President President of of State",
        "A-B-C-D - E's's' Minister, , , of and and",
        "MR. MRS. GEN. SEN. X",
        "Ünïted Nâtions’ Sécrétary-Général Ban’s’s al-al-al- Ki-moon’",
        "his her its their who which that both two leaders",
        "Ex-President-elect (UN) (EU (AU)) of Iraq-Iran-US-led",
        "ministers of of the the Republic and and of",
        "北京 said Москва told القاهرة about Ελλάδα.",
        "anti-ISIS pro- anti- -ISIS US- -led Sino-American Sino-",
    ] {
        check(text);
    }
}

#[test]
fn reading_is_deterministic() {
    let text = "Kenyan President Ana Otieno and Ugandan President Ben Okello met in Kampala. Both leaders said their forces would leave Somalia.";
    let (one, other) = (read(text), read(text));
    assert_eq!(one.1.mentions, other.1.mentions);
    assert_eq!(one.2.entities, other.2.entities);
    assert_eq!(one.2.referents, other.2.referents);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_words_are_survived(words in prop::collection::vec(
        prop::sample::select(vec![
            "President", "of", "the", "Iraqi", "US", "-", "led", "forces", "(", ")", "NATO", "Secretary", "State", ",", ".", "who", "his", "and", "Ana", "Roe",
            "government", "'s", "said", "in", "Washington", "both", "leaders", "two", "\"", "Gen.", "al", "Ministry", "Foreign", "for", "it", "they", "ex", "\n\n", "’",
        ]), 0..40)) {
        check(&words.join(" "));
    }
}
