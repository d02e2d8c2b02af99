//! The background knowledge that ships: complete, well-formed, and found under its names.
use chancery::ontology::knowledge::{KnowledgeError, SHIPPED};
use chancery::ontology::{EntityClass, Knowledge, KnowledgeId, NameKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::shipped);

/// ISO 3166-1 alpha-2 codes of the 193 members of the United Nations.
const MEMBERS: &str = "AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA \
    CF TD CL CN CO KM CG CD CR CI HR CU CY CZ DK DJ DM DO TL EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GD GT \
    GN GW GY HT HN HU IS IN ID IR IQ IE IL IT JM JP JO KZ KE KI KP KR KW KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML \
    MT MH MR MU MX FM MD MC MN ME MA MZ MM NA NR NP NL NZ NI NE NG MK NO OM PK PW PA PG PY PE PH PL PT QA RO RU RW KN \
    LC VC WS SM ST SA SN RS SC SL SG SK SI SB SO ZA SS ES LK SD SR SE CH SY TJ TZ TH TG TO TT TN TR TM TV UG UA AE GB \
    US UY UZ VU VE VN YE ZM ZW";

fn paths(name: &str) -> Vec<&'static str> {
    let mut paths: Vec<_> = KNOWLEDGE.candidates(name).iter().map(|(id, _)| KNOWLEDGE.get(*id).path.as_str()).collect();
    paths.dedup();
    paths
}

fn ambiguous(path: &str, name: &str) -> bool {
    KNOWLEDGE.is_ambiguous(KNOWLEDGE.by_path(path).expect("a known path"), name)
}

#[test]
fn every_member_of_the_united_nations_is_complete() {
    let codes: Vec<_> = MEMBERS.split_whitespace().collect();
    assert_eq!(codes.len(), 193);
    for code in codes {
        let id = KNOWLEDGE.by_path(&format!("state/{code}")).unwrap_or_else(|| panic!("{code} is missing"));
        let state = KNOWLEDGE.get(id);
        assert_eq!(state.class, EntityClass::State, "{code}");
        assert!(state.wikidata.is_some(), "{code} has no Wikidata item");
        assert!(state.names.iter().any(|name| name.kind == NameKind::Adjective), "{code} has no adjective");
        assert!(state.located_in.is_some(), "{code} lies nowhere");
        let capital = KNOWLEDGE.get(*state.capitals.first().unwrap_or_else(|| panic!("{code} has no capital")));
        assert_eq!(capital.class, EntityClass::City, "{code}");
        assert_eq!(capital.capital_of, Some(id), "{code}");
        assert_eq!(capital.located_in, Some(id), "{code}");
    }
}

#[test]
fn paths_are_well_formed_and_items_belong_to_one_entity() {
    let mut items: BTreeMap<&str, &str> = BTreeMap::new();
    for (id, entity) in KNOWLEDGE.iter() {
        let (kind, slug) = entity.path.split_once('/').unwrap_or_else(|| panic!("{} has no kind", entity.path));
        assert_eq!(kind, entity.class.kind(), "{}", entity.path);
        let is_code = kind == "state" && matches!(slug.len(), 2 | 4) && slug.bytes().all(|b| b.is_ascii_uppercase());
        let is_slug = !slug.is_empty()
            && !slug.starts_with('-')
            && !slug.ends_with('-')
            && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(if kind == "state" { is_code } else { is_slug }, "{}", entity.path);
        assert_eq!(KNOWLEDGE.by_path(&entity.path), Some(id));
        if let Some(item) = &entity.wikidata {
            let other = items.insert(item, &entity.path);
            assert_eq!(other, None, "{item} is also {}", entity.path);
        }
    }
}

#[test]
fn every_name_is_a_name_and_finds_its_entity() {
    for (id, entity) in KNOWLEDGE.iter() {
        assert_eq!(entity.names[0].text, entity.label);
        for name in &entity.names {
            assert_eq!(name.text.trim(), name.text, "{}", entity.path);
            assert!(name.text.chars().any(char::is_alphanumeric), "{}: {:?}", entity.path, name.text);
            assert!(!name.text.contains(['(', ')', '|', ';', '"', '/']) || entity.class != EntityClass::City);
            let found = KNOWLEDGE.candidates(&name.text);
            assert!(found.contains(&(id, name.kind)), "{} is not found as {:?}", entity.path, name.text);
            assert!(name.text.split_whitespace().count() <= KNOWLEDGE.longest());
        }
    }
}

