//! Forms of one name and names of two persons (`names/pairs.tsv`): no two persons become one, and most forms of a name meet.
use chancery::entity::variants::{Comparison, Decision, PersonName, same_word};
use proptest::prelude::*;

struct Pair {
    same: bool,
    region: &'static str,
    one: &'static str,
    other: &'static str,
}

fn pairs() -> Vec<Pair> {
    include_str!("names/pairs.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| match *line.split('\t').collect::<Vec<_>>() {
            [kind @ ("same" | "apart"), region, one, other] => Pair { same: kind == "same", region, one, other },
            _ => panic!("no pair: {line:?}"),
        })
        .collect()
}

fn compare(one: &str, other: &str) -> Comparison {
    PersonName::new(one).compare(&PersonName::new(other))
}

#[test]
fn the_list_is_long_and_wide() {
    let pairs = pairs();
    assert!(pairs.iter().filter(|pair| pair.same).count() >= 150);
    assert!(pairs.iter().filter(|pair| !pair.same).count() >= 150);
    let regions: std::collections::BTreeSet<_> = pairs.iter().map(|pair| pair.region).collect();
    assert!(regions.len() >= 15, "{regions:?}");
}

#[test]
fn no_two_persons_become_one() {
    let wrong: Vec<String> = pairs()
        .iter()
        .filter(|pair| !pair.same)
        .filter_map(|pair| {
            let found = compare(pair.one, pair.other);
            (found.decision == Decision::Same).then(|| format!("{} | {}: {:?}", pair.one, pair.other, found))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nine_of_ten_forms_of_a_name_meet() {
    let pairs: Vec<Pair> = pairs().into_iter().filter(|pair| pair.same).collect();
    let missed: Vec<String> = pairs
        .iter()
        .filter_map(|pair| {
            let found = compare(pair.one, pair.other);
            (found.decision != Decision::Same).then(|| format!("{} | {}: {:?}", pair.one, pair.other, found))
        })
        .collect();
    assert!(missed.len() * 10 <= pairs.len(), "{} of {}:\n{}", missed.len(), pairs.len(), missed.join("\n"));
}

#[test]
fn names_that_are_one_share_a_key() {
    for pair in pairs() {
        let (one, other) = (PersonName::new(pair.one), PersonName::new(pair.other));
        if one.compare(&other).decision == Decision::Same {
            assert!(
                one.keys().iter().any(|key| other.keys().contains(key)),
                "{} {:?} | {} {:?}",
                pair.one,
                one.keys(),
                pair.other,
                other.keys()
            );
        }
    }
}

#[test]
fn comparison_is_symmetric() {
    for pair in pairs() {
        assert_eq!(compare(pair.one, pair.other), compare(pair.other, pair.one), "{} | {}", pair.one, pair.other);
        assert_eq!(compare(pair.one, pair.one).decision == Decision::Same, PersonName::new(pair.one).len() > 1);
    }
}

proptest! {
    #[test]
    fn any_text_is_a_name(one in "\\PC{0,40}", other in "([A-Za-zéß'.,-]{1,8} ?){0,6}") {
        let names = [PersonName::new(&one), PersonName::new(&other)];
        let found = names[0].compare(&names[1]);
        prop_assert_eq!(found, names[1].compare(&names[0]));
        prop_assert!((0.0..=1.0).contains(&found.score));
        if found.decision == Decision::Same {
            let keys = names[1].keys();
            prop_assert!(names[0].keys().iter().any(|key| keys.contains(key)));
        }
        let _ = same_word(&one, &other);
    }
}