#[test]
fn names_lead_to_entities() {
    for (name, expected) in [
        ("Iran", &["state/IR"][..]),
        ("Islamic Republic of Iran", &["state/IR"]),
        ("IRANIAN", &["state/IR"]),
        ("Iraqis", &["state/IQ"]),
        ("Côte d’Ivoire", &["state/CI"]),
        ("Cote d'Ivoire", &["state/CI"]),
        ("Burma", &["state/MM"]),
        ("Britons", &["state/GB"]),
        ("DPRK", &["state/KP"]),
        ("D.P.R.K.", &["state/KP"]),
        ("US", &["state/US"]),
        ("U.S.", &["state/US"]),
        ("U. S.", &["state/US"]),
        ("us", &[]),
        ("the United Nations", &["organization/united-nations"]),
        ("UNICEF", &["organization/united-nations-childrens-fund"]),
        ("Unicef", &["organization/united-nations-childrens-fund"]),
        ("unicef", &[]),
        ("Kiev", &["city/kyiv"]),
        ("Bombay", &["city/mumbai"]),
        ("Saigon", &["city/ho-chi-minh-city"]),
        ("ar-Raqqa", &[]),
        ("al-Raqqa", &["city/raqqa"]),
        ("Strait of Hormuz", &["region/strait-of-hormuz"]),
        ("Hong Kong", &["region/hong-kong", "city/hong-kong"]),
        ("Daesh", &["force/islamic-state"]),
        ("ISIS", &["force/islamic-state"]),
        ("al Qaida", &["force/al-qaeda"]),
        ("Hizbullah", &["force/hezbollah"]),
        ("Quds Force", &["force/quds-force"]),
        ("Congo", &["state/CG", "state/CD"]),
        ("Incirlik", &["facility/incirlik-air-base"]),
        ("New START", &["document/new-start"]),
        ("JCPOA", &["document/joint-comprehensive-plan-of-action"]),
        ("Kurdish", &["population/kurds"]),
        ("Narnia", &[]),
        ("", &[]),
    ] {
        assert_eq!(paths(name), expected, "{name}");
    }
}

#[test]
fn cities_of_one_name_come_with_the_most_populous_first() {
    let found = KNOWLEDGE.candidates("Tripoli");
    assert_eq!(KNOWLEDGE.get(found[0].0).path, "city/tripoli");
    let populations: Vec<_> = found.iter().map(|(id, _)| KNOWLEDGE.get(*id).population).collect();
    assert!(populations.len() > 1 && populations.is_sorted_by(|a, b| a >= b), "{populations:?}");
    let (latitude, longitude) = KNOWLEDGE.get(found[0].0).coordinates.expect("a city has coordinates");
    assert!((latitude - 32.9).abs() < 0.2 && (longitude - 13.2).abs() < 0.2);
}

#[test]
fn ambiguous_names_are_marked() {
    for (path, name) in [
        ("city/reading", "Reading"),
        ("city/nice", "Nice"),
        ("state/JO", "Jordan"),
        ("state/GE", "Georgia"),
        ("region/georgia-us", "Georgia"),
        ("region/new-york-state", "New York"),
        ("organization/united-states-congress", "Congress"),
        ("organization/shell", "Shell"),
        ("organization/apple", "Apple"),
        ("force/islamic-state", "IS"),
    ] {
        assert!(ambiguous(path, name), "{name}");
    }
    for (path, name) in [
        ("state/IR", "Iran"),
        ("state/JO", "Hashemite Kingdom of Jordan"),
        ("city/paris", "Paris"),
        ("city/geneva", "Geneva"),
        ("city/kyiv", "Kyiv"),
        ("organization/north-atlantic-treaty-organization", "NATO"),
        ("organization/united-states-congress", "US Congress"),
        ("force/islamic-state", "ISIS"),
        ("city/baghdad", "Not its name"),
    ] {
        assert!(!ambiguous(path, name), "{name}");
    }
    let share = |class: EntityClass| {
        let of_class: Vec<_> = KNOWLEDGE.iter().filter(|(_, entity)| entity.class == class).collect();
        let marked = of_class.iter().filter(|(_, entity)| entity.names.iter().any(|name| name.ambiguous)).count();
        (marked, of_class.len())
    };
    for class in [EntityClass::State, EntityClass::City, EntityClass::Region] {
        let (marked, all) = share(class);
        assert!(marked * 8 < all, "{marked} of {all} {class} entities have an ambiguous name");
    }
}

#[test]
fn a_name_of_two_things_is_marked_for_all_but_one() {
    let mut bearers: BTreeMap<(bool, &str), BTreeSet<KnowledgeId>> = BTreeMap::new();
    for (_, entity) in KNOWLEDGE.iter() {
        for name in &entity.names {
            let short = name.kind == NameKind::Abbreviation;
            let found = KNOWLEDGE.candidates(&name.text).into_iter();
            let alike = found.filter(|(_, kind)| (*kind == NameKind::Abbreviation) == short).map(|(id, _)| id);
            let plain = alike.filter(|id| !KNOWLEDGE.is_ambiguous(*id, &name.text));
            bearers.entry((short, &name.text)).or_default().extend(plain);
        }
    }
    for ((_, name), ids) in bearers {
        let paths: Vec<_> = ids.iter().map(|id| KNOWLEDGE.get(*id).path.as_str()).collect();
        let only_cities = paths.iter().all(|path| path.starts_with("city/"));
        assert!(paths.len() < 2 || only_cities, "{name:?} names {paths:?}; mark it as ambiguous");
    }
}

#[test]
fn bodies_and_forces_belong_to_somebody() {
    for (_, entity) in KNOWLEDGE.iter() {
        if matches!(entity.class, EntityClass::GovernmentBody | EntityClass::StateForce | EntityClass::PoliticalParty) {
            assert!(entity.of.is_some(), "{} belongs to no state", entity.path);
        }
        if matches!(entity.class, EntityClass::City | EntityClass::Facility) {
            assert!(entity.located_in.is_some(), "{} lies nowhere", entity.path);
        }
    }
}

#[test]
fn the_shipped_files_are_read_alike_with_and_without_checks() {
    let checked = Knowledge::parse(SHIPPED).expect("the shipped files are valid");
    assert_eq!(checked.iter().count(), KNOWLEDGE.iter().count());
    for ((_, a), (_, b)) in checked.iter().zip(KNOWLEDGE.iter()) {
        assert_eq!((&a.path, &a.names), (&b.path, &b.names));
    }
}

const PREFIXES: &str = "@base <https://w3id.org/chancery/id/> .\n\
    @prefix ch: <https://w3id.org/chancery/ontology#> .\n\
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\
    @prefix owl: <http://www.w3.org/2002/07/owl#> .\n";

#[test]
fn users_add_entities_and_names() {
    let own = format!(
        "{PREFIXES}<organization/ruritanian-senate> a ch:GovernmentBody ; rdfs:label \"Ruritanian Senate\" ; \
         ch:of <state/AT> .\n<state/AT> skos:altLabel \"Alpine Republic\" .\n"
    );
    let knowledge = Knowledge::with_files(&[("own.ttl", &own)]).expect("valid");
    let senate = knowledge.by_path("organization/ruritanian-senate").expect("added");
    let austria = knowledge.by_path("state/AT");
    assert_eq!(knowledge.get(senate).of, austria);
    assert_eq!(knowledge.candidates("alpine republic"), vec![(austria.expect("known"), NameKind::Full)]);
}

#[test]
fn damaged_files_are_refused_with_the_place_of_the_fault() {
    for (body, message) in [
        ("<city/a> a ch:City ; rdfs:label \"A", "own.ttl:6:"),
        ("<city/a> a ch:City , ch:Region ; rdfs:label \"A\" .", "has a second type"),
        ("<city/a> a ch:City ; rdfs:label \"A\" , \"B\" .", "has a second rdfs:label"),
        ("<city/a> a ch:Town ; rdfs:label \"A\" .", "must be an entity class of the ontology"),
        ("<city/a> a ch:City .", "<city/a> has no rdfs:label"),
        ("<city/a> rdfs:label \"A\" .", "<city/a> has no class"),
        ("<region/a> a ch:City ; rdfs:label \"A\" .", "its path must begin with city/"),
        ("<city/a> a ch:City ; rdfs:label \" \" .", "must be a text that is not empty"),
        ("<city/a> a ch:City ; rdfs:label \"A\" ; ch:locatedIn <state/ZZ> .", "refers to <state/ZZ>, which no file"),
        ("<city/a> a ch:City ; rdfs:label \"A\" ; ch:population \"many\" .", "must be a whole number"),
        ("<city/a> a ch:City ; rdfs:label \"A\" ; ch:coordinates \"91 0\" .", "must be latitude and longitude"),
        ("<city/a> a ch:City ; rdfs:label \"A\" ; ch:ambiguousName \"B\" .", "which is not among its names"),
        ("<city/a> a ch:City ; rdfs:label \"A\" ; ch:mayor \"B\" .", "has the unknown property"),
        ("<state/XX> a ch:State ; rdfs:label \"A\" ; ch:iso3166 \"YY\" .", "must be the last segment"),
        ("<city/a> a ch:City ; rdfs:label \"A\" ; owl:sameAs <http://example.org/Q1> .", "must be a Wikidata item"),
        ("<http://example.org/a> a ch:City .", "is not an entity"),
        ("[] a ch:City .", "is not an entity"),
    ] {
        let own = format!("{PREFIXES}{body}\n");
        let error: KnowledgeError = Knowledge::parse(&[("own.ttl", &own)]).expect_err(body);
        let text = error.to_string();
        assert!(text.contains(message) && text.contains("own.ttl"), "{body}\n{text}");
    }
}
